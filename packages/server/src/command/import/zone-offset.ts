import { BadMapping, LineRefused } from './mapping.ts'
import type { WallTime } from './source-time.ts'

export type Repeated = 'first' | 'second'
type OffsetOf = (wall: WallTime, place: string) => string

/** Largest distance between zones and UTC, with room: the offset of a wall time is one of those around it. */
const dayMs = 86_400_000

/**
 * Finds the offset that a zone of the IANA database had at a wall time. An hour that was left out has none, and one that
 * came twice has two: both refuse the line, unless the mapping says which of the two is meant. Throws `BadMapping` for a
 * zone that is not known.
 */
export function zoneOffset(zone: string, repeated: Repeated | undefined, where: string): OffsetOf {
  const clock = clockOf(zone, where)
  return (wall, place) => {
    const wallMs = Date.parse(`${wall.date}T${wall.clock.slice(0, 8)}Z`)
    // A date that does not exist has no offset; the event's own check says so with its name.
    if (Number.isNaN(wallMs)) return 'Z'
    const around = [...new Set([clock(wallMs - dayMs), clock(wallMs + dayMs)])]
    const offsets = around.filter((offsetMs) => clock(wallMs - offsetMs) === offsetMs).sort((a, b) => b - a)
    const [first, second] = offsets
    if (first === undefined)
      throw new LineRefused('unreadable_time', `The time at ${place} was left out in ${zone}: the clocks went forward over it.`)
    if (second === undefined) return offsetText(first)
    // The larger offset is the earlier moment.
    if (repeated !== undefined) return offsetText(repeated === 'first' ? first : second)
    throw new LineRefused(
      'unreadable_time',
      `The time at ${place} came twice in ${zone}, when the clocks went back; say "repeated": "first" or "second" in the mapping.`,
    )
  }
}

/** The offset of a zone at a moment, both in milliseconds. */
function clockOf(zone: string, where: string): (ms: number) => number {
  const format = formatOf(zone, where)
  const known = new Map<number, number>()
  return (ms) => {
    // Offsets change on whole quarters of an hour; asking once for each keeps this cheap for long files.
    const quarter = Math.floor(ms / 900_000)
    let offsetMs = known.get(quarter)
    if (offsetMs === undefined) {
      offsetMs = offsetAt(format, quarter * 900_000)
      if (known.size > 50_000) known.clear()
      known.set(quarter, offsetMs)
    }
    return offsetMs
  }
}

function formatOf(zone: string, where: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' })
  } catch {
    throw new BadMapping(`${where}.zone`, `"${zone}" is no zone of the IANA database, such as Europe/Berlin`)
  }
}

/** `GMT`, `GMT+01:00`, `GMT-00:44:30`: seconds are those of the days before zones; they are cut, as RFC 3339 has none. */
function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? -offsetMs : offsetMs
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
