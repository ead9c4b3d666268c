import { formatTime } from '@daybook/core'

/** Spans of equal width between `edges` (ascending milliseconds, one more than there are spans); `width` as an ISO 8601 duration. */
export interface Spans {
  readonly width: string
  readonly edges: readonly number[]
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const fixed: readonly (readonly [ms: number, name: string])[] = [
  [second, 'PT1S'],
  [5 * second, 'PT5S'],
  [15 * second, 'PT15S'],
  [30 * second, 'PT30S'],
  [minute, 'PT1M'],
  [5 * minute, 'PT5M'],
  [15 * minute, 'PT15M'],
  [30 * minute, 'PT30M'],
  [hour, 'PT1H'],
  [3 * hour, 'PT3H'],
  [6 * hour, 'PT6H'],
  [12 * hour, 'PT12H'],
  [day, 'P1D'],
]
const months: readonly (readonly [months: number, name: string])[] = [
  [1, 'P1M'],
  [3, 'P3M'],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000].map((years) => [12 * years, `P${years}Y`] as const),
]

/** 1970-01-05 was a Monday. */
const firstMonday = 4 * day
/** The last instant that an event can have, 9999-12-31T23:59:59.999Z. */
const lastMs = 253_402_300_799_999

/** A time as text; what lies behind the last that can be written is written as that. */
export const edgeText = (ms: number): string => formatTime(Math.min(Math.max(ms, 0), lastMs))

/**
 * Spans over `[fromMs, toMs)` in UTC: the narrowest width people read (seconds, minutes, hours, days, weeks from Monday,
 * months, years) that gives at most `most` of them. They begin at whole multiples of the width; the first may begin
 * before `fromMs` and the last end after `toMs`.
 */
export const spansOver = (fromMs: number, toMs: number, most: number): Spans => {
  if (toMs <= fromMs) return { width: 'PT0S', edges: [] }
  for (const [width, name] of fixed) {
    const edges = evenEdges(fromMs, toMs, width, 0, most)
    if (edges) return { width: name, edges }
  }
  const weeks = evenEdges(fromMs, toMs, 7 * day, firstMonday, most)
  if (weeks) return { width: 'P7D', edges: weeks }
  for (const [width, name] of months) {
    const edges = calendarEdges(fromMs, toMs, width, most)
    if (edges) return { width: name, edges }
  }
  return { width: 'P10000Y', edges: [fromMs, toMs] }
}

/** Edges clipped to the range: together the spans are it exactly. */
export const clipped = ({ width, edges }: Spans, fromMs: number, toMs: number): Spans => ({
  width,
  edges: edges.map((edge) => Math.min(Math.max(edge, fromMs), toMs)),
})

const evenEdges = (fromMs: number, toMs: number, width: number, origin: number, most: number): number[] | undefined => {
  const first = Math.floor((fromMs - origin) / width) * width + origin
  const count = Math.ceil((toMs - first) / width)
  return count > most ? undefined : Array.from({ length: count + 1 }, (_, n) => first + n * width)
}

const calendarEdges = (fromMs: number, toMs: number, width: number, most: number): number[] | undefined => {
  const from = new Date(fromMs)
  const first = Math.floor((from.getUTCFullYear() * 12 + from.getUTCMonth()) / width) * width
  const edges = [monthStart(first)]
  for (let at = first + width; (edges.at(-1) ?? 0) < toMs; at += width) {
    if (edges.length > most) return undefined
    edges.push(monthStart(at))
  }
  return edges
}

/** The n-th month since the year 0; the years before 100 are not those of the last century. */
const monthStart = (n: number): number => new Date(0).setUTCFullYear(Math.floor(n / 12), n % 12, 1)
