import { dayMs } from './day-counts.ts'
import type { IndexFile } from './index-file.ts'
import { type Budget, type Counter, KeptCounts, type KeyRanges } from './kept-counts.ts'
import type { Match } from './match-text.ts'
import type { Question } from './question.ts'
import type { KeyRange, Stretch } from './row-key.ts'

/** Of each day the matches are kept by half hours, so that the days of all time zones but a few can be put together. */
export const halfHourMs = 1_800_000
const halvesADay = dayMs / halfHourMs

/** So many days of questions are kept: 8 MB. */
const daysKeptAtMost = 40_000

/** Matches by half hour of a day. */
type Halves = Uint32Array

export class KeyDays {
  readonly #kept = new KeptCounts<Halves>(() => 1, daysKeptAtMost)

  /** At least so many match in whole days: those that were counted by now. */
  atLeast(match: Match, fromMs: number, toMs: number): number {
    let sum = 0
    for (const halves of this.#kept.known(nameOf(match), { fromMs, toMs, unitMs: dayMs }))
      for (const count of halves) sum += count
    return sum
  }

  /**
   * How many business events of each half hour of `[fromMs, toMs)`, whole days, match: by the beginning of each that has any,
   * ascending. Undefined where the budget does not suffice now.
   */
  halves(
    file: IndexFile,
    { match, plan }: Pick<Question, 'match' | 'plan'>,
    fromMs: number,
    toMs: number,
    budget: Budget,
  ): readonly (readonly [ms: number, count: number])[] | undefined {
    // Each go looks up all terms, in every segment: many events at once, where nobody looks at the clock between two goes.
    const eventsAtOnce = budget.untilMs === undefined ? 800_000 : 200_000
    // For each go all lists of a prefix's terms are put together: then all days are one.
    const counter = counterOf(file, match, plan.loose === undefined ? eventsAtOnce : Number.POSITIVE_INFINITY)
    const days = this.#kept.take(file, nameOf(match), { fromMs, toMs, unitMs: dayMs }, counter, budget)
    return days?.flatMap((day) =>
      [...day.counts].flatMap((count, at) => (count > 0 ? [[day.fromMs + at * halfHourMs, count] as const] : [])),
    )
  }
}

const nameOf = ({ except, query = '' }: Match): string => `${except ? 'not' : 'is'} ${query}`

const counterOf = (file: IndexFile, { except, query }: Match, eventsAtOnce: number): Counter<Halves> => ({
  nothing: new Uint32Array(halvesADay),
  eventsAtOnce,
  add: (a, b) => a.map((count, at) => count + (b[at] ?? 0)),
  count: (keys, _unitMs, budget) => {
    const days = new Map<number, Halves>()
    const put = (sign: 1 | -1, counted: Iterable<readonly [half: number, count: number]>): void => {
      for (const [half, count] of counted) {
        const fromMs = Math.floor(half / halvesADay) * dayMs
        const halves = days.get(fromMs) ?? new Uint32Array(halvesADay)
        halves[half % halvesADay] = (halves[half % halvesADay] ?? 0) + sign * count
        days.set(fromMs, halves)
        budget.left -= count
      }
    }
    if (except) put(1, halvesOf(file, undefined, keys))
    if (query !== undefined) put(except ? -1 : 1, halvesOf(file, query, keys))
    return days
  },
})

/** Plain keys are a quarter of 64 milliseconds, crowded ones a 2^20th of one (row-key.ts). */
const halfOfKey = {
  plain: { keys: BigInt((halfHourMs / 64) * 4), start: 0n },
  crowded: { keys: BigInt(halfHourMs) << 20n, start: 1n << 62n },
} as const

function* halvesOf(
  file: IndexFile,
  query: string | undefined,
  ranges: KeyRanges,
): Generator<readonly [half: number, count: number]> {
  for (const kind of ['plain', 'crowded'] as const) {
    const rows = query === undefined ? rowsByHalf(file, ranges[kind], kind) : matchesByHalf(file, query, ranges[kind], kind)
    for (const { half, count } of rows) yield [Number(half), Number(count)]
  }
}

const matchesByHalf = (file: IndexFile, query: string, { from, to }: KeyRange, kind: Stretch['kind']) => {
  const { start, keys } = halfOfKey[kind]
  const sql = `SELECT (rowid - ${start}) / ${keys} AS half, count(*) AS count FROM token
    WHERE token MATCH ? AND rowid >= ? AND rowid < ? GROUP BY half`
  return file.statement(sql).all(query, from, to)
}

/** To group rows SQLite sorts them: where a half hour has many, each is counted by itself, in a fifth of the time. */
const rowsByHalf = (file: IndexFile, { from, to }: KeyRange, kind: Stretch['kind']) => {
  const { start, keys } = halfOfKey[kind]
  const many = ((to - from) / keys + 1n) * manyInHalf
  if (file.get('SELECT 1 AS there FROM event WHERE key >= ? AND key < ? LIMIT 1 OFFSET ?', from, to, many))
    return file.statement(eachHalf).all({ from, to, start, keys })
  const sql = `SELECT (key - ${start}) / ${keys} AS half, count(*) AS count FROM event WHERE key >= ? AND key < ? GROUP BY half`
  return file.statement(sql).all(from, to)
}

const manyInHalf = 16n
const eachHalf = `WITH RECURSIVE halves(half) AS (
    SELECT (:from - :start) / :keys UNION ALL SELECT half + 1 FROM halves WHERE :start + (half + 1) * :keys < :to
  ) SELECT half, (
    SELECT count(*) FROM event WHERE key >= max(:from, :start + half * :keys) AND key < min(:to, :start + (half + 1) * :keys)
  ) AS count FROM halves`
