import type { Query } from '@daybook/core'
import type { FacetDimension, Sees } from './search-index.ts'

/** Of these there is a value for every few events: no table has them all with their counts. */
const countless = ['object', 'customer', 'batch'] as const

const isCountless = (dimension: FacetDimension): dimension is (typeof countless)[number] =>
  countless.some((name) => name === dimension)

/** Whether all values of a dimension are counted as events come; else a search counts those of the events it finds. */
export const isCounted = (dimension: FacetDimension): boolean => !isCountless(dimension)

/**
 * The events whose values are counted for somebody who has typed so much: all, or those that the filter of the dimension
 * finds, where no table has the counts of what this reader may read.
 */
export const typedQuery = (dimension: FacetDimension, typed: string, { events }: Pick<Sees, 'events'>): Query => {
  const text = typed.trim()
  if (text === '' || (!isCountless(dimension) && !events)) return { kind: 'and', parts: [] }
  if (dimension === 'field') return { kind: 'change', field: [{ match: 'prefix', text }] }
  return { kind: 'filter', filter: dimension, values: [{ match: 'prefix', text }] }
}
