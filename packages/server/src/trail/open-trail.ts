import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { consistencyProof, leafHash, type RecordedEvent, rootOf, slotValue, TreeEdge } from '@daybook/core'
import { contentDigester, nodeCrypto, treatmentKeys, valueOpener } from '../crypto/node-crypto.ts'
import { type Journal, JournalDamaged, JournalInDoubt } from '../journal/journal.ts'
import { createSqliteJournal, openSqliteJournal, openSqliteReader } from '../journal/sqlite-journal.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { hasSignedNothing, readMemory } from '../signer/signed-memory.ts'
import { createSigner, openSigner, type Signer } from '../signer/signer.ts'
import { SignerFault } from '../signer/signer-fault.ts'
import { keysPath, memoryPath } from '../signer/trail-keys.ts'
import { factsDocument, type TrailFacts } from './documents.ts'
import { epochEvent } from './own-event.ts'
import { SealedTrail } from './sealed-trail.ts'
import { type CheckpointSigner, TrailEngine } from './trail-engine.ts'
import { TrailReader } from './trail-reader.ts'

/** Where trails lie: records in one folder, secrets in another that is never in the same backup. */
export interface TrailFolders {
  readonly data: string
  readonly keys: string
}

export const trailsFolder = (data: string): string => join(data, 'trails')
const trailFolder = (trail: string, data: string): string => join(trailsFolder(data), trail)
const journalPath = (trail: string, data: string): string => join(trailFolder(trail, data), 'journal.db')

/** What a creation leaves that was cut off before the trail took any event: it is no trail yet, and can be created again. */
export const isCutOffCreation = async (trail: string, { data, keys }: TrailFolders): Promise<boolean> => {
  if (!hasSignedNothing(memoryPath(keys, trail))) return false
  if (!existsSync(journalPath(trail, data))) return true
  const journal = await openSqliteReader(journalPath(trail, data))
  try {
    return (await journal.size()).size === 0
  } finally {
    await journal.close()
  }
}

/** A trail open for reading, in any thread. */
export const openTrailReader = async (trail: string, { data }: TrailFolders): Promise<TrailReader> => {
  const journal = await openSqliteReader(journalPath(trail, data))
  const facts = await journal.document(factsDocument)
  if (facts === undefined) {
    await journal.close()
    throw new Error('Its creation was cut off before it took any event; create it again, which takes up what is there.')
  }
  return new TrailReader(JSON.parse(facts) as TrailFacts, journal)
}

/** Makes a trail that does not exist: keys and signer first, then its journal. What a creation that was cut off left behind is taken up. */
export const createTrail = async (trail: string, origin: string, folders: TrailFolders): Promise<TrailEngine> => {
  const signer = await freshSigner(trail, origin, folders.keys)
  mkdirSync(trailFolder(trail, folders.data), { recursive: true, mode: 0o700 })
  const path = journalPath(trail, folders.data)
  const journal = existsSync(path) ? await openSqliteJournal(path) : await createSqliteJournal(path)
  if ((await journal.size()).size > 0)
    throw new HttpProblem('trail_exists', 'The folder of this trail holds events already; choose another name.', {
      pointer: '/name',
    })
  const facts: TrailFacts = { name: trail, origin: signer.origin, createdAt: new Date().toISOString(), policy: signer.policy }
  await journal.saveDocument(factsDocument, JSON.stringify(facts))
  return engineOf(facts, journal, signer)
}

const freshSigner = (trail: string, origin: string, keys: string): Promise<Signer> => {
  const begun = existsSync(keysPath(keys, trail))
  if (!begun) return createSigner(keys, trail, origin)
  return openSigner(keys, trail).then((signer) => {
    if (readMemory(memoryPath(keys, trail), signer.origin)?.last.size === 0) return signer
    return createSigner(keys, trail, origin)
  })
}

/**
 * Opens a trail for writing: compares what is stored with what was signed, finishes what was not signed yet, and seals
 * the trail where they do not fit. A trail that cannot be written is still open for reading.
 */
export const openTrail = async (trail: string, folders: TrailFolders): Promise<TrailEngine | SealedTrail> => {
  const reader = await openTrailReader(trail, folders)
  const { size } = await reader.size()
  const signedSize = (await reader.checkpoint())?.size ?? 0
  await reader.close()
  const sealed = (code: 'sealed' | 'storage_fault', because: string): SealedTrail =>
    new SealedTrail(reader.facts, { code, because }, { size, signedSize })
  let journal: Journal | undefined
  try {
    const signer = await openSigner(folders.keys, trail)
    journal = await openSqliteJournal(journalPath(trail, folders.data))
    const opened = journal
    const { state, ...rest } = await signer.compare(size, (at) => rootOf(at, opened, nodeCrypto))
    if (state === 'ledger_behind' || state === 'differs' || state === 'memory_lost') {
      await journal.close()
      return sealed('sealed', 'detail' in rest ? rest.detail : state)
    }
    return await takeUp(await engineOf(reader.facts, journal, signer), signer)
  } catch (error) {
    await journal?.close()
    if (error instanceof SignerFault) return sealed('sealed', error.message)
    if (error instanceof JournalInDoubt || error instanceof JournalDamaged)
      return sealed('storage_fault', `${error.message} ${afterDoubt}`)
    throw error
  }
}

/**
 * Accepts the ledger of a sealed trail as it is, because a person decided so and says why: the signer states what it
 * signed before and what it signs from now on, and the statement becomes an event of the trail. Opens the trail then.
 */
export const openEpoch = async (trail: string, reason: string, folders: TrailFolders): Promise<TrailEngine | SealedTrail> => {
  const signer = await openSigner(folders.keys, trail)
  const journal = await openSqliteJournal(journalPath(trail, folders.data)).catch(refuseDoubt)
  try {
    const { size } = await journal.size()
    const root = await rootOfEntries(size, journal).catch(refuseDoubt)
    const { state } = await signer.compare(size, (at) => rootOf(at, journal, nodeCrypto))
    if (state === 'equal' || state === 'ledger_ahead')
      throw new HttpProblem('not_sealed', 'The record fits what was signed: no epoch is needed. Start the server again.')
    await journal.dropCheckpointsBeyondEnd()
    await signer.openEpoch({ size, root, reason, timeMs: Date.now() })
  } finally {
    await journal.close()
  }
  return openTrail(trail, folders)
}

/** What a damaged store says cannot be accepted, whatever the reason. */
const refuseDoubt = (error: unknown): never => {
  if (error instanceof JournalInDoubt || error instanceof JournalDamaged)
    throw new HttpProblem('storage_fault', `${error.message} ${afterDoubt}`)
  throw error
}

/** The root as the event hashes give it, where the stored tree agrees: a signature must not make a false tree true. */
const rootOfEntries = async (size: number, journal: Journal): Promise<Uint8Array> => {
  const edge = TreeEdge.empty(nodeCrypto)
  for (let from = 0; from < size; from += entriesAtOnce) {
    const hashes = await journal.hashes(from, Math.min(size, from + entriesAtOnce))
    for (let at = 0; at < hashes.length; at += 32) edge.push(leafHash(hashes.subarray(at, at + 32), nodeCrypto))
  }
  if (Buffer.compare(edge.root(), await rootOf(size, journal, nodeCrypto)) === 0) return edge.root()
  throw new JournalInDoubt('The stored tree is not the one of the stored event hashes.')
}

const entriesAtOnce = 4_096

const afterDoubt =
  'The trail takes no events; reading goes on. Run "daybook verify" to learn what still holds, and put the data folder back from a backup.'

/** Signs what a stop left unsigned, and puts on the trail what only the signer remembers. */
const takeUp = async (engine: TrailEngine, signer: Signer): Promise<TrailEngine> => {
  for (const epoch of signer.epochs) await engine.record(epochEvent(signer.origin, epoch), { ledger: { op: 'epoch' } })
  if (engine.status.size > engine.status.signedSize) await engine.sign()
  return engine
}

const engineOf = async (facts: TrailFacts, journal: Journal, signer: Signer): Promise<TrailEngine> => {
  const lastRecordedMs = await lastRecorded(journal)
  return TrailEngine.open({
    facts,
    journal,
    signer: extendingSigner(signer, journal, lastRecordedMs),
    treatmentKeys: treatmentKeys(signer.treatment),
    openValue: valueOpener(signer.treatment),
    digester: contentDigester(signer.contentKey),
    crypto: nodeCrypto,
    now: Date.now,
    lastRecordedMs,
  })
}

/**
 * Gives the signer the proof it asks for: that the tree extends the one it signed last. Where the clock was put back
 * while the server was stopped, a checkpoint is still not signed before its events were recorded.
 */
const extendingSigner = (signer: Signer, journal: Journal, notBeforeMs: number): CheckpointSigner => ({
  sign: async ({ size, root }) => {
    const last = signer.last?.size ?? 0
    const proof = last < size ? await consistencyProof(last, size, journal, nodeCrypto) : []
    return signer.sign(size, root, proof, Math.max(notBeforeMs, Date.now()))
  },
})

const lastRecorded = async (journal: Journal): Promise<number> => {
  const { size } = await journal.size()
  const [last] = await journal.read({ from: Math.max(0, size - 1), to: size, limit: 1, order: 'desc', which: 'all' })
  const core = last?.state === 'present' ? last.slots.find(({ name }) => name === 'core') : undefined
  const recordedAt = core?.state === 'disclosed' ? (slotValue(core) as Partial<RecordedEvent>).recordedAt : undefined
  return recordedAt === undefined ? 0 : Date.parse(recordedAt)
}
