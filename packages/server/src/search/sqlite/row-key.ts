/**
 * The key of an event's row, 64 bits. In each stretch of keys they go up in the order of (occurredAt, seq), so that a list
 * is a walk along keys and a date range a range of them:
 *
 *     plain    [0, 2^38)       (ms / 64) * 4 + n    the first four events of 64 milliseconds that came in order
 *     odd      [2^45, 2^46)    a running number; events after the year 2109, and those a crowd has no room for
 *     crowded  [2^62, 2^63)    2^62 + ms * 2^20 + n    all others: bursts, late ones, thousands of one instant
 *
 * The trail's own events have the same less 2^63, so that they are no part of what the business asks. n counts in the
 * order of recording; beside the key a row says which of the 64 milliseconds it was (`placeInRow`). A walk merges the
 * stretches; odd events, few or none, are sorted in by the time that a table has. Why not one stretch: a term's rows are
 * stored as differences of their keys, and short differences are half of the file.
 */
export interface Stretch {
  readonly own: boolean
  readonly kind: 'plain' | 'crowded'
}

export interface KeyRange {
  readonly from: bigint
  readonly to: bigint
}

/** Milliseconds that share plain keys, and how many they share. Hours and days begin with a new one. */
export const msPerBucket = 64
const keysPerBucket = 4n
const keysPerCrowdedMs = 1n << 20n
const crowdedFrom = 1n << 62n
const oddFrom = 1n << 45n
const oddTo = 1n << 46n
const ownOffset = 1n << 63n
/** Milliseconds since 1970 that a key has room for, in 2109; less than 2^42, so that the end of all keys fits into 64 bits too. */
const firstOddMs = 2 ** 42 - msPerBucket

export const hasRegularKey = (ms: number): boolean => ms < firstOddMs

/** Where a time is a whole number of these, keys alone say whether an event is before it. */
export const isKeyEdge = (ms: number): boolean => ms >= firstOddMs || ms <= 0 || ms % msPerBucket === 0

/** The keys that an event of this millisecond may have. */
export const keysAt = (ms: number, { own, kind }: Stretch): KeyRange => {
  const offset = own ? ownOffset : 0n
  if (kind === 'crowded') {
    const from = crowdedFrom + BigInt(ms) * keysPerCrowdedMs - offset
    return { from, to: from + keysPerCrowdedMs }
  }
  const from = BigInt(Math.floor(ms / msPerBucket)) * keysPerBucket - offset
  return { from, to: from + keysPerBucket }
}

/** When the event of a row occurred; of a plain row without its place, the first of its milliseconds. */
export const msOfKey = (key: bigint, place: number, { own, kind }: Stretch): number => {
  const plain = key + (own ? ownOffset : 0n)
  if (kind === 'crowded') return Number((plain - crowdedFrom) / keysPerCrowdedMs)
  return Number(plain / keysPerBucket) * msPerBucket + (place % msPerBucket)
}

/** The position, and which millisecond of its bucket, in one number. */
export const placeInRow = (seq: number, ms: number): number => seq * msPerBucket + (ms % msPerBucket)
export const seqInRow = (place: number): number => Math.floor(place / msPerBucket)

export const oddKeys = (own: boolean): KeyRange =>
  own ? { from: oddFrom - ownOffset, to: oddTo - ownOffset } : { from: oddFrom, to: oddTo }

/** The regular keys of events that may have occurred in `[fromMs, toMs)`: all of them, and at its ends a few others. */
export const regularKeys = (stretch: Stretch, fromMs: number, toMs: number): KeyRange => {
  const least = Math.min(firstOddMs, Math.max(0, Math.ceil(fromMs)))
  const end = Math.min(firstOddMs, Math.max(0, Math.ceil(toMs)))
  if (least >= end) return { from: 0n, to: 0n }
  return { from: keysAt(least, stretch).from, to: keysAt(end - 1, stretch).to }
}
