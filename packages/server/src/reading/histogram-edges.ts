import { formatTime, instantAt, offsetAt } from '@daybook/core'

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
/** The first instant that clocks are asked about, 0001-01-02; the last that an event can have, 9999-12-31T23:59:59.999Z. */
const firstMs = -62_135_510_400_000
const lastMs = 253_402_300_799_999

/** A time as text; what lies behind the last that can be written is written as that. */
export const edgeText = (ms: number): string => formatTime(Math.min(Math.max(ms, 0), lastMs))

/**
 * Spans over `[fromMs, toMs)` in a zone: the narrowest width people read (seconds, minutes, hours, days, weeks from Monday,
 * months, years) that gives at most `most` of them. They begin where clocks there show whole multiples of the width, so
 * that a day on which the clocks are changed is a longer or shorter one; the first may begin before `fromMs` and the last
 * end after `toMs`.
 */
export const spansOver = (fromMs: number, toMs: number, most: number, zone = 'UTC'): Spans => {
  if (toMs <= fromMs) return { width: 'PT0S', edges: [] }
  const clock = clockOf(zone)
  for (const [width, name] of fixed) {
    const edges = evenEdges(fromMs, toMs, width, 0, most, clock)
    if (edges) return { width: name, edges }
  }
  const weeks = evenEdges(fromMs, toMs, 7 * day, firstMonday, most, clock)
  if (weeks) return { width: 'P7D', edges: weeks }
  for (const [width, name] of months) {
    const edges = calendarEdges(fromMs, toMs, width, most, clock)
    if (edges) return { width: name, edges }
  }
  return { width: 'P10000Y', edges: [fromMs, toMs] }
}

/** Edges clipped to the range: together the spans are it exactly. */
export const clipped = ({ width, edges }: Spans, fromMs: number, toMs: number): Spans => ({
  width,
  edges: edges.map((edge) => Math.min(Math.max(edge, fromMs), toMs)),
})

/** What a zone's clocks show, as if it were UTC, and the instant at which they show it. */
interface Clock {
  readonly shown: (ms: number) => number
  readonly instant: (shown: number) => number
}

const clockOf = (zone: string): Clock => {
  if (zone === 'UTC') return { shown: (ms) => ms, instant: (shown) => shown }
  // Zones are as they are on Earth: before the year 1 and after 9999 there are no clocks to ask.
  const within = (ms: number) => Math.min(Math.max(ms, firstMs), lastMs)
  return {
    shown: (ms) => ms + offsetAt(within(ms), zone),
    instant: (shown) => instantAt(within(shown), zone) + (shown - within(shown)),
  }
}

const evenEdges = (
  fromMs: number,
  toMs: number,
  width: number,
  origin: number,
  most: number,
  { shown, instant }: Clock,
): number[] | undefined => {
  const first = Math.floor((shown(fromMs) - origin) / width) * width + origin
  if (Math.ceil((shown(toMs) - first) / width) > most + 1) return undefined
  const edges = [instant(first)]
  // Where clocks are put back, a narrow span comes twice, and where they are put forward, it is left out.
  for (let at = first + width; (edges.at(-1) ?? 0) < toMs; at += width) {
    const edge = width <= hour ? (edges.at(-1) ?? 0) + width : instant(at)
    if (edge > (edges.at(-1) ?? 0)) edges.push(edge)
    if (edges.length > most + 1) return undefined
  }
  return edges
}

const calendarEdges = (
  fromMs: number,
  toMs: number,
  width: number,
  most: number,
  { shown, instant }: Clock,
): number[] | undefined => {
  const from = new Date(shown(fromMs))
  const first = Math.floor((from.getUTCFullYear() * 12 + from.getUTCMonth()) / width) * width
  const edges = [instant(monthStart(first))]
  for (let at = first + width; (edges.at(-1) ?? 0) < toMs; at += width) {
    if (edges.length > most) return undefined
    edges.push(instant(monthStart(at)))
  }
  return edges
}

/** The n-th month since the year 0; the years before 100 are not those of the last century. */
const monthStart = (n: number): number => new Date(0).setUTCFullYear(Math.floor(n / 12), n % 12, 1)
