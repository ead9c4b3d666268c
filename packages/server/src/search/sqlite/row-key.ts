/**
 * The key of an event's row, 63 bits. In each stretch of keys they go up in the order of (occurredAt, seq), so that a list
 * is a walk along keys and a date range a range of them:
 *
 *               the business's      the trail's own
 *     plain     [0, 2^38)           [2^39, 2^39 + 2^38)   (ms / 64) * 4 + n    the first four events of 64 milliseconds that came in order
 *     odd       [2^45, 2^46)        [2^46, 2^47)          a running number; events after the year 2109, and those a crowd has no room for
 *     crowded   [2^62, 2^63)        [2^61, 2^62)          ms * 2^20 + n, own ones ms * 2^19 + n    all others: bursts, late ones, thousands of one instant
 *
 * The trail's own events have stretches of their own, so that they are no part of what the business asks. No key is ever
 * negative: FTS5 merges the lists of a prefix's terms into a buffer that is as long as both, which holds differences of
 * ascending numbers from zero only, and writes beyond its end where a list begins below. n counts in the
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
const keysPerBucket = 4
const ownPlainFrom = 2 ** 39
const ownPlainKey = 1n << 39n
const plainFrom = (own: boolean): bigint => (own ? ownPlainKey : 0n)
const crowdedFrom = (own: boolean): bigint => (own ? 1n << 61n : 1n << 62n)
const keysPerCrowdedMs = (own: boolean): bigint => (own ? 1n << 19n : 1n << 20n)
/** Milliseconds since 1970 that a key has room for, in 2109; less than 2^42, so that the end of all keys fits into 64 bits too. */
const firstOddMs = 2 ** 42 - msPerBucket

export const hasRegularKey = (ms: number): boolean => ms < firstOddMs

/** The keys that an event of this millisecond may have. */
export const keysAt = (ms: number, { own, kind }: Stretch): KeyRange => {
  if (kind === 'crowded') {
    const from = crowdedFrom(own) + BigInt(ms) * keysPerCrowdedMs(own)
    return { from, to: from + keysPerCrowdedMs(own) }
  }
  const from = plainFrom(own) + BigInt(Math.floor(ms / msPerBucket) * keysPerBucket)
  return { from, to: from + BigInt(keysPerBucket) }
}

/** Which keys an event of this millisecond shares with others, as a running number: those that `keysAt` gives. */
export const groupOf = (ms: number, { kind }: Stretch): number => (kind === 'crowded' ? ms : Math.floor(ms / msPerBucket))

/** How many keys a group has. */
export const keysInGroup = ({ own, kind }: Stretch): number => (kind === 'crowded' ? 2 ** (own ? 19 : 20) : keysPerBucket)

/** The n-th key of a group, from 0 on. Plain ones are put together without big numbers. */
export const keyInGroup = (group: number, n: number, { own, kind }: Stretch): bigint =>
  kind === 'crowded'
    ? crowdedFrom(own) + BigInt(group) * keysPerCrowdedMs(own) + BigInt(n)
    : BigInt((own ? ownPlainFrom : 0) + group * keysPerBucket + n)

/** When the event of a row occurred; of a plain row without its place, the first of its milliseconds. */
export const msOfKey = (key: number | bigint, place: number, { own, kind }: Stretch): number =>
  kind === 'crowded'
    ? Number((BigInt(key) - crowdedFrom(own)) / keysPerCrowdedMs(own))
    : Math.floor((Number(key) - (own ? ownPlainFrom : 0)) / keysPerBucket) * msPerBucket + (place % msPerBucket)

/** The position, and which millisecond of its bucket, in one number. */
export const placeInRow = (seq: number, ms: number): number => seq * msPerBucket + (ms % msPerBucket)
export const seqInRow = (place: number): number => Math.floor(place / msPerBucket)

export const isPlainBusinessKey = (key: bigint): boolean => key < ownPlainKey

export const oddKeys = (own: boolean): KeyRange => (own ? { from: 1n << 46n, to: 1n << 47n } : { from: 1n << 45n, to: 1n << 46n })

/** The regular keys of events that may have occurred in `[fromMs, toMs)`: all of them, and at its ends a few others. */
export const regularKeys = (stretch: Stretch, fromMs: number, toMs: number): KeyRange => {
  const least = Math.min(firstOddMs, Math.max(0, Math.ceil(fromMs)))
  const end = Math.min(firstOddMs, Math.max(0, Math.ceil(toMs)))
  if (least >= end) return { from: 0n, to: 0n }
  return { from: keysAt(least, stretch).from, to: keysAt(end - 1, stretch).to }
}
