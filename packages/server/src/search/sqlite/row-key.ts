/**
 * The key of an event's row, 64 bits. In each stretch of keys they go up in the order of (occurredAt, seq), so that a list
 * is a walk along keys and a date range a range of them:
 *
 *     plain    [0, 2^45)       ms * 2^3 + n    the first eight events of a millisecond
 *     odd      [2^45, 2^46)    a running number; events after the year 2109, and those a crowd has no room for
 *     crowded  [2^62, 2^63)    2^62 + ms * 2^20 + n    those beyond eight, as when an import gives thousands one time
 *
 * The trail's own events have the same less 2^63, so that they are no part of what the business asks. n counts in the
 * order of recording. A walk merges the stretches; odd events, few or none, are sorted in by the time that a table has.
 * Eight and not 2^20 at once: a term's rows are stored as differences, and three bytes fewer each are a third of the file.
 */
export interface Stretch {
  readonly own: boolean
  readonly kind: 'plain' | 'crowded'
}

export interface KeyRange {
  readonly from: bigint
  readonly to: bigint
}

const bits = { plain: 1n, crowded: 20n } as const
const bases = { plain: 0n, crowded: 1n << 62n } as const
const oddFrom = 1n << 45n
const oddTo = 1n << 46n
const ownOffset = 1n << 63n
/** Milliseconds since 1970 that a key has room for, in 2109; one less, so that the end of all keys fits into 64 bits too. */
const firstOddMs = 2 ** 42 - 1

type Regular = Stretch['kind']

export const hasRegularKey = (ms: number): boolean => ms < firstOddMs
export const keysPerMs = (kind: Regular): bigint => 1n << bits[kind]

/** Where the keys of a millisecond begin. */
export const firstKeyOf = (ms: number, own: boolean, kind: Regular): bigint =>
  (BigInt(ms) << bits[kind]) + bases[kind] - (own ? ownOffset : 0n)

export const msOfKey = (key: bigint, own: boolean, kind: Regular): number =>
  Number((key + (own ? ownOffset : 0n) - bases[kind]) >> bits[kind])

export const oddKeys = (own: boolean): KeyRange =>
  own ? { from: oddFrom - ownOffset, to: oddTo - ownOffset } : { from: oddFrom, to: oddTo }

/** The regular keys of the events that occurred in `[fromMs, toMs)`. */
export const regularKeys = (own: boolean, kind: Regular, fromMs: number, toMs: number): KeyRange => {
  const within = (ms: number): bigint => firstKeyOf(Math.min(firstOddMs, Math.max(0, Math.ceil(ms))), own, kind)
  return { from: within(fromMs), to: within(toMs) }
}
