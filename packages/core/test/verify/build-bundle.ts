import { utf8Bytes, utf8Lines } from '../../src/crypto/utf8.ts'
import type { RecordedEvent } from '../../src/event/event.ts'
import { type BundleEvent, bundleLine } from '../../src/ledger/bundle-line.ts'
import { type BundleManifest, manifestText } from '../../src/ledger/bundle-manifest.ts'
import { formatCheckpoint } from '../../src/ledger/checkpoint.ts'
import type { OwnSlot } from '../../src/ledger/cut-slots.ts'
import { rootOf } from '../../src/ledger/hash-reader.ts'
import { formatPolicy, type Policy, trailPolicy } from '../../src/ledger/policy.ts'
import { inclusionProof } from '../../src/ledger/prove.ts'
import { recordText } from '../../src/ledger/record.ts'
import { sealEvent } from '../../src/ledger/seal-event.ts'
import { type NoteSigner, signNote } from '../../src/ledger/sign-note.ts'
import type { SealedEvent, SlotState } from '../../src/ledger/slot.ts'
import { tileBytes, tilePath, tilesOf } from '../../src/ledger/tile.ts'
import { formatTlogProof } from '../../src/ledger/tlog-proof.ts'
import { keyTypes, verifierKey } from '../../src/ledger/verifier-key.ts'
import { isProblem } from '../../src/refusal.ts'
import type { BundleReader } from '../../src/verify/bundle-reader.ts'
import { memoryHashes } from '../ledger/memory-hashes.ts'
import { countedSalts, testCrypto } from '../ledger/test-crypto.ts'

export const origin = 'daybook.example/0f3c1c5e-3d5b-4b0a-9a4e-6d1b8e0c7a11'
const signer = (name: string, n: number, type: 1 | 4): NoteSigner => {
  const seed = new Uint8Array(32).fill(n)
  return { key: verifierKey(name, type, testCrypto.publicKeyEd25519(seed), testCrypto), seed }
}
export const logSigner = signer(origin, 1, keyTypes.note)
export const clockSigner = signer(`${origin}/clock`, 2, keyTypes.cosignature)
export const policy: Policy = trailPolicy(logSigner.key, clockSigner.key)
export const firstTimeS = 1_795_338_902

export type Files = Map<string, Uint8Array>

/** A trail in memory: sealed events, and what was erased, withheld or pruned since. */
export interface Trail {
  readonly sealed: readonly SealedEvent[]
  readonly events: readonly BundleEvent[]
}

export function sealTrail(events: readonly RecordedEvent[], ownSlot: OwnSlot): Trail {
  const ports = { ...testCrypto, ...countedSalts() }
  const sealed = events.map((event) => {
    const result = sealEvent(event, ownSlot, ports)
    if (isProblem(result)) throw new Error(result.detail)
    return result
  })
  return { sealed, events: sealed.map(({ slots }, seq) => ({ state: 'present', seq, slots })) }
}

/** The same trail with one slot in another state. */
export const withSlot = (
  trail: Trail,
  seq: number,
  name: string,
  change: { state: 'withheld' } | { state: 'erased'; by: number },
): Trail => ({
  ...trail,
  events: trail.events.map((event) =>
    event.seq !== seq || event.state !== 'present'
      ? event
      : {
          ...event,
          slots: event.slots.map((slot): SlotState => (slot.name === name ? { name, digest: slot.digest, ...change } : slot)),
        },
  ),
})

export const pruned = (trail: Trail, seq: number, by: number): Trail => ({
  ...trail,
  events: trail.events.map((event) =>
    event.seq === seq
      ? { state: 'pruned', seq, hash: Buffer.from(trail.sealed[seq]?.hash ?? []).toString('base64url'), by }
      : event,
  ),
})

export async function checkpointAt(trail: Trail, size: number, timeS = firstTimeS + size): Promise<string> {
  const root = await rootOf(size, memoryHashes(trail.sealed.map(({ hash }) => hash)), testCrypto)
  return signNote(formatCheckpoint({ origin, size, root }), [logSigner, clockSigner], testCrypto, timeS)
}

export interface BundleChoice {
  readonly size?: number
  readonly anchors?: readonly number[]
  /** Positions of a selection; the whole log otherwise. */
  readonly selection?: readonly number[]
}

/** A bundle of a trail, as an export writes it. */
export async function buildBundle(
  trail: Trail,
  { size = trail.events.length, anchors = [], selection }: BundleChoice = {},
): Promise<Files> {
  const hashes = memoryHashes(trail.sealed.slice(0, size).map(({ hash }) => hash))
  const files: Files = new Map()
  const put = (path: string, content: Uint8Array | string): void => {
    files.set(path, typeof content === 'string' ? utf8Bytes(content) : content)
  }
  const note = await checkpointAt(trail, size)
  put('log/checkpoint', note)
  const events = trail.events.slice(0, size).filter(({ seq }) => selection?.includes(seq) ?? true)
  if (selection === undefined) {
    for (const tile of tilesOf(size)) put(`log/${tilePath(tile)}`, await tileBytes(tile, hashes, testCrypto))
  } else {
    for (const event of events) {
      const proof = await inclusionProof(event.seq, size, hashes, testCrypto)
      const record = event.state === 'present' ? { record: recordText(event.slots) } : {}
      put(`proofs/${event.seq}.tlog-proof`, formatTlogProof({ ...record, index: event.seq, hashes: proof, note }))
    }
  }
  put('events.ndjson', events.map((event) => `${bundleLine(event)}\n`).join(''))
  for (const anchor of anchors) put(`anchors/${anchor}.checkpoint`, await checkpointAt(trail, anchor))
  put('policy.txt', formatPolicy(policy))
  put('manifest.json', manifestText(manifestOf(events, size, selection !== undefined)))
  return files
}

function manifestOf(events: readonly BundleEvent[], size: number, isSelection: boolean): BundleManifest {
  const slots = events.flatMap((event) => (event.state === 'present' ? event.slots : []))
  const inState = (state: SlotState['state']): number => slots.filter((slot) => slot.state === state).length
  const [from, to] = isSelection ? [events[0]?.seq ?? 0, (events[events.length - 1]?.seq ?? -1) + 1] : [0, size]
  return {
    origin,
    proof: isSelection ? 'proofs' : 'log',
    query: isSelection ? { action: ['order.approved'] } : 'everything',
    range: { from, to },
    counts: {
      events: events.length,
      pruned: events.filter((event) => event.state === 'pruned').length,
      disclosed: inState('disclosed'),
      withheld: inState('withheld'),
      erased: inState('erased'),
    },
  }
}

export const filesReader = (files: Files): BundleReader => ({
  list: async () => [...files.keys()],
  read: async (path) => files.get(path),
  async *lines(path) {
    const bytes = files.get(path)
    if (bytes === undefined) return
    yield* utf8Lines(
      (async function* () {
        yield bytes
      })(),
    )
  },
})
