import { comparePlaces, type Position } from '../place.ts'
import type { IndexFile } from './index-file.ts'
import { type Direction, type KeyRow, type Recorded, rowsOf } from './key-rows.ts'
import type { Match } from './match-text.ts'
import { hasRegularKey, type KeyRange, keysAt, msOfKey, oddKeys, regularKeys, type Stretch, seqInRow } from './row-key.ts'

/** What is walked: a match in a stretch of time, on one side or both. */
export interface Walked {
  readonly match: Match
  readonly owns: readonly boolean[]
  /** `[fromMs, toMs)`; everything is within `[0, Infinity)`. */
  readonly fromMs: number
  readonly toMs: number
  /** Only what was recorded before this position, or from it on. */
  readonly recorded?: Recorded
  /** How many of its events are taken, mostly. */
  readonly expected?: number
}

/** An event with the values that facets count of it (facet-bytes.ts). */
export interface Valued extends Position {
  readonly facets: Uint8Array
}

/** What is read of each row. */
interface Reading<H extends Position> {
  readonly columns: readonly ('place' | 'facets')[]
  readonly hit: (position: Position, row: KeyRow) => H
}

const places: Reading<Position> = { columns: ['place'], hit: (position) => position }
const values: Reading<Valued> = {
  columns: ['place', 'facets'],
  hit: ({ occurredAtMs, seq }, { facets }) => ({ occurredAtMs, seq, facets }),
}

/** The events of a walk in the order in which they occurred, or the other way round; behind `after`, where it is given. */
export const walk = (file: IndexFile, walked: Walked, direction: Direction, after?: Position): Generator<Position> =>
  walkReading(file, walked, places, direction, after)

/** The same, with their values. */
export const walkValues = (file: IndexFile, walked: Walked, direction: Direction): Generator<Valued> =>
  walkReading(file, walked, values, direction)

function* walkReading<H extends Position>(
  file: IndexFile,
  walked: Walked,
  reading: Reading<H>,
  direction: Direction,
  after?: Position,
): Generator<H> {
  const sides = walked.owns.flatMap((own) => [
    regularHits(file, walked, reading, { own, kind: 'plain' }, direction, after),
    ...(isTaken(file, regularKeys({ own, kind: 'crowded' }, walked.fromMs, walked.toMs))
      ? [regularHits(file, walked, reading, { own, kind: 'crowded' }, direction, after)]
      : []),
    ...(isTaken(file, oddKeys(own)) ? [oddHits(file, walked, reading, own, direction)] : []),
  ])
  const compare = comparePlaces(direction)
  for (const hit of merged(sides, compare)) if (!after || compare(hit, after) > 0) yield hit
}

/** Several walks as one, in order. */
function* merged<H extends Position>(
  walks: readonly Iterator<H, undefined>[],
  compare: (a: Position, b: Position) => number,
): Generator<H> {
  const heads = walks.flatMap((rest) => {
    const { value, done } = rest.next()
    return done ? [] : [{ rest, hit: value }]
  })
  try {
    while (heads.length > 0) {
      const least = heads.length === 1 ? heads[0] : heads.reduce((a, b) => (compare(a.hit, b.hit) < 0 ? a : b))
      if (!least) return
      yield least.hit
      const { value, done } = least.rest.next()
      if (done) heads.splice(heads.indexOf(least), 1)
      else least.hit = value
    }
  } finally {
    for (const { rest } of heads) rest.return?.()
  }
}

/** Whether there are events with such keys; crowds and odd events are rare. */
export const isTaken = (file: IndexFile, { from, to }: KeyRange): boolean =>
  file.get('SELECT 1 AS there FROM event WHERE key >= ? AND key < ? LIMIT 1', from, to) !== undefined

function* regularHits<H extends Position>(
  file: IndexFile,
  { match, fromMs, toMs, recorded, expected }: Walked,
  reading: Reading<H>,
  stretch: Stretch,
  direction: Direction,
  after: Position | undefined,
): Generator<H, undefined> {
  const range = narrowed(file, regularKeys(stretch, fromMs, toMs), stretch, direction, after)
  const rows = { columns: reading.columns, range, direction, bigInts: stretch.kind === 'crowded', recorded, expected }
  for (const row of rowsOf(file, match, rows)) {
    const place = Number(row.place)
    const occurredAtMs = msOfKey(row.key, place, stretch)
    if (occurredAtMs >= fromMs && occurredAtMs < toMs) yield reading.hit({ occurredAtMs, seq: seqInRow(place) }, row)
  }
  return undefined
}

/** Few or none: all that match, sorted. */
function* oddHits<H extends Position>(
  file: IndexFile,
  { match, fromMs, toMs, recorded }: Walked,
  reading: Reading<H>,
  own: boolean,
  direction: Direction,
): Generator<H, undefined> {
  const hits: H[] = []
  const rows = { columns: reading.columns, range: oddKeys(own), direction, bigInts: false, recorded, expected: undefined }
  for (const row of rowsOf(file, match, rows)) {
    const ms = Number(file.get('SELECT ms FROM odd WHERE key = ?', row.key)?.ms)
    if (ms >= fromMs && ms < toMs) hits.push(reading.hit({ occurredAtMs: ms, seq: seqInRow(Number(row.place)) }, row))
  }
  yield* hits.sort(comparePlaces(direction))
  return undefined
}

/** Leaves out the milliseconds before a place, and in a crowd those of its own that were recorded before. */
const narrowed = (
  file: IndexFile,
  { from, to }: KeyRange,
  stretch: Stretch,
  direction: Direction,
  after: Position | undefined,
): KeyRange => {
  if (!after || !hasRegularKey(after.occurredAtMs)) return after && direction === 'asc' ? { from: to, to } : { from, to }
  const own = keysAt(after.occurredAtMs, stretch)
  if (direction === 'asc') {
    const start = stretch.kind === 'plain' ? own.from : keyBehind(file, own, after.seq)
    return { from: start > from ? start : from, to }
  }
  const end = stretch.kind === 'plain' ? own.to : keyBehind(file, own, after.seq)
  return { from, to: end < to ? end : to }
}

/** The first of these keys whose event was recorded behind `seq`. Positions go up with the keys of one millisecond. */
const keyBehind = (file: IndexFile, { from, to }: KeyRange, seq: number): bigint => {
  const sql = 'SELECT key, place FROM event WHERE key >= ? AND key < ? ORDER BY key LIMIT 1'
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) / 2n
    const row = file.statement(sql, true).get(middle, high)
    if (!row || seqInRow(Number(row.place)) > seq) high = middle
    else low = (row.key as bigint) + 1n
  }
  return low
}
