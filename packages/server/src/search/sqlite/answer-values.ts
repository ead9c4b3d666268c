import { mostFrequent, type ValueCount } from '../count-facets.ts'
import { fitsTyped } from '../fits-typed.ts'
import type { FacetCounts, FacetDimension, Sees } from '../search-index.ts'
import { isCounted, typedQuery } from '../typed-query.ts'
import { answerFacets } from './answer-counts.ts'
import { everyDay, isNumbered } from './day-counts.ts'
import { dimensionNumber, dimensionOfId, eachFacet } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { labelSeen } from './label-seen.ts'
import { answerObjects } from './object-facet.ts'
import { Question } from './question.ts'
import { classesSeen, namedValue } from './vocabulary.ts'

/** Somebody who types waits: where no table has the counts, values are counted in so many of the newest that fit, and of a reader of some events so many are named. */
const countedAtMost = 2_000
const namedAtMost = 100

export const answerValues = (
  file: IndexFile,
  dimension: FacetDimension,
  typed: string,
  limit: number,
  sees: Sees,
): FacetCounts => {
  const fits = fitsTyped(typed)
  if (isCounted(dimension) && !sees.events)
    return mostFrequent(
      dimension,
      totals(file, dimension, sees).filter(({ value, label }) => fits(value, label)),
      limit,
      true,
    )
  const question = new Question(file, { query: typedQuery(dimension, typed, sees), which: 'business', sees })
  if (!isNumbered(dimension)) return answerObjects(question, limit, fits)
  if (typed.trim() !== '') return newestValues(question, dimension, limit, fits)
  const [found] = answerFacets(question, [dimension], sees.events ? limit : Number.MAX_SAFE_INTEGER)
  const fitting = (found?.values ?? []).filter(({ value, label }) => fits(value, label))
  return mostFrequent(dimension, fitting, limit, found?.exact ?? true)
}

/**
 * Where no table has the counts: for a reader of some events, to whom each name is told from these, and where there is a value
 * for every few events. The most frequent values first, until enough fit.
 */
const newestValues = (
  question: Question,
  dimension: FacetDimension,
  limit: number,
  fits: (value: string, label?: string) => boolean,
): FacetCounts => {
  const { values, exact } = valuesOfNewest(question, dimension)
  const found: ValueCount[] = []
  const { events } = question.ask.sees
  const most = events ? namedAtMost : Number.MAX_SAFE_INTEGER
  for (const { value, label: newest, count } of mostFrequent(dimension, values, most, exact).values) {
    const label = events ? labelSeen(question, dimension, value) : newest
    if (fits(value, label)) found.push({ value, label, count })
    if (found.length >= limit) break
  }
  return mostFrequent(dimension, found, limit, exact)
}

const valuesOfNewest = (question: Question, dimension: FacetDimension) => {
  const number = dimensionNumber(dimension)
  const counts = new Map<number, number>()
  let exact = true
  let looked = 0
  for (const { seq, facets } of question.valued('desc')) {
    if (looked++ >= countedAtMost) {
      exact = false
      break
    }
    if (!question.isMatch(seq)) continue
    eachFacet(facets, question.maySee, (id) => dimensionOfId(id) === number && counts.set(id, (counts.get(id) ?? 0) + 1))
  }
  return { values: [...counts].map(([id, count]) => ({ ...namedValue(question.file, id), count })), exact }
}

const totals = (file: IndexFile, dimension: FacetDimension, sees: Sees) => {
  const classes = new Set([0, ...classesSeen(file, sees)])
  const counts = new Map<string, { value: string; label: string | undefined; count: number }>()
  const sql = `SELECT v.text, v.label, d.class, d.count FROM day d JOIN value v ON v.id = d.value
    WHERE d.category = 0 AND d.dimension = ? AND d.day = ?`
  for (const row of file.statement(sql).all(dimensionNumber(dimension), everyDay)) {
    if (!classes.has(Number(row.class))) continue
    const value = String(row.text)
    const label = typeof row.label === 'string' ? row.label : undefined
    const count = (counts.get(value)?.count ?? 0) + Number(row.count)
    counts.set(value, { value, label, count })
  }
  return [...counts.values()]
}
