/** Calendars of zones: which day and minute it is somewhere, and when a day begins there. Right across every change of the clocks. */

const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarOf(zone: string): Intl.DateTimeFormat {
  const known = calendars.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  calendars.set(zone, made)
  return made
}

/** What clocks show there, to the second: `2026-03-29T03:00:00`. */
function shown(ms: number, zone: string): string {
  const parts = new Map(
    calendarOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '00'
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

/** The day there, `2026-11-22`; empty where the text is no time. */
export function dayIn(iso: string, zone: string): string {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? '' : shown(ms, zone).slice(0, 10)
}

/** What date and time fields take: `2026-11-22T09:15`; empty where the text is no time. */
export function wallClockIn(iso: string, zone: string): string {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? '' : shown(ms, zone).slice(0, 16)
}

const offsetAt = (ms: number, zone: string): number => Date.parse(`${shown(ms, zone)}Z`) - Math.floor(ms / 1000) * 1000

/**
 * The instant at which clocks there show a day and time (`2026-11-22T09:15`, seconds and their parts optional), in
 * milliseconds. Of a time that comes twice it is the first; a time that is left out is the moment the clocks were put
 * forward. Undefined where the text is none.
 */
export function instantIn(wall: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc)) return undefined
  const dayMs = 86_400_000
  const offsets = [...new Set([offsetAt(asUtc - dayMs, zone), offsetAt(asUtc, zone), offsetAt(asUtc + dayMs, zone)])]
  const fits = offsets.map((offset) => asUtc - offset).filter((ms) => ms + offsetAt(ms, zone) === asUtc)
  if (fits.length > 0) return Math.min(...fits)
  return putForward(asUtc, zone)
}

/** Where clocks jump over a time: the instant of the jump, by halving. */
function putForward(asUtc: number, zone: string): number {
  let [low, high] = [asUtc - 2 * 86_400_000, asUtc + 2 * 86_400_000]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle + offsetAt(middle, zone) < asUtc) low = middle
    else high = middle
  }
  return high
}

/** The first instant of a day there; undefined where the text is no day. */
export const dayStart = (day: string, zone: string): number | undefined => instantIn(`${day}T00:00`, zone)

/** The day after, `2026-11-23`. */
export const dayAfter = (day: string): string => {
  const ms = Date.parse(`${day}T00:00:00Z`) + 86_400_000
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10)
}

/** An instant as an address says it: a day of UTC where it is one, else to the second or millisecond. */
export function addressTime(ms: number): string {
  const text = new Date(ms).toISOString()
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, 10)
  return text.endsWith('.000Z') ? `${text.slice(0, 19)}Z` : text
}
