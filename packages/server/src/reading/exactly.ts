import type { FilterName, Query } from '@daybook/core'

/** Events whose member of this filter is exactly one of these ids. */
export const exactly = (filter: FilterName, ...ids: readonly string[]): Query => ({
  kind: 'filter',
  filter,
  values: ids.map((text) => ({ match: 'is', text, alone: true })),
})

export const all = (...parts: readonly Query[]): Query => ({ kind: 'and', parts })
export const not = (part: Query): Query => ({ kind: 'not', part })

/** Events that have anything there. */
export const having = (filter: FilterName): Query => ({ kind: 'filter', filter, values: [{ match: 'prefix', text: '' }] })
