import type { FacetCounts, FacetDimension } from './search-index.ts'

export interface ValueCount {
  readonly value: string
  readonly label?: string | undefined
  readonly count: number
}

/** The most frequent first, ties by value. */
export const mostFrequent = (
  dimension: FacetDimension,
  counted: Iterable<ValueCount>,
  limit: number,
  exact: boolean,
): FacetCounts => ({
  dimension,
  exact,
  values: [...counted]
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limit)
    .map(({ value, label, count }) => ({ value, ...(label === undefined ? {} : { label }), count })),
})
