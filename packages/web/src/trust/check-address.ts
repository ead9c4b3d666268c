import { readAddress } from '../search/asked.ts'

/** What the address of the page says is to be checked: one record, or what happened in a stretch of time. */
export interface CheckAddress {
  /** `type/id`. */
  readonly record?: string
  /** As in a search: inclusive, and exclusive. */
  readonly from?: string
  readonly to?: string
}

export const readCheckAddress = (search: { readonly [name: string]: unknown }): CheckAddress => {
  if (typeof search.record === 'string' && /^[^/]+\/./.test(search.record)) return { record: search.record }
  const { from, to } = readAddress(search)
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
