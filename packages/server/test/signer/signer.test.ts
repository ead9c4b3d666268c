import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  consistencyProof,
  formatPolicy,
  isMalformed,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  policyKeys,
  rootOf,
  verifyNote,
} from '@daybook/core'
import { expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { createMemoryJournal } from '../../src/journal/memory-journal.ts'
import { createSigner, openSigner, type Signer } from '../../src/signer/signer.ts'
import { createTrailKeys } from '../../src/signer/trail-keys.ts'
import { newFolder } from '../journal/folder.ts'
import { rowsOf } from '../journal/rows.ts'

const origin = 'books.example/7f3c9a52-0000-4000-8000-000000000001'
const noonMs = Date.parse('2026-11-22T12:00:00.700Z')

const newSigner = async (): Promise<{ folder: string; signer: Signer }> => {
  const folder = join(newFolder(), 'keys')
  return { folder, signer: await createSigner(folder, 'orders', origin) }
}

const journalOf = async (count: number, from = 0): Promise<Journal> => {
  const journal = createMemoryJournal()
  await journal.append(rowsOf(from, from + count))
  return journal
}

const rootAt = (journal: Journal) => (size: number) => rootOf(size, journal, nodeCrypto)

const signAt = async (signer: Signer, journal: Journal, size: number, timeMs = noonMs): Promise<string> => {
  const old = signer.last?.size ?? 0
  return signer.sign(size, await rootAt(journal)(size), await consistencyProof(old, size, journal, nodeCrypto), timeMs)
}

it('signs a checkpoint that its policy verifies, with the time beside it', async () => {
  const { signer } = await newSigner()
  const journal = await journalOf(300)
  const note = parseNote(await signAt(signer, journal, 300))
  const policy = parsePolicy(signer.policy, nodeCrypto)
  if (isMalformed(note) || isMalformed(policy)) throw new Error('the signer wrote something that cannot be read')
  expect(formatPolicy(policy)).toBe(signer.policy)
  const checkpoint = parseCheckpoint(note.text)
  expect(checkpoint).toMatchObject({ origin, size: 300 })
  const checked = verifyNote(note, policyKeys(policy), nodeCrypto)
  if (isMalformed(checked)) throw checked
  expect(checked.verified.map(({ key, timeS }) => [key.name, timeS])).toEqual([
    [origin, undefined],
    [`${origin}/clock`, Math.floor(noonMs / 1000)],
  ])
  expect(checked.unknown).toEqual([])
})

it('keeps its secrets and its memory where only its owner reads them', async () => {
  const { folder } = await newSigner()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder).sort()).toEqual(['orders.json', 'orders.signed.json'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})

it('has the same keys, policy and memory after a restart', async () => {
  const { folder, signer } = await newSigner()
  await signAt(signer, await journalOf(10), 7)
  const again = await openSigner(folder, 'orders')
  expect([again.policy, again.origin, again.last?.size]).toEqual([signer.policy, origin, 7])
  expect(Buffer.compare(again.last?.root ?? Buffer.of(), signer.last?.root ?? Buffer.of(1))).toBe(0)
  expect([again.contentKey, again.treatment]).toEqual([signer.contentKey, signer.treatment])
})

it('gives two trails nothing in common', async () => {
  const { folder, signer } = await newSigner()
  const other = await createSigner(folder, 'refunds', `${origin}x`)
  const secrets = [signer, other].flatMap(({ contentKey, treatment }) => [
    contentKey,
    treatment.tokenKey,
    treatment.encryptionKey,
  ])
  expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(6)
})

it('remembers a tree before its signature leaves', async () => {
  const { folder, signer } = await newSigner()
  const journal = await journalOf(10)
  await signAt(signer, journal, 4)
  rmSync(folder, { recursive: true })
  await expect(signAt(signer, journal, 5)).rejects.toThrow(/ENOENT/)
  expect(signer.last?.size).toBe(4)
})

it('signs every growth of one ledger, and the same tree again later', async () => {
  const { signer } = await newSigner()
  const journal = await journalOf(600)
  for (const size of [0, 1, 2, 255, 256, 257, 600, 600]) await signAt(signer, journal, size)
  expect(signer.last?.size).toBe(600)
})

it('never signs an earlier time than before', async () => {
  const { signer } = await newSigner()
  const journal = await journalOf(3)
  const first = await signAt(signer, journal, 3, noonMs)
  expect(await signAt(signer, journal, 3, noonMs - 3_600_000)).toBe(first)
  expect(await signAt(signer, journal, 3, noonMs + 1_000)).not.toBe(first)
})

it.each<[string, (signer: Signer, journal: Journal) => Promise<unknown>]>([
  ['a smaller ledger', async (signer, journal) => signer.sign(99, await rootAt(journal)(99), [], noonMs)],
  ['another ledger of the same size', async (signer) => signAt(signer, await journalOf(100, 1), 100)],
  ['another, longer ledger', async (signer) => signAt(signer, await journalOf(200, 1), 200)],
  ['a growth without its proof', async (signer, journal) => signer.sign(150, await rootAt(journal)(150), [], noonMs)],
  ['an empty ledger', async (signer, journal) => signer.sign(0, await rootAt(journal)(0), [], noonMs)],
])('does not sign %s', async (_, attempt) => {
  const { folder, signer } = await newSigner()
  const journal = await journalOf(200)
  await signAt(signer, journal, 100)
  const memory = readFileSync(join(folder, 'orders.signed.json'), 'utf8')
  await expect(attempt(signer, journal)).rejects.toMatchObject({ name: 'SignerFault', code: 'not_consistent' })
  expect(readFileSync(join(folder, 'orders.signed.json'), 'utf8')).toBe(memory)
  await signAt(signer, journal, 101)
})

it('tells a ledger that fits from one that is ahead, cut, or changed', async () => {
  const { signer } = await newSigner()
  const journal = await journalOf(200)
  expect(await signer.compare(0, rootAt(journal))).toEqual({ state: 'equal' })
  await signAt(signer, journal, 100)
  expect(await signer.compare(100, rootAt(journal))).toEqual({ state: 'equal' })
  expect(await signer.compare(101, rootAt(journal))).toEqual({ state: 'ledger_ahead' })
  const behind = await signer.compare(99, rootAt(journal))
  expect(behind).toMatchObject({
    state: 'ledger_behind',
    detail: expect.stringMatching(/99 entries, but 100 were signed.*new epoch/),
  })
  const differs = await signer.compare(200, rootAt(await journalOf(200, 1)))
  expect(differs).toMatchObject({ state: 'differs', detail: expect.stringMatching(/before position 100 was changed.*new epoch/) })
})

it.each<[string, (path: string) => void]>([
  ['removed', (path) => rmSync(path)],
  ['torn', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))],
  ['empty', (path) => writeFileSync(path, '')],
  ['of another trail', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(origin, `${origin}x`))],
])('does not take a memory file that was %s for a fresh start', async (_, damage) => {
  const { folder, signer } = await newSigner()
  const journal = await journalOf(10)
  await signAt(signer, journal, 10)
  damage(join(folder, 'orders.signed.json'))
  const again = await openSigner(folder, 'orders')
  expect(again.last).toBeUndefined()
  expect(await again.compare(10, rootAt(journal))).toMatchObject({
    state: 'memory_lost',
    detail: expect.stringMatching(/newest backup of the keys folder/),
  })
  await expect(again.sign(10, await rootAt(journal)(10), [], noonMs)).rejects.toMatchObject({ code: 'memory_lost' })
  await expect(createSigner(folder, 'orders', origin)).rejects.toMatchObject({ code: 'key_exists' })
})

it('passes over what a write that was cut off left behind', async () => {
  const { folder, signer } = await newSigner()
  const journal = await journalOf(10)
  await signAt(signer, journal, 10)
  writeFileSync(join(folder, 'orders.signed.json.unfinished'), '{"version":1,"ori')
  expect((await openSigner(folder, 'orders')).last?.size).toBe(10)
})

it('never makes a lost key again', async () => {
  const { folder, signer } = await newSigner()
  await signAt(signer, await journalOf(10), 10)
  rmSync(join(folder, 'orders.json'))
  await expect(openSigner(folder, 'orders')).rejects.toMatchObject({
    code: 'key_missing',
    message: expect.stringMatching(/backup of the keys folder/),
  })
  await expect(createSigner(folder, 'orders', origin)).rejects.toMatchObject({ code: 'key_exists' })
  expect(existsSync(join(folder, 'orders.json'))).toBe(false)
})

it.each<[string, (text: string) => string]>([
  ['torn', (text) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
  ['with another seed', (text) => text.replace(/"seed": "(.)/, (_, first) => `"seed": "${first === 'A' ? 'B' : 'A'}`)],
  ['of a version to come', (text) => text.replace('"version": 1', '"version": 2')],
])('refuses a key file %s with instructions', async (_, change) => {
  const { folder } = await newSigner()
  const path = join(folder, 'orders.json')
  writeFileSync(path, change(readFileSync(path, 'utf8')))
  await expect(openSigner(folder, 'orders')).rejects.toMatchObject({
    code: 'key_unreadable',
    message: expect.stringContaining(path),
  })
})

it('finishes it under another origin too, since each attempt has one of its own', async () => {
  const folder = newFolder()
  await createSigner(folder, 'orders', 'books.example/first-attempt')
  rmSync(join(folder, 'orders.json'))
  expect((await createSigner(folder, 'orders', origin)).origin).toBe(origin)
})

it('writes to no key that an interrupted creation left under two names', async () => {
  const folder = newFolder()
  await createSigner(folder, 'orders', origin)
  const path = join(folder, 'orders.json')
  const before = readFileSync(path, 'utf8')
  linkSync(path, `${path}.unfinished`)
  expect(() => createTrailKeys(folder, 'orders', origin)).toThrow(/EEXIST/)
  expect(readFileSync(path, 'utf8')).toBe(before)
})

it('finishes a creation that was cut off before the key was there', async () => {
  const { folder } = await newSigner()
  rmSync(join(folder, 'orders.json'))
  writeFileSync(join(folder, 'orders.json.unfinished'), 'half a key')
  const signer = await createSigner(folder, 'orders', origin)
  expect(signer.last?.size).toBe(0)
  expect(readdirSync(folder).sort()).toEqual(['orders.json', 'orders.signed.json'])
})

it('opens an epoch only by request, states it under its signature, and goes on from there', async () => {
  const { folder, signer } = await newSigner()
  await signAt(signer, await journalOf(100), 100)
  const restored = await journalOf(60, 5)
  const root = await rootAt(restored)(60)
  const epoch = await signer.openEpoch({
    size: 60,
    root,
    reason: 'Restored the backup of Sunday\nafter the disk failed',
    timeMs: noonMs,
  })
  expect(epoch).toMatchObject({ number: 1, before: { size: 100 }, after: { size: 60 }, at: '2026-11-22T12:00:00.700Z' })
  const note = parseNote(epoch.statement)
  if (isMalformed(note)) throw note
  const policy = parsePolicy(signer.policy, nodeCrypto)
  if (isMalformed(policy)) throw policy
  expect(verifyNote(note, policyKeys(policy), nodeCrypto)).toMatchObject({ verified: [{ key: { name: origin } }], unknown: [] })
  expect(note.text).toContain(`\nbefore 100 `)
  expect(note.text).toContain('reason "Restored the backup of Sunday\\nafter the disk failed"\n')
  expect(isMalformed(parseCheckpoint(note.text))).toBe(true)
  const again = await openSigner(folder, 'orders')
  expect(again.epochs).toEqual([epoch])
  expect(await again.compare(60, rootAt(restored))).toEqual({ state: 'equal' })
  await restored.append(rowsOf(500, 520))
  await signAt(again, restored, 80)
  expect((await openSigner(folder, 'orders')).epochs).toEqual([epoch])
})

it('opens an epoch also where nothing is known of what was signed', async () => {
  const { folder } = await newSigner()
  rmSync(join(folder, 'orders.signed.json'))
  const signer = await openSigner(folder, 'orders')
  const journal = await journalOf(5)
  const epoch = await signer.openEpoch({
    size: 5,
    root: await rootAt(journal)(5),
    reason: 'Keys restored without memory',
    timeMs: noonMs,
  })
  expect(epoch.before).toBeUndefined()
  expect(epoch.statement).toContain('\nbefore unknown\n')
  expect(await signer.compare(5, rootAt(journal))).toEqual({ state: 'equal' })
})

it.each(['', '.', '..', '.hidden', 'a/b', '../orders'])('takes no trail name %j that could leave the folder', async (trail) => {
  const folder = newFolder()
  await expect(createSigner(folder, trail, origin)).rejects.toThrow(TypeError)
  expect(readdirSync(folder)).toEqual([])
})
