import type { SealedLines, SlotState } from '@daybook/core'

/** One event on its way into the journal. */
export interface AppendRow {
  /** The event's UUID, lower case. */
  readonly id: string
  /** Keyed digest of the event as received, 16 bytes: tells a repeat from a conflict. */
  readonly contentDigest: Uint8Array
  /** True for the trail's own events (`trail.*`). */
  readonly own: boolean
  readonly sealed: SealedLines
}

export type AppendOutcome =
  | { readonly status: 'stored'; readonly seq: number }
  /** The id is there with the same content; `seq` is its first position. */
  | { readonly status: 'duplicate'; readonly seq: number; readonly hash: Uint8Array }
  /** The id is there with other content; the first stays. */
  | { readonly status: 'conflict'; readonly seq: number; readonly hash: Uint8Array }

export type StoredEvent =
  | { readonly state: 'present'; readonly seq: number; readonly own: boolean; readonly slots: readonly SlotState[] }
  | { readonly state: 'pruned'; readonly seq: number; readonly own: boolean; readonly hash: string; readonly by: number }

export interface ReadRange {
  /** First position, inclusive. */
  readonly from: number
  /** End, exclusive. */
  readonly to: number
  /** At most this many events, in `order`. */
  readonly limit: number
  readonly order: 'asc' | 'desc'
  /** Which events: the business's, the trail's own, or both. */
  readonly which: 'business' | 'own' | 'all'
}

export interface JournalSize {
  /** Number of positions taken; the next event gets this position. */
  readonly size: number
  /** How many of them are the trail's own events. */
  readonly own: number
}

/**
 * The record of one trail: durable, ordered, append-only. Everything else (index, pages) can be made again from it.
 *
 * Trust: somebody who can modify the store can destroy it, but cannot alter, remove or reorder an event older than a
 * checkpoint held elsewhere without verification naming the position. An attacker with the store and the signing key
 * can rewrite what no outside party has seen.
 *
 * Durability: `append` answers after commit and fsync. If a write fails in a way that leaves the store in doubt, it
 * throws `JournalInDoubt` and every later append throws it too, until the journal is opened again.
 * Concurrency: one owner; calls do not overlap.
 */
export interface JournalReader {
  size(): Promise<JournalSize>
  read(range: ReadRange): Promise<readonly StoredEvent[]>
  /** The position of an id, if it was ever recorded. */
  find(id: string): Promise<number | undefined>
  /** Event hashes E of positions `[from, to)`, 32 bytes each, concatenated. */
  hashes(from: number, to: number): Promise<Uint8Array>
  /** Roots of complete subtrees: `level` counts tiles (1: 256 leaves, 2: 65,536 …), `[from, to)` in units of those; 32 bytes each, concatenated. */
  subtrees(level: number, from: number, to: number): Promise<Uint8Array>
  /** A signed checkpoint note: the newest, or the newest of at most `atMost` entries. */
  checkpoint(atMost?: number): Promise<string | undefined>
  /** A named document (catalogue versions, trail facts), UTF-8 JSON text. */
  document(name: string): Promise<string | undefined>
  close(): Promise<void>
}

export interface Journal extends JournalReader {
  /** All rows in one transaction, in order; answers one outcome a row after commit and fsync. Positions are contiguous over the rows stored. */
  append(rows: readonly AppendRow[]): Promise<readonly AppendOutcome[]>
  saveCheckpoint(size: number, note: string): Promise<void>
  /** Forgets the checkpoints of more entries than there are: only where a new epoch states, signed, what is gone. */
  dropCheckpointsBeyondEnd(): Promise<void>
  saveDocument(name: string, text: string): Promise<void>
}

/** The store may be wrong: stop taking writes. Never retried on the same connection. */
export class JournalInDoubt extends Error {
  override readonly name = 'JournalInDoubt'
}

/** The disk is full; nothing of the call was stored. Later appends may succeed. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** Stored bytes of positions `[from, to)` are missing or cannot be read; everything else still can be. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged'
  readonly from: number
  readonly to: number
  constructor(from: number, to: number, what: string, options?: ErrorOptions) {
    super(`${to - from === 1 ? `Position ${from}` : `Positions ${from} to ${to - 1}`} of the journal: ${what}.`, options)
    this.from = from
    this.to = to
  }
}
