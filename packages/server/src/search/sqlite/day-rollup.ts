import type { FacetDimension } from '../search-index.ts'
import { dayMs } from './day-counts.ts'
import { dimensionNumber, dimensionOfId, eachFacet } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import type { Question } from './question.ts'
import { msPerBucket, oddKeys, regularKeys } from './row-key.ts'

/** A stretch of time as the whole days in it and what is left at its ends. */
interface Days {
  /** Days since 1970, `[from, to)`. */
  readonly from: number
  readonly to: number
  readonly ends: readonly (readonly [fromMs: number, toMs: number])[]
}

/** Times after the last of `Date` are as good as none. */
const lastMs = 8_640_000_000_000_000

const daysOf = (fromMs: number, toMs: number): Days => {
  const end = Math.min(toMs, lastMs)
  const from = Math.ceil(Math.max(0, fromMs) / dayMs)
  const to = Math.floor(end / dayMs)
  if (from >= to) return { from: 0, to: 0, ends: fromMs < end ? [[fromMs, end]] : [] }
  const ends = [[fromMs, from * dayMs] as const, [to * dayMs, end] as const].filter(([start, stop]) => start < stop)
  return { from, to, ends }
}

/** How many business events occurred in `[fromMs, toMs)`: exact, from the days and what is left beside them. */
export const countPlain = (file: IndexFile, fromMs: number, toMs: number): number => {
  const { from, to, ends } = daysOf(fromMs, toMs)
  const days = file.get(
    'SELECT sum(count) AS count FROM day WHERE category = 0 AND dimension = 0 AND day >= ? AND day < ?',
    from,
    to,
  )
  return ends.reduce((sum, [start, stop]) => sum + countRows(file, start, stop), Number(days?.count ?? 0))
}

const countRows = (file: IndexFile, fromMs: number, toMs: number): number => {
  const count = (sql: string, ...values: (number | bigint)[]): number => Number(file.get(sql, ...values)?.count)
  const plain = regularKeys({ own: false, kind: 'plain' }, fromMs, toMs)
  const crowd = regularKeys({ own: false, kind: 'crowded' }, fromMs, toMs)
  const odd = oddKeys(false)
  // As `msOfKey` has it: at the ends, keys are shared with events before and behind.
  const ms = `(key / 4 * ${msPerBucket} + place % ${msPerBucket})`
  const within = 'count(*) AS count FROM event WHERE key >= ? AND key < ?'
  return (
    count(`SELECT ${within} AND ${ms} >= ? AND ${ms} < ?`, plain.from, plain.to, fromMs, toMs) +
    count(`SELECT ${within}`, crowd.from, crowd.to) +
    count('SELECT count(*) AS count FROM odd WHERE key >= ? AND key < ? AND ms >= ? AND ms < ?', odd.from, odd.to, fromMs, toMs)
  )
}

/** How many business events of some categories occurred in a stretch of the time that is asked about, exact. */
export const countCategories = (
  question: Question,
  categories: readonly number[],
  stretch: { readonly fromMs: number; readonly toMs: number } = question.plan,
): number => {
  const { from, to, ends } = daysOf(stretch.fromMs, stretch.toMs)
  const sql = `SELECT sum(count) AS count FROM day WHERE ${amongThese(categories)} AND dimension = 0 AND day >= ? AND day < ?`
  let count = Number(question.file.get(sql, from, to)?.count ?? 0)
  if (from < to) for (const _ of question.excepted(inDays(from, to))) count--
  for (const [fromMs, toMs] of ends) for (const _ of question.candidates('asc', undefined, { fromMs, toMs })) count++
  return count
}

const inDays = (from: number, to: number) => ({ fromMs: from * dayMs, toMs: to * dayMs })

/** By value, what whole days count and nobody asked for. */
const exceptedValues = (question: Question, from: number, to: number): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  if (from >= to) return counts
  for (const { facets } of question.excepted(inDays(from, to)))
    eachFacet(facets, question.maySee, (id) => counts.set(id, (counts.get(id) ?? 0) + 1))
  return counts
}

const amongThese = (categories: readonly number[]): string => `category IN (${categories.join()})`

/** Counts by value of all business events in the stretch of time that is asked about, or of those of some categories, exact. */
export class DayValues {
  readonly #question: Question
  readonly #days: Days
  readonly #excepted: ReadonlyMap<number, number>

  constructor(question: Question) {
    this.#question = question
    this.#days = daysOf(question.plan.fromMs, question.plan.toMs)
    this.#excepted = exceptedValues(question, this.#days.from, this.#days.to)
  }

  of(dimension: FacetDimension): readonly (readonly [id: number, count: number])[] {
    const { file, categories } = this.#question
    const number = dimensionNumber(dimension)
    const { from, to, ends } = this.#days
    const counts = new Map<number, number>()
    const add = (id: number, count: number): void => void counts.set(id, (counts.get(id) ?? 0) + count)
    const sql = `SELECT value, class, sum(count) AS count FROM day
    WHERE ${amongThese(categories ?? [0])} AND dimension = ? AND day >= ? AND day < ? GROUP BY value, class`
    for (const row of file.statement(sql).all(number, from, to))
      if (row.class === 0 || this.#question.maySee(Number(row.class))) add(Number(row.value), Number(row.count))
    for (const [id, count] of this.#excepted) if (dimensionOfId(id) === number) add(id, -count)
    for (const [fromMs, toMs] of ends)
      for (const { facets } of this.#question.candidates('asc', undefined, { fromMs, toMs }))
        eachFacet(facets, this.#question.maySee, (id) => dimensionOfId(id) === number && add(id, 1))
    return [...counts]
  }
}
