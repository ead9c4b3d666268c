import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BundleReader,
  type EventInput,
  isMalformed,
  isProblem,
  parsePolicy,
  rootOf,
  Sealer,
  utf8Lines,
  verifyBundle,
} from '@daybook/core'
import { afterAll, describe, expect, test } from 'vitest'
import { type BundleEntry, bundleEntries, readTar, writeTar } from '../../src/bundle/index.ts'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import type { StoredEvent } from '../../src/journal/journal.ts'
import { createMemoryJournal } from '../../src/journal/memory-journal.ts'
import { createSigner } from '../../src/signer/signer.ts'

const folder = mkdtempSync(join(tmpdir(), 'daybook-bundle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const input = (n: number): EventInput => ({
  id: `019ab3f2-7c1e-7d3a-9b1e-${String(n).padStart(12, '0')}`,
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'order', id: String(n), name: `Order #${n}` },
})

/** A trail of so many events in memory, signed, and the bundle of it as its reader gets it. */
async function bundleOf(size: number, see: (event: StoredEvent) => StoredEvent = (event) => event) {
  const journal = createMemoryJournal()
  for (let n = 0; n < size; n++) {
    const sealed = new Sealer(nodeCrypto).seal(
      { ...input(n), recordedAt: '2026-11-22T09:15:03.000Z', category: 'workflow', outcome: 'success' },
      () => false,
    )
    if (isProblem(sealed)) throw new Error(sealed.detail)
    await journal.append([{ id: input(n).id, contentDigest: new Uint8Array(16), own: false, sealed }])
  }
  const signer = await createSigner(folder, `t${Math.random().toString(36).slice(2)}`, 'host.example/01a2')
  const note = await signer.sign(size, await rootOf(size, journal, nodeCrypto), [], Date.now())
  const source = {
    hashes: (from: number, to: number) => journal.hashes(from, to),
    subtrees: (level: number, from: number, to: number) => journal.subtrees(level, from, to),
    async *events(from: number, to: number) {
      for (const event of await journal.read({ from, to, limit: to, order: 'asc', which: 'all' })) yield see(event)
    },
  }
  const options = {
    trail: 't',
    origin: 'host.example/01a2',
    checkpoint: { note, size },
    policy: signer.policy,
    exportedAt: '2026-11-22T10:00:00.000Z',
  }
  const policy = parsePolicy(signer.policy, nodeCrypto)
  if (isMalformed(policy)) throw new Error(policy.why)
  return { entries: () => bundleEntries(source, { ...options, anchors: [{ name: 'itself.txt', text: note }] }), policy }
}

async function contents(entries: AsyncIterable<BundleEntry>): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for await (const { path, chunks } of entries) {
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) parts.push(chunk)
    files.set(path, Buffer.concat(parts))
  }
  return files
}

const readerOf = (files: ReadonlyMap<string, Buffer>): BundleReader => ({
  list: async () => [...files.keys()],
  read: async (path) => files.get(path),
  async *lines(path) {
    const bytes = files.get(path)
    if (bytes)
      yield* utf8Lines(
        (async function* () {
          yield bytes
        })(),
      )
  },
})

describe('a bundle', () => {
  test.each([1, 2, 255, 256, 257, 513])('of %i events is a whole log that holds', async (size) => {
    const { entries, policy } = await bundleOf(size)
    const files = await contents(entries())
    const report = await verifyBundle(readerOf(files), policy, nodeCrypto)
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ verdict: 'holds', size, counts: { events: size } })
    expect(files.get('README.txt')?.toString()).toContain(`${size} events`)
  })

  test('is the same after a journey as a tar', async () => {
    const { entries } = await bundleOf(300)
    expect(await contents(readTar(writeTar(entries())))).toEqual(await contents(entries()))
  })

  test('with withheld slots holds, says so, and shows nothing of them', async () => {
    const withhold = (event: StoredEvent): StoredEvent =>
      event.state === 'pruned'
        ? event
        : {
            ...event,
            slots: event.slots.map((slot) =>
              slot.name === 'actor' ? { state: 'withheld', name: slot.name, digest: slot.digest } : slot,
            ),
          }
    const { entries, policy } = await bundleOf(20, withhold)
    const files = await contents(entries())
    const report = await verifyBundle(readerOf(files), policy, nodeCrypto)
    expect(report).toMatchObject({ verdict: 'holds', counts: { withheld: 20 } })
    expect(JSON.parse(files.get('manifest.json')?.toString() ?? '')).toMatchObject({
      disclosure: 'partial',
      slots: { withheld: 20 },
    })
    for (const [path, bytes] of files) expect(bytes.includes('Maria Lopez'), path).toBe(false)
  })
})
