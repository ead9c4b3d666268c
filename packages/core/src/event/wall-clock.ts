// Which day and minute it is somewhere, and when a day begins there: right across every change of the clocks.

const calendars = new Map<string, Intl.DateTimeFormat>()
const mostCalendars = 64

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
  // Names are taken in any case, so that strangers could make this grow for ever.
  if (calendars.size >= mostCalendars) calendars.clear()
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

/** The day there at an instant, `2026-11-22`; empty where the number is no instant. */
export const dayAt = (ms: number, zone: string): string => (Number.isNaN(ms) ? '' : shown(ms, zone).slice(0, 10))

/** What date and time fields take at an instant: `2026-11-22T09:15`. */
export const wallClockAt = (ms: number, zone: string): string => (Number.isNaN(ms) ? '' : shown(ms, zone).slice(0, 16))

/** How far clocks there are before UTC at an instant, in milliseconds. */
export const offsetAt = (ms: number, zone: string): number => Date.parse(`${shown(ms, zone)}Z`) - Math.floor(ms / 1000) * 1000

/** True for names of time zones that this program knows: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    return calendarOf(name) !== undefined
  } catch {
    return false
  }
}

/**
 * The instant at which clocks there show a day and time (`2026-11-22T09:15`, seconds and their parts optional), in
 * milliseconds. Of a time that comes twice it is the first; a time that is left out is the moment the clocks were put
 * forward. Undefined where the text is none.
 */
export function instantIn(wall: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${wall}Z`)
  return Number.isNaN(asUtc) ? undefined : instantAt(asUtc, zone)
}

/** The same for what clocks there show written as milliseconds, as if it were UTC. */
export function instantAt(asUtc: number, zone: string): number {
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
