import type { IndexFile } from './index-file.ts'
import type { Match } from './match-text.ts'
import { type KeyRange, placeInRow } from './row-key.ts'

export type Direction = 'asc' | 'desc'

/** Only what was recorded before this position, or from it on. */
export interface Recorded {
  readonly side: 'before' | 'from'
  readonly seq: number
}

/** Crowded keys are too large for numbers. */
type Key = number | bigint

export interface KeyRow {
  readonly key: Key
  readonly place: Key
  /** Only where it is asked for. */
  readonly facets: Uint8Array
}

/** Which rows are read, along the keys, and what of them. */
export interface KeyRows {
  readonly columns: readonly ('place' | 'facets')[]
  readonly range: KeyRange
  readonly direction: Direction
  /** Whether keys come as big numbers; where they do not have to, they are read in half the time. */
  readonly bigInts: boolean
  readonly recorded: Recorded | undefined
  /** Whoever walks is expected to take no more: so many are read at once, in less time than one by one. */
  readonly expected: number | undefined
}

const sqlOrder = { asc: 'ASC', desc: 'DESC' } as const

/** The rows of a match. */
export function* rowsOf(file: IndexFile, { except, query }: Match, rows: KeyRows): Generator<KeyRow> {
  const { columns, range, direction, bigInts, recorded } = rows
  const bound = recorded === undefined ? [] : [BigInt(placeInRow(recorded.seq, 0))]
  const among = recorded === undefined ? '' : ` AND e.place ${recorded.side === 'before' ? '<' : '>='} ?`
  const order = sqlOrder[direction]
  const names = ['key', ...columns].map((name) => `e.${name} AS ${name}`).join()
  if (!except) {
    if (query === undefined) return
    // CROSS JOIN: the terms lead, whatever the planner thinks of a table without statistics.
    const sql = `SELECT ${names} FROM token t CROSS JOIN event e ON e.key = t.rowid
      WHERE token MATCH ? AND t.rowid >= ? AND t.rowid < ?${among} ORDER BY t.rowid ${order}`
    if (rows.expected === undefined) yield* keyRows(file.each(sql, bigInts, query, range.from, range.to, ...bound))
    else
      yield* inPieces(rows, rows.expected, (part, most) =>
        file.statement(`${sql} LIMIT ?`, bigInts).all(query, part.from, part.to, ...bound, most),
      )
    return
  }
  const sql = `SELECT ${names} FROM event e WHERE e.key >= ? AND e.key < ?${among} ORDER BY e.key ${order}`
  const all = keyRows(file.each(sql, bigInts, range.from, range.to, ...bound))
  yield* query === undefined ? all : without(all, keysOf(file, query, rows), direction)
}

/** As many rows at once as are expected; where more are taken, as many again. */
function* inPieces(
  { range, direction }: KeyRows,
  expected: number,
  read: (part: KeyRange, most: number) => readonly unknown[],
): Generator<KeyRow> {
  for (let part = range; part.from < part.to; ) {
    const rows = read(part, expected) as readonly KeyRow[]
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < expected) return
    part = direction === 'asc' ? { from: BigInt(last.key) + 1n, to: part.to } : { from: part.from, to: BigInt(last.key) }
  }
}

/** Keys alone, which need no look at the rows. */
function* keysOf(file: IndexFile, query: string, { range, direction, bigInts }: KeyRows): Generator<Key> {
  const sql = `SELECT rowid AS key FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid ${sqlOrder[direction]}`
  for (const { key } of keyRows(file.each(sql, bigInts, query, range.from, range.to))) yield key
}

const keyRows = (rows: Iterable<unknown>): Iterable<KeyRow> => rows as Iterable<KeyRow>

/** Rows less those of these keys, both in one order. */
function* without(rows: Iterable<KeyRow>, keys: Generator<Key>, direction: Direction): Generator<KeyRow> {
  let next = keys.next()
  const isBefore = direction === 'asc' ? (a: Key, b: Key) => a < b : (a: Key, b: Key) => a > b
  try {
    for (const row of rows) {
      while (!next.done && isBefore(next.value, row.key)) next = keys.next()
      if (next.done || next.value !== row.key) yield row
    }
  } finally {
    keys.return(undefined)
  }
}
