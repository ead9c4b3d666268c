/** What the address of a record's page says besides its path. */
export interface RecordAddress {
  readonly tab?: RecordTab
  /** The moment its state is shown at, a day of UTC or an instant; now where absent. */
  readonly at?: string
  /** One field whose history is shown. */
  readonly field?: string
}

export const recordTabs = ['all', 'fields', 'status', 'people'] as const
export type RecordTab = (typeof recordTabs)[number]

const moment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/

export const readRecordAddress = (search: { readonly [name: string]: unknown }): RecordAddress => {
  const tab = recordTabs.find((one) => one === search.tab)
  const at = typeof search.at === 'string' && moment.test(search.at) ? search.at : undefined
  const field = typeof search.field === 'string' && search.field !== '' ? search.field : undefined
  return {
    ...(tab === undefined || tab === 'all' ? {} : { tab }),
    ...(at === undefined ? {} : { at }),
    ...(field === undefined ? {} : { field }),
  }
}

/** The query that a tab adds to the record's own. */
export const queryOf = ({ tab, field }: RecordAddress): string | undefined => {
  if (field !== undefined) return `field:"${field.replaceAll(/["\\]/g, '\\$&')}"`
  if (tab === 'fields') return 'field:*'
  if (tab === 'status') return 'status:*'
  return tab === 'people' ? 'category:access,security' : undefined
}
