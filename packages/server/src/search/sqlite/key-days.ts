import { dayMs } from './day-counts.ts'
import type { IndexFile } from './index-file.ts'
import { type Budget, type Counter, KeptCounts, type KeyRanges } from './kept-counts.ts'
import type { Match } from './match-text.ts'
import type { Question } from './question.ts'

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
    // For each go all lists of a prefix's terms are put together: then all days are one.
    const counter = counterOf(file, match, plan.loose === undefined ? 200_000 : Number.POSITIVE_INFINITY)
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
  plain: `/ ${(halfHourMs / 64) * 4}`,
  crowded: `- ${1n << 62n}) / ${BigInt(halfHourMs) << 20n}`,
} as const

function* halvesOf(
  file: IndexFile,
  query: string | undefined,
  keys: KeyRanges,
): Generator<readonly [half: number, count: number]> {
  for (const kind of ['plain', 'crowded'] as const) {
    const { from, to } = keys[kind]
    const of = (key: string): string => (kind === 'plain' ? `${key} ${halfOfKey.plain}` : `(${key} ${halfOfKey.crowded}`)
    const rows =
      query === undefined
        ? file
            .statement(`SELECT ${of('key')} AS half, count(*) AS count FROM event WHERE key >= ? AND key < ? GROUP BY half`)
            .all(from, to)
        : file
            .statement(
              `SELECT ${of('rowid')} AS half, count(*) AS count FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? GROUP BY half`,
            )
            .all(query, from, to)
    for (const { half, count } of rows) yield [Number(half), Number(count)]
  }
}
