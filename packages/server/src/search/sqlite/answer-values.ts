import { mostFrequent } from '../count-facets.ts'
import { fitsTyped } from '../fits-typed.ts'
import type { FacetCounts, FacetDimension, Sees } from '../search-index.ts'
import { isCounted, typedQuery } from '../typed-query.ts'
import { answerFacets } from './answer-counts.ts'
import { everyDay, isNumbered } from './day-counts.ts'
import { dimensionNumber } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { answerObjects } from './object-facet.ts'
import { Question } from './question.ts'
import { classesSeen } from './vocabulary.ts'

const namedAtMost = 300

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
  // To name a value for somebody who may read some events only is a question of its own.
  const named = !sees.events ? Number.MAX_SAFE_INTEGER : typed.trim() === '' ? limit : namedAtMost
  const [found] = answerFacets(question, [dimension], named)
  const fitting = (found?.values ?? []).filter(({ value, label }) => fits(value, label))
  return mostFrequent(dimension, fitting, limit, found?.exact ?? true)
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
