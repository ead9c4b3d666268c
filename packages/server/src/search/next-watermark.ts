import type { IndexRow } from './search-index.ts'

/** Where the watermark is after these rows. Rows that do not follow it, or go beyond it, are a defect of the caller. */
export const nextWatermark = (rows: readonly IndexRow[], watermark: number, to: number | undefined): number => {
  let next = watermark
  for (const { seq } of rows) {
    if (seq < next) throw new RangeError(`position ${seq} is in the index already, which goes up to ${next}`)
    if (seq > next && to === undefined) throw new RangeError(`position ${seq} does not follow ${next}`)
    next = seq + 1
  }
  if (to !== undefined && to < next) throw new RangeError(`the watermark ${to} lies before position ${next}`)
  return to ?? next
}
