import { readAddress } from '../search/asked.ts'

/** What the address of the page says is to be checked: one record, or what happened in a stretch of time. */
export interface CheckAddress {
  /** A record's type and id, each by itself: both may have slashes of their own. Neither is there without the other. */
  readonly type?: string
  readonly id?: string
  /** As in a search: inclusive, and exclusive. */
  readonly from?: string
  readonly to?: string
}

export const readCheckAddress = (search: { readonly [name: string]: unknown }): CheckAddress => {
  const { type, id } = readRecord(search)
  if (type !== undefined && id !== undefined) return { type, id }
  const { from, to } = readAddress(search)
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** `record=order/1842` is how addresses named a record before; its type has no slash. */
const readRecord = ({ type, id, record }: { readonly [name: string]: unknown }) => {
  const [, first, rest] = typeof record === 'string' ? (/^([^/]+)\/(.+)$/s.exec(record) ?? []) : []
  return { type: textOf(type) ?? first, id: textOf(id) ?? rest }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
