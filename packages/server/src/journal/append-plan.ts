import type { AppendOutcome, AppendRow, JournalSize } from './journal.ts'
import { writeUuid } from './uuid-bytes.ts'

/** An event that is on the trail. Without a digest (wiped by an erasure) the id alone decides. */
export interface KnownEvent {
  readonly seq: number
  readonly hash: Uint8Array
  readonly contentDigest: Uint8Array | undefined
}

/** What an append will do: decided before anything is written. */
export interface AppendPlan {
  readonly outcomes: readonly AppendOutcome[]
  /** The rows to store, in order; the first gets position `size`. */
  readonly fresh: readonly AppendRow[]
  readonly size: number
  /** Of those, the positions of the trail's own. */
  readonly own: readonly number[]
  readonly ownBefore: number
  /** For each fresh row 16 bytes of id and 16 of content digest. */
  readonly idsAndDigests: Buffer
}

const idBytes = 16

/** Tells new events from repeats and conflicts, also within the call. `known` looks up concatenated 16-byte ids and answers by UUID. */
export const planAppend = (
  rows: readonly AppendRow[],
  { size, own: ownBefore }: JournalSize,
  known: (ids: Buffer) => ReadonlyMap<string, KnownEvent>,
): AppendPlan => {
  const ids = idsOf(rows)
  const seen = new Map(rows.length === 0 ? [] : known(ids))
  const outcomes: AppendOutcome[] = []
  const fresh: AppendRow[] = []
  const own: number[] = []
  const idsAndDigests = Buffer.allocUnsafe(2 * ids.length)
  rows.forEach((row, i) => {
    const first = seen.get(row.id)
    if (first !== undefined) {
      outcomes.push({ status: sameContent(first, row) ? 'duplicate' : 'conflict', seq: first.seq, hash: first.hash })
      return
    }
    const seq = size + fresh.length
    seen.set(row.id, { seq, hash: row.sealed.hash, contentDigest: row.contentDigest })
    outcomes.push({ status: 'stored', seq })
    fresh.push(row)
    if (row.own) own.push(seq)
    ids.copy(idsAndDigests, 2 * idBytes * (fresh.length - 1), idBytes * i, idBytes * (i + 1))
    idsAndDigests.set(row.contentDigest, 2 * idBytes * (fresh.length - 1) + idBytes)
  })
  return { outcomes, fresh, size, own, ownBefore, idsAndDigests: idsAndDigests.subarray(0, 2 * idBytes * fresh.length) }
}

/** The ids of the rows, one after the other; throws for rows that no engine makes. */
const idsOf = (rows: readonly AppendRow[]): Buffer => {
  const ids = Buffer.allocUnsafe(idBytes * rows.length)
  rows.forEach((row, i) => {
    if (!writeUuid(row.id, ids, idBytes * i))
      throw new TypeError('An event reached the journal with an id that is not a UUID in lower case.')
    if (row.contentDigest.length !== idBytes || row.sealed.hash.length !== 2 * idBytes || row.sealed.to <= row.sealed.from)
      throw new TypeError('An event reached the journal without its digest, its hash or its slots.')
  })
  return ids
}

const sameContent = (first: KnownEvent, row: AppendRow): boolean =>
  first.contentDigest === undefined || Buffer.compare(first.contentDigest, row.contentDigest) === 0
