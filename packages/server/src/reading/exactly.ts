import type { FilterName, Query } from '@daybook/core'

/** Events whose member of this filter is exactly one of these ids. */
export const exactly = (filter: FilterName, ...ids: readonly string[]): Query => ({
  kind: 'filter',
  filter,
  values: ids.map((text) => ({ match: 'is', text, alone: true })),
})

/** Events that acted on this record; with `record`, also those in which it is related, or the customer. Of a case: its events. */
export const exactlyThe = (filter: 'object' | 'record' | 'workflow', { type, id }: RecordId): Query => ({
  kind: 'filter',
  filter,
  values: [{ match: 'is', ofType: type, text: id }],
})

/** Two parts, since both may have slashes in them. */
export interface RecordId {
  readonly type: string
  readonly id: string
}

export const all = (...parts: readonly Query[]): Query => ({ kind: 'and', parts })
export const not = (part: Query): Query => ({ kind: 'not', part })

/** Events that have anything there. */
export const having = (filter: FilterName): Query => ({ kind: 'filter', filter, values: [{ match: 'prefix', text: '' }] })
