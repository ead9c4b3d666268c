import type { FacetDimension } from '../search-index.ts'
import { memoryOf } from './answer-memory.ts'
import { countCandidates } from './count-keys.ts'
import { type Days, daysOf, lastMs } from './count-plain.ts'
import { dayMs } from './day-counts.ts'
import { dimensionNumber, eachFacet } from './facet-bytes.ts'
import type { Budget } from './kept-counts.ts'
import type { Question } from './question.ts'
import { ofDimension, unitsOf } from './value-days.ts'

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
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
  for (const [fromMs, toMs] of ends) count += countCandidates(question, Number.MAX_SAFE_INTEGER, { fromMs, toMs })
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
  readonly #beside: ReadonlyMap<number, number>

  constructor(question: Question) {
    this.#question = question
    this.#days = daysOf(question.plan.fromMs, question.plan.toMs)
    this.#beside = valuesBeside(question, this.#days)
  }

  of(dimension: FacetDimension): readonly (readonly [id: number, count: number])[] {
    const { file, categories } = this.#question
    const { from, to } = this.#days
    const counts = new Map(ofDimension(this.#beside, dimension))
    const add = (value: number, count: number) => counts.set(value, (counts.get(value) ?? 0) + count)
    const rows = `FROM day WHERE ${amongThese(categories ?? [0])} AND dimension = ? AND day >= ? AND day < ?`
    const which = [dimensionNumber(dimension), from, to]
    // Added up here: to group them SQLite sorts all rows of all days, which takes longer than to read them.
    const all = file.get(
      `SELECT group_concat(value) AS ids, group_concat(count) AS counts, max(class) AS class ${rows}`,
      ...which,
    )
    if (all?.class === 0) {
      const each = numbersIn(all.counts)
      for (const [at, id] of numbersIn(all.ids).entries()) add(id, each[at] ?? 0)
      return [...counts]
    }
    const grouped = `SELECT value, class, sum(count) AS count ${rows} GROUP BY value, class`
    for (const row of file.statement(grouped).all(...which))
      if (row.class === 0 || this.#question.maySee(Number(row.class))) add(Number(row.value), Number(row.count))
    return [...counts]
  }
}

const numbersIn = (list: unknown): readonly number[] => JSON.parse(`[${String(list)}]`) as number[]

/** What the table of days does not have, or too much: the ends of the stretch, and what nobody asked for. */
const valuesBeside = (question: Question, { from, to, ends }: Days): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const [id, count] of exceptedValues(question, from, to)) counts.set(id, -count)
  for (const [fromMs, toMs] of ends) addValues(question, counts, { fromMs, toMs }, { left: Number.POSITIVE_INFINITY })
  return counts
}

/**
 * Adds how often each value occurs in what is asked, of a stretch of time, to `counts`: from what is kept of days and hours
 * where nothing is asked for but categories. False where the budget does not suffice now.
 */
export const addValues = (question: Question, counts: Map<number, number>, stretch: Stretch, budget: Budget): boolean => {
  const { sight, file } = question
  const { units, ends } = sight ? unitsOf(stretch.fromMs, Math.min(stretch.toMs, lastMs)) : { units: [], ends: [stretch] }
  for (const each of units)
    if (sight && !memoryOf(file).values.addTo(counts, file, sight.whose, each, sight.categories, budget)) return false
  for (const end of ends)
    for (const { facets } of question.valued('asc', end))
      eachFacet(facets, question.maySee, (id) => counts.set(id, (counts.get(id) ?? 0) + 1))
  return true
}
