import type { Ask, ListOrder, Place } from './search-index.ts'

/** Where an event stands in every order. */
export interface Position {
  readonly occurredAtMs: number
  readonly seq: number
}

export const placeOf = ({ occurredAtMs, seq }: Position): Place => `${occurredAtMs}.${seq}`

/** Throws for a text that no index gave: whoever lets strangers send one checks it first with `isPlace`. */
export const readPlace = (place: Place): Position => {
  if (!isPlace(place)) throw new RangeError('this is not a place that an index gave')
  const [occurredAtMs, seq] = place.split('.')
  return { occurredAtMs: Number(occurredAtMs), seq: Number(seq) }
}

export const isPlace = (text: string): boolean => /^\d{1,15}\.\d{1,15}$/.test(text)

/** Which comes first in an order, as `Array.sort` asks it. */
export const comparePlaces = (order: ListOrder): ((a: Position, b: Position) => number) => {
  const sign = order === 'asc' || order === 'recorded' ? 1 : -1
  if (order === 'recorded' || order === 'recorded-desc') return (a, b) => sign * (a.seq - b.seq)
  return (a, b) => sign * (a.occurredAtMs - b.occurredAtMs || a.seq - b.seq)
}

export const inRange = (ms: number, { fromMs, toMs }: Pick<Ask, 'fromMs' | 'toMs'>): boolean =>
  (fromMs === undefined || ms >= fromMs) && (toMs === undefined || ms < toMs)
