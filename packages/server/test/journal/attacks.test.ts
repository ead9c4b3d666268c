import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  consistencyProof,
  isMalformed,
  isProblem,
  parsePolicy,
  type RecordedEvent,
  type Report,
  rootOf,
  Sealer,
  toBase64url,
  verifyStore,
} from '@daybook/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { type AppendRow, type Journal, JournalInDoubt } from '../../src/journal/journal.ts'
import { createSqliteJournal, openSqliteJournal, openSqliteReader } from '../../src/journal/sqlite-journal.ts'
import { createSigner, openSigner, type Signer } from '../../src/signer/signer.ts'
import { hashOf, rebuild, resign, rewrite } from './attacker.ts'
import { newFolder, tamper } from './folder.ts'
import { idOf } from './rows.ts'

/**
 * The attacks on a stored trail, on real files, and who finds each: the store alone (rows, tiles, checkpoint), somebody
 * who kept an older checkpoint, somebody who kept the answer to an append, the signer.
 */
interface Scene {
  readonly path: string
  readonly keys: string
  /** The checkpoint of 200 events, as an outside party kept it. */
  readonly anchor: string
  /** The answer that the producer of position 150 got. */
  readonly receipt: string
}

const trail = 'orders'
const origin = 'books.example/7f3c9a52-0000-4000-8000-000000000001'
const startMs = Date.parse('2026-11-22T09:00:00Z')

const eventAt = (n: number): RecordedEvent => ({
  id: idOf(n),
  action: 'order.approved',
  occurredAt: new Date(startMs + n * 1_000).toISOString(),
  recordedAt: new Date(startMs + n * 1_000 + 5).toISOString(),
  category: 'workflow',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'order', id: String(n), name: `Order #${n}` },
  changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
  reason: `Receipt ${n} checked`,
})

const sealedRow = (n: number): AppendRow => {
  const sealed = new Sealer(nodeCrypto).seal(eventAt(n), () => false)
  if (isProblem(sealed)) throw new Error(sealed.detail)
  return { id: idOf(n), contentDigest: Buffer.alloc(16, n), own: false, sealed }
}

const grow = async (journal: Journal, signer: Signer, from: number, to: number): Promise<string> => {
  await journal.append(Array.from({ length: to - from }, (_, i) => sealedRow(from + i)))
  const { size } = await journal.size()
  const proof = await consistencyProof(signer.last?.size ?? 0, size, journal, nodeCrypto)
  const note = await signer.sign(size, await rootOf(size, journal, nodeCrypto), proof, startMs + size * 1_000)
  await journal.saveCheckpoint(size, note)
  return note
}

/** A trail of 300 events, signed at 100, 200 and 300, in a folder of its own. */
const stage = async (): Promise<Scene> => {
  const folder = newFolder()
  cpSync(stageFolder, folder, { recursive: true })
  return { path: join(folder, 'journal.db'), keys: join(folder, 'keys'), ...kept }
}

const makeStage = async (folder: string): Promise<Pick<Scene, 'anchor' | 'receipt'>> => {
  const [path, keys] = [join(folder, 'journal.db'), join(folder, 'keys')]
  const signer = await createSigner(keys, trail, origin)
  const journal = await createSqliteJournal(path)
  await grow(journal, signer, 0, 100)
  const anchor = await grow(journal, signer, 100, 200)
  const receipt = JSON.stringify({
    results: [{ seq: 150, hash: toBase64url(await journal.hashes(150, 151)) }],
    checkpoint: anchor,
  })
  await grow(journal, signer, 200, 300)
  await journal.close()
  return { anchor, receipt }
}

let stageFolder = ''
let kept = { anchor: '', receipt: '' }
beforeAll(async () => {
  stageFolder = mkdtempSync(join(tmpdir(), 'daybook-stage-'))
  kept = await makeStage(stageFolder)
})
afterAll(() => rmSync(stageFolder, { recursive: true }))

interface Reports {
  readonly store: Report
  readonly anchor: Report
  readonly receipt: Report
  readonly signer: Report
}

const verify = async ({ path, keys, anchor, receipt }: Scene): Promise<Reports> => {
  const reader = await openSqliteReader(path)
  const signer = await openSigner(keys, trail)
  const policy = parsePolicy(signer.policy, nodeCrypto)
  if (isMalformed(policy)) throw policy
  const reports = {
    store: await verifyStore(reader, policy, nodeCrypto),
    anchor: await verifyStore(reader, policy, nodeCrypto, { anchors: [{ name: 'anchor', text: anchor }] }),
    receipt: await verifyStore(reader, policy, nodeCrypto, { receipts: [{ name: 'receipt', text: receipt }] }),
    signer: await verifyStore(reader, policy, nodeCrypto, signer.last === undefined ? {} : { signed: signer.last }),
  }
  await reader.close()
  return reports
}

const verdicts = (reports: Reports): Record<string, string> =>
  Object.fromEntries(Object.entries(reports).map(([who, report]) => [who, report.verdict]))

/** What a report found, as `code position` or `code from-to`. */
const found = ({ findings }: Report): string[] =>
  findings.map(({ code, position, to }) => `${code} ${position}${to === undefined || to === (position ?? 0) + 1 ? '' : `-${to}`}`)

/** Every position that findings (of one kind) name. */
const places = ({ findings }: Report, kind?: string): number[] =>
  findings
    .filter(({ code }) => kind === undefined || code === kind)
    .flatMap(({ position = 0, to = position + 1 }) => Array.from({ length: to - position }, (_, i) => position + i))

const everybody = { store: 'broken', anchor: 'broken', receipt: 'broken', signer: 'broken' }

const editReason = (lines: string[]): string[] => lines.map((line) => line.replace(/Receipt \d+ checked/, 'No receipt at all'))

it('holds for everybody while nobody has touched it', async () => {
  const reports = await verify(await stage())
  expect(verdicts(reports)).toEqual({ store: 'holds', anchor: 'holds', receipt: 'holds', signer: 'holds' })
  expect(reports.store.counts.events).toBe(300)
})

it('finds an edited row at its position', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(123, 1, editReason(events[123] ?? [])))
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toEqual(['event_altered 123'])
})

it('finds an edited row whose hash was made to fit, where the tree says so', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events, hashes }) => {
    events.splice(123, 1, editReason(events[123] ?? []))
    hashes[123] = hashOf(events[123] ?? [])
  })
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toContain('tile_altered 0-256')
  expect(places(reports.store, 'root_wrong')).toContain(123)
})

it('finds an edited row whose hash and tree were made to fit, between the checkpoints before and after it', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(123, 1, editReason(events[123] ?? [])))
  rebuild(scene.path)
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toEqual(['root_wrong 100-200'])
})

it('finds a row that was deleted, and where it is missing', async () => {
  const scene = await stage()
  tamper(scene.path, (db) => db.exec('DELETE FROM block WHERE first = 164'))
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  const gone = Array.from({ length: 36 }, (_, i) => 164 + i)
  expect(places(reports.store, 'unreadable')).toEqual(gone)
  expect(new Set(places(reports.store))).toEqual(new Set(gone))
})

it('finds a row that was deleted so that the others moved up, from its position on', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(123, 1))
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)[0]).toBe('event_out_of_order 123')
})

it('finds a row that was deleted with its hash', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events, hashes }) => {
    events.splice(123, 1)
    hashes.splice(123, 1)
  })
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toContain('log_behind 299')
})

it('finds two rows that changed places', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => {
    const [a = [], b = []] = [events[40], events[41]]
    events.splice(40, 2, b, a)
  })
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toEqual(['event_out_of_order 40', 'event_out_of_order 41'])
})

it('finds two rows that changed places with their hashes', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events, hashes }) => {
    const [a = [], b = []] = [events[40], events[41]]
    const [x = Buffer.of(), y = Buffer.of()] = [hashes[40], hashes[41]]
    events.splice(40, 2, b, a)
    hashes.splice(40, 2, y, x)
  })
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(places(reports.store, 'root_wrong')).toEqual(expect.arrayContaining([40, 41]))
})

const cutTail = (path: string, size: number): void => {
  rewrite(path, (book) => {
    book.events.length = size
    book.hashes.length = size
  })
  tamper(path, (db) => {
    db.exec(
      `DELETE FROM event WHERE seq >= ${size}; DELETE FROM own WHERE seq >= ${size}; DELETE FROM subtree WHERE (idx + 1) * 256 > ${size}`,
    )
  })
}

it('finds a tail that was cut, and says from where', async () => {
  const scene = await stage()
  cutTail(scene.path, 250)
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual(everybody)
  expect(found(reports.store)).toEqual(['log_behind 250-300'])
})

it('finds a tail that was cut together with its checkpoints only through what others know', async () => {
  const scene = await stage()
  cutTail(scene.path, 100)
  tamper(scene.path, (db) => db.exec('DELETE FROM checkpoint WHERE size > 100'))
  const reports = await verify(scene)
  expect(reports.store.verdict).toBe('holds')
  expect(reports.signer.verdict).toBe('broken')
  expect(found(reports.anchor)).toEqual(['log_behind 100-200'])
  expect(places(reports.receipt)).toContain(150)
  expect(found(reports.signer)).toEqual(['log_behind 100-300'])
  const signer = await openSigner(scene.keys, trail)
  const journal = await openSqliteJournal(scene.path)
  expect(await signer.compare(100, (size) => rootOf(size, journal, nodeCrypto))).toMatchObject({ state: 'ledger_behind' })
  await journal.close()
})

it('finds a tree rebuilt and signed with the real key through an older checkpoint, a receipt and the signer, and only so', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(150, 1, editReason(events[150] ?? [])))
  rebuild(scene.path)
  resign(scene.path, scene.keys, trail, startMs / 1_000 + 400)
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual({ store: 'holds', anchor: 'broken', receipt: 'broken', signer: 'broken' })
  expect(found(reports.anchor)).toContain('anchor_inconsistent 0-200')
  expect(found(reports.receipt)).toContain('receipt_unmet 150')
  expect(found(reports.signer)).toContain('signer_differs 0-300')
})

it('does not find a rewritten event that no outside party has seen, but the signer still does', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(250, 1, editReason(events[250] ?? [])))
  rebuild(scene.path)
  resign(scene.path, scene.keys, trail, startMs / 1_000 + 400)
  expect(verdicts(await verify(scene))).toEqual({ store: 'holds', anchor: 'holds', receipt: 'holds', signer: 'broken' })
})

it('finds a tree cut below a seen size and signed again', async () => {
  const scene = await stage()
  cutTail(scene.path, 120)
  rebuild(scene.path)
  resign(scene.path, scene.keys, trail, startMs / 1_000 + 400)
  const reports = await verify(scene)
  expect(verdicts(reports)).toEqual({ store: 'holds', anchor: 'broken', receipt: 'broken', signer: 'broken' })
  expect(found(reports.anchor)).toEqual(['log_behind 120-200'])
})

it('does not let a restored backup go on: the signer remembers, and names what is gone', async () => {
  const scene = await stage()
  const backup = `${scene.path}.backup`
  copyFileSync(scene.path, backup)
  const before = await openSqliteJournal(scene.path)
  await grow(before, await openSigner(scene.keys, trail), 300, 340)
  await before.close()
  copyFileSync(backup, scene.path)
  const signer = await openSigner(scene.keys, trail)
  const journal = await openSqliteJournal(scene.path)
  const compared = await signer.compare(300, (size) => rootOf(size, journal, nodeCrypto))
  expect(compared).toMatchObject({ state: 'ledger_behind', detail: expect.stringContaining('positions 300 to 339 are gone') })
  await journal.append(Array.from({ length: 60 }, (_, i) => sealedRow(1_000 + i)))
  const proof = await consistencyProof(300, 360, journal, nodeCrypto)
  await expect(signer.sign(360, await rootOf(360, journal, nodeCrypto), proof, startMs)).rejects.toMatchObject({
    code: 'not_consistent',
  })
  await journal.close()
})

it('finds a restored backup that goes on with a restored keys folder through what others know', async () => {
  const scene = await stage()
  const [backup, memory] = [`${scene.path}.backup`, join(scene.keys, `${trail}.signed.json`)]
  copyFileSync(scene.path, backup)
  copyFileSync(memory, `${memory}.backup`)
  const before = await openSqliteJournal(scene.path)
  const anchor = await grow(before, await openSigner(scene.keys, trail), 300, 340)
  const receipt = JSON.stringify({ results: [{ seq: 320, hash: toBase64url(await before.hashes(320, 321)) }] })
  await before.close()
  copyFileSync(backup, scene.path)
  copyFileSync(`${memory}.backup`, memory)
  const after = await openSqliteJournal(scene.path)
  await grow(after, await openSigner(scene.keys, trail), 1_000, 1_060)
  await after.close()
  const reports = await verify({ ...scene, anchor, receipt })
  expect(verdicts(reports)).toEqual({ store: 'holds', anchor: 'broken', receipt: 'broken', signer: 'holds' })
  expect(found(reports.anchor)).toContain('anchor_inconsistent 0-340')
  expect(found(reports.receipt)).toContain('receipt_unmet 320')
})

it('finds a value that was removed without its event, whether or not somebody claims one', async () => {
  for (const by of [undefined, 299]) {
    const scene = await stage()
    rewrite(scene.path, ({ events }) => {
      const reason = /^\["[^"]+","reason",/
      events[77] = (events[77] ?? []).flatMap((line) => {
        if (!reason.test(line)) return [line]
        return by === undefined ? [] : [`e reason ${nodeCrypto.sha256Text(line)} ${by}`]
      })
    })
    const reports = await verify(scene)
    expect(verdicts(reports)).toEqual(everybody)
    expect(found(reports.store)).toEqual([by === undefined ? 'event_altered 77' : 'erasure_unexcused 77'])
  }
})

it('finds a whole event that was removed without its event', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events, hashes }) => {
    events[77] = [`B ${toBase64url(hashes[77] ?? Buffer.of())} 299`]
  })
  expect(found((await verify(scene)).store)).toEqual(['pruning_unexcused 77'])
})

it('takes no more writes over an end that was edited', async () => {
  const scene = await stage()
  rewrite(scene.path, ({ events }) => events.splice(299, 1, editReason(events[299] ?? [])))
  await expect(openSqliteJournal(scene.path)).rejects.toThrow(JournalInDoubt)
  await expect(openSqliteJournal(scene.path)).rejects.toThrow(/Position 299 /)
})
