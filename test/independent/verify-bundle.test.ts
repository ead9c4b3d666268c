import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { formatPolicy } from '../../packages/core/src/ledger/policy.ts'
import { verifyBundle } from '../../packages/core/src/verify/verify-bundle.ts'
import { testCrypto } from '../../packages/core/test/ledger/test-crypto.ts'
import { buildBundle, filesReader, policy, sealTrail, withSlot } from '../../packages/core/test/verify/build-bundle.ts'
import { goldenEvents, goldenTrail, manyEvents } from '../../packages/core/test/verify/golden-trail.ts'
import { type Files, readFolder, writeFolder } from './bundle-folder.ts'

const verifier = fileURLToPath(new URL('verify-bundle.mjs', import.meta.url))
const golden = (name: string): Files => readFolder(fileURLToPath(new URL(`../../packages/core/vectors/${name}`, import.meta.url)))
const scratch = mkdtempSync(join(tmpdir(), 'daybook-independent-'))
const policyFile = join(scratch, 'trail.policy')
writeFileSync(policyFile, formatPolicy(policy))
afterAll(() => rmSync(scratch, { recursive: true }))

/** The verdict of the verifier that shares no code, and of ours. */
const verdicts = async (files: Files) => {
  const folder = mkdtempSync(join(scratch, 'bundle-'))
  writeFolder(folder, files)
  const run = spawnSync(process.execPath, [verifier, folder, policyFile], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  const independent = (['holds', 'broken', 'cannot_tell'] as const)[run.status ?? 3]
  const ours = (await verifyBundle(filesReader(files), policy, testCrypto)).verdict
  return { independent, ours, said: run.stdout + run.stderr }
}

const edit = (files: Files, path: string, change: (text: string) => string): Files =>
  new Map(files).set(path, Buffer.from(change(Buffer.from(files.get(path) ?? []).toString())))
const lines = (files: Files, change: (lines: string[]) => string[]): Files =>
  edit(files, 'events.ndjson', (text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`)
const without = (files: Files, path: string): Files => new Map([...files].filter(([name]) => name !== path))

describe('a verifier that shares no code with ours', () => {
  it('imports nothing of the project', () => {
    const imports = [...readFileSync(verifier, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name)
    expect(imports.length).toBeGreaterThan(0)
    expect(imports.every((name) => name?.startsWith('node:'))).toBe(true)
  })

  it.each(['bundle', 'selection'])('finds that the golden %s holds', async (name) => {
    expect(await verdicts(golden(name))).toMatchObject({ independent: 'holds', ours: 'holds' })
  })

  it('finds that a log over several tiles holds, and one without events', async () => {
    for (const count of [0, 1, 256, 600]) {
      const bundle = await buildBundle(
        sealTrail(manyEvents(count), () => false),
        { anchors: count > 300 ? [300] : [] },
      )
      expect(await verdicts(bundle), String(count)).toMatchObject({ independent: 'holds', ours: 'holds' })
    }
  })

  const bundle = golden('bundle')
  const selection = golden('selection')
  const sealed = () => sealTrail(goldenEvents, () => false)
  const tampered: [string, () => Files | Promise<Files>, string?][] = [
    ['a value edited', () => lines(bundle, (all) => all.map((line) => line.replace('Pending Review', 'Rejected')))],
    ['an event removed', () => lines(bundle, (all) => all.filter((_, i) => i !== 5))],
    ['the tail cut off', () => lines(bundle, (all) => all.slice(0, 7))],
    ['two events exchanged', () => lines(bundle, ([a = '', b = '', ...rest]) => [b, a, ...rest])],
    ['an event given twice', () => lines(bundle, ([a = '', ...rest]) => [a, a, ...rest])],
    [
      'a withheld slot called erased',
      () => edit(bundle, 'events.ndjson', (all) => all.replace('"state":"withheld"', '"state":"erased","by":4')),
    ],
    ['an erasure that names another slot', async () => buildBundle(withSlot(sealed(), 5, 'ctx', { state: 'erased', by: 4 }))],
    ['an erasure that is not one', async () => buildBundle(withSlot(sealed(), 2, 'reason', { state: 'erased', by: 6 }))],
    ['whitespace in a line', () => lines(bundle, (all) => all.map((line) => line.replace('","digest"', '", "digest"')))],
    ['a tile changed', () => edit(bundle, 'log/tile/0/000.p/9', (bytes) => bytes.replace(/^./s, (c) => (c === 'a' ? 'b' : 'a')))],
    [
      'an entry of another format',
      () =>
        new Map(bundle).set(
          'log/tile/entries/000.p/9',
          Uint8Array.from(bundle.get('log/tile/entries/000.p/9') ?? [], (byte, i) => (i === 2 ? 2 : byte)),
        ),
    ],
    [
      'the tree rebuilt under the old checkpoint',
      async () => new Map(await buildBundle(sealed())).set('log/checkpoint', bundle.get('log/checkpoint') ?? new Uint8Array()),
    ],
    [
      'a signature changed',
      () => edit(bundle, 'log/checkpoint', (note) => note.replace(/(.)(.....\n)$/, (_, c, end) => (c === 'A' ? 'B' : 'A') + end)),
    ],
    [
      'the clock’s signature removed',
      () => edit(bundle, 'log/checkpoint', (note) => `${note.trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
    ],
    ['the size changed', () => edit(bundle, 'log/checkpoint', (note) => note.replace('\n9\n', '\n8\n'))],
    ['the counts changed', () => edit(bundle, 'manifest.json', (text) => text.replace('"pruned": 1', '"pruned": 2'))],
    ['the range changed', () => edit(bundle, 'manifest.json', (text) => text.replace('"to": 9', '"to": 8'))],
    ['an anchor of another log', () => edit(bundle, 'anchors/4.checkpoint', (note) => note.replace(/\n4\n/, '\n3\n'))],
    ['another key in policy.txt', () => edit(bundle, 'policy.txt', (text) => text.replace(/^log .*\n/, ''))],
    ['a file that is none of the log', () => new Map(bundle).set('log/tile/0/001', new Uint8Array(8192))],
    ['a tile missing', () => without(bundle, 'log/tile/0/000.p/9')],
    ['the events missing', () => without(bundle, 'events.ndjson')],
    ['a proof missing', () => without(selection, 'proofs/4.tlog-proof')],
    [
      'the proof of another event',
      () => new Map(selection).set('proofs/4.tlog-proof', selection.get('proofs/6.tlog-proof') ?? new Uint8Array()),
    ],
    [
      'a hash of a proof changed',
      () =>
        edit(selection, 'proofs/4.tlog-proof', (text) =>
          text.replace(/\n(.)(.{43}\n\n)/, (_, c, end) => `\n${c === 'A' ? 'B' : 'A'}${end}`),
        ),
    ],
    [
      'the control event left out of a selection',
      () => lines(without(selection, 'proofs/4.tlog-proof'), (all) => all.filter((line) => !line.startsWith('{"seq":4,'))),
    ],
    ['the checkpoint missing', () => without(bundle, 'log/checkpoint'), 'cannot_tell'],
    ['the manifest missing', () => without(bundle, 'manifest.json'), 'cannot_tell'],
  ]
  it.each(tampered)('agrees with ours about %s', async (_, make, expected = 'broken') => {
    expect(await verdicts(await make())).toMatchObject({ independent: expected, ours: expected })
  })

  it('agrees with ours on bytes flipped at random', async () => {
    const whole = await buildBundle(goldenTrail(), { anchors: [4] })
    const paths = [...whole.keys()]
    for (let i = 0; i < 40; i++) {
      const path = paths[i % paths.length] as string
      const bytes = (whole.get(path) ?? new Uint8Array()).slice()
      const at = Math.floor(Math.random() * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8))
      expect(await verdicts(new Map(whole).set(path, bytes)), `${path} byte ${at} bit ${i % 8}`).toMatchObject({
        independent: 'broken',
        ours: 'broken',
      })
    }
  })
})
