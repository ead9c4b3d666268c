import { parseTime } from '../event/time.ts'

/** Half open, milliseconds since 1970 UTC. */
export interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What a written time covers: a year, month or day of UTC, or the second or millisecond of an RFC 3339 time with an
 * offset. Undefined for anything else.
 *
 * @example timeSpanOf('2026-11')?.toMs === Date.UTC(2026, 11, 1)
 */
export function timeSpanOf(text: string): TimeSpan | undefined {
  const date = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text)
  if (date === null) return instantSpan(text)
  const [, year, month, day] = date
  const fromMs = parseTime(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`)
  if (fromMs === undefined) return undefined
  const start = new Date(fromMs)
  const [y, m, d] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()]
  const toMs = day !== undefined ? Date.UTC(y, m, d + 1) : month !== undefined ? Date.UTC(y, m + 1) : Date.UTC(y + 1, 0)
  return { fromMs, toMs }
}

function instantSpan(text: string): TimeSpan | undefined {
  const fromMs = parseTime(text)
  return fromMs === undefined ? undefined : { fromMs, toMs: fromMs + (text.charAt(19) === '.' ? 1 : 1000) }
}
