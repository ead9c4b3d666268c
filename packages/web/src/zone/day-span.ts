import { dayAfter, dayStart } from '@daybook/core'

/** An instant as an address says it: a day of UTC where it is one, else to the second or millisecond. */
export function addressTime(ms: number): string {
  const text = new Date(ms).toISOString()
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, 10)
  return text.endsWith('.000Z') ? `${text.slice(0, 19)}Z` : text
}

/** A day of a zone as an address says it: from its first instant to the first of the next. Empty where the text is no day. */
export function daySpan(day: string, zone: string): { readonly from?: string; readonly to?: string } {
  const [start, end] = [dayStart(day, zone), dayStart(dayAfter(day), zone)]
  return start === undefined || end === undefined ? {} : { from: addressTime(start), to: addressTime(end) }
}
