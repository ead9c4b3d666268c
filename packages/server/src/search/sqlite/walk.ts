import { comparePlaces, type Position } from '../place.ts'
import type { IndexFile } from './index-file.ts'
import type { Match } from './match-text.ts'
import {
  hasRegularKey,
  type KeyRange,
  keysAt,
  msOfKey,
  oddKeys,
  placeInRow,
  regularKeys,
  type Stretch,
  seqInRow,
} from './row-key.ts'

/** What is walked: a match in a stretch of time, on one side or both. */
export interface Walked {
  readonly match: Match
  readonly owns: readonly boolean[]
  /** `[fromMs, toMs)`; everything is within `[0, Infinity)`. */
  readonly fromMs: number
  readonly toMs: number
  /** Only what was recorded before this position, or from it on. */
  readonly recorded?: Recorded
}

export interface Recorded {
  readonly side: 'before' | 'from'
  readonly seq: number
}

export interface Hit extends Position {
  readonly facets: Uint8Array
}

type Direction = 'asc' | 'desc'

/** The events of a walk in the order in which they occurred, or the other way round; behind `after`, where it is given. */
export function* walk(file: IndexFile, walked: Walked, direction: Direction, after?: Position): Generator<Hit> {
  const sides = walked.owns.flatMap((own) => [
    regularHits(file, walked, { own, kind: 'plain' }, direction, after),
    ...(isTaken(file, regularKeys({ own, kind: 'crowded' }, walked.fromMs, walked.toMs))
      ? [regularHits(file, walked, { own, kind: 'crowded' }, direction, after)]
      : []),
    ...(isTaken(file, oddKeys(own)) ? [oddHits(file, walked, own, direction)] : []),
  ])
  const compare = comparePlaces(direction)
  for (const hit of merged(sides, compare)) if (!after || compare(hit, after) > 0) yield hit
}

/** Several walks as one, in order. */
function* merged(walks: readonly Iterator<Hit>[], compare: (a: Position, b: Position) => number): Generator<Hit> {
  const heads = walks.flatMap((rest) => {
    const { value, done } = rest.next()
    return done ? [] : [{ rest, hit: value as Hit }]
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

function* regularHits(
  file: IndexFile,
  { match, fromMs, toMs, recorded }: Walked,
  stretch: Stretch,
  direction: Direction,
  after: Position | undefined,
): Generator<Hit> {
  const range = narrowed(file, regularKeys(stretch, fromMs, toMs), stretch, direction, after)
  for (const { key, place, facets } of found(file, match, range, direction, recorded)) {
    const occurredAtMs = msOfKey(key, Number(place), stretch)
    if (occurredAtMs >= fromMs && occurredAtMs < toMs) yield { occurredAtMs, seq: seqInRow(Number(place)), facets }
  }
}

/** Few or none: all that match, sorted. */
function* oddHits(
  file: IndexFile,
  { match, fromMs, toMs, recorded }: Walked,
  own: boolean,
  direction: Direction,
): Generator<Hit> {
  const hits: Hit[] = []
  for (const { key, place, facets } of found(file, match, oddKeys(own), direction, recorded)) {
    const ms = Number(file.get('SELECT ms FROM odd WHERE key = ?', key)?.ms)
    if (ms >= fromMs && ms < toMs) hits.push({ occurredAtMs: ms, seq: seqInRow(Number(place)), facets })
  }
  yield* hits.sort(comparePlaces(direction))
}

interface KeyRow {
  readonly key: bigint
  readonly place: bigint
  readonly facets: Uint8Array
}

const regularOrder = { asc: 'ASC', desc: 'DESC' } as const

/** The rows of a match within a range of keys, along the keys. */
function* found(
  file: IndexFile,
  { except, query }: Match,
  { from, to }: KeyRange,
  direction: Direction,
  recorded?: Recorded,
): Generator<KeyRow> {
  const bound = recorded === undefined ? [] : [BigInt(placeInRow(recorded.seq, 0))]
  const among = recorded === undefined ? '' : ` AND place ${recorded.side === 'before' ? '<' : '>='} ?`
  const order = regularOrder[direction]
  if (!except) {
    if (query === undefined) return
    // CROSS JOIN: the terms lead, whatever the planner thinks of a table without statistics.
    const sql = `SELECT e.key AS key, e.place AS place, e.facets AS facets FROM token t CROSS JOIN event e ON e.key = t.rowid
      WHERE token MATCH ? AND t.rowid >= ? AND t.rowid < ?${among} ORDER BY t.rowid ${order}`
    yield* each(file, sql, query, from, to, ...bound)
    return
  }
  const sql = `SELECT key, place, facets FROM event WHERE key >= ? AND key < ?${among} ORDER BY key ${order}`
  const rows = each(file, sql, from, to, ...bound)
  if (query === undefined) {
    yield* rows
    return
  }
  const unwanted = keysOf(file, { except: false, query }, { from, to }, direction)
  yield* without(rows, unwanted, direction)
}

/** Keys alone, which need no look at the rows. */
function* keysOf(file: IndexFile, { except, query }: Match, range: KeyRange, direction: Direction): Generator<bigint> {
  if (except) {
    for (const { key } of found(file, { except, query }, range, direction)) yield key
  } else if (query !== undefined) {
    const sql = `SELECT rowid AS key FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid ${regularOrder[direction]}`
    for (const { key } of each(file, sql, query, range.from, range.to)) yield key
  }
}

/** Rows less those of these keys, both in one order. */
function* without(rows: Generator<KeyRow>, keys: Generator<bigint>, direction: Direction): Generator<KeyRow> {
  let next = keys.next()
  const isBefore = direction === 'asc' ? (a: bigint, b: bigint) => a < b : (a: bigint, b: bigint) => a > b
  try {
    for (const row of rows) {
      while (!next.done && isBefore(next.value, row.key)) next = keys.next()
      if (next.done || next.value !== row.key) yield row
    }
  } finally {
    keys.return(undefined)
  }
}

function* each(file: IndexFile, sql: string, ...values: (string | bigint)[]): Generator<KeyRow> {
  // A statement of its own: the same text may be walked twice at a time.
  const statement = file.db.prepare(sql)
  statement.setReadBigInts(true)
  yield* statement.iterate(...values) as Iterable<unknown> as Iterable<KeyRow>
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
