/**
 * The key of an event's row: a 64-bit integer that goes up in the order of (occurredAt, seq), so that every list is a
 * walk along keys and every date range a range of them.
 *
 *     [-2^63, -2^62)   the trail's own events that are odd
 *     [-2^62, 0)       the trail's own: (ms - 2^42) * 2^20 + n
 *     [0, 2^62)        the business's:  ms * 2^20 + n
 *     [2^62, 2^63)     the business's that are odd
 *
 * n counts the events of one millisecond in the order in which they were recorded. Odd is what finds no place there:
 * events after the year 2109, and those beyond 2^20 in one millisecond. They are few or none; their key is a running
 * number, their time stands in a table, and each walk sorts them in.
 */
const counterBits = 20n
export const keysPerMs = 2 ** Number(counterBits)
/** Milliseconds since 1970 that a key has room for; in 2109. */
const firstOddMs = 2 ** 42
const regularEnd = 1n << 62n

/** A stretch of keys that is walked by itself. */
export interface Region {
  readonly own: boolean
  readonly odd: boolean
}

export interface KeyRange {
  readonly from: bigint
  readonly to: bigint
}

export const hasRegularKey = (ms: number): boolean => ms < firstOddMs

/** Where the keys of a millisecond begin. */
export const firstKeyOf = (ms: number, own: boolean): bigint => BigInt(own ? ms - firstOddMs : ms) << counterBits

export const msOfKey = (key: bigint): number => {
  const ms = Number(key >> counterBits)
  return ms < 0 ? ms + firstOddMs : ms
}

export const oddKeys = (own: boolean): KeyRange =>
  own ? { from: -(1n << 63n), to: -regularEnd } : { from: regularEnd, to: (1n << 63n) - 1n }

/** The regular keys of the events that occurred in `[fromMs, toMs)`. */
export const regularKeys = (own: boolean, fromMs: number, toMs: number): KeyRange => {
  const within = (ms: number): bigint => firstKeyOf(Math.min(firstOddMs, Math.max(0, Math.ceil(ms))), own)
  return { from: within(fromMs), to: within(toMs) }
}
