/** What the address of a comparison says besides its path: instants, so that a link means the same everywhere. */
export interface CompareAddress {
  /** The earlier moment; since the trail knows the record where absent. */
  readonly from?: string
  /** The later one; now where absent. */
  readonly to?: string
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

export const readCompareAddress = (search: { readonly [name: string]: unknown }): CompareAddress => {
  const moment = (name: string) => {
    const value = search[name]
    return typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
  }
  const [from, to] = [moment('from'), moment('to')]
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** Whichever way they were chosen, the earlier one is first. */
export const inTime = ({ from, to }: CompareAddress): CompareAddress =>
  from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)
    ? { from: to, to: from }
    : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
