import type { Json } from '@daybook/core'
import { BadMapping, LineRefused } from './mapping.ts'
import { compileTimePattern } from './time-pattern.ts'
import { type Repeated, zoneOffset } from './zone-offset.ts'

/** What a mapping says of a time, as texts of the mapping. Nothing of it is ever guessed from the values. */
export interface TimeOptions {
  /** `rfc3339` (default), `seconds`, `milliseconds`, or a pattern such as `DD.MM.YYYY HH:mm`. */
  readonly format: string | undefined
  /** `+02:00` or `Z`: the offset of texts that carry none. */
  readonly offset: string | undefined
  /** `Europe/Berlin`: the zone of texts that carry no offset; the offset then follows from the day. */
  readonly zone: string | undefined
  /** With `zone`: which one is meant of an hour that the clocks passed twice. Without it such a line is refused. */
  readonly repeated: string | undefined
  /** The path, for refusals. */
  readonly place: string
  /** The place in the mapping. */
  readonly where: string
}

export type TimeReader = (value: Json) => string

/** A time as a source writes it, part by part; digits as they stand. */
export interface WallTime {
  readonly date: string
  /** `hh:mm:ss` with whatever fraction there is. */
  readonly clock: string
  readonly offset: string | undefined
}

const dateTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const offsetPattern = /^(?:Z|[+-]\d{2}:?\d{2})$/i

/**
 * Compiles what the mapping says into a reader that gives RFC 3339 texts. Texts may have a space for the `T`, no seconds,
 * or only a date (midnight); without an offset of their own they need the mapping's offset or zone. Whether the date
 * exists is left to the event's own check. Throws `BadMapping`; the reader throws `LineRefused`.
 */
export function timeReader(options: TimeOptions): TimeReader {
  const { format = 'rfc3339', offset, zone, repeated, place, where } = options
  if (format === 'seconds' || format === 'milliseconds') return (value) => fromEpoch(value, format, place)
  if (offset !== undefined && !offsetPattern.test(offset))
    throw new BadMapping(`${where}.offset`, 'an offset such as "+01:00" or "Z" is expected')
  if (offset !== undefined && zone !== undefined) throw new BadMapping(where, 'give "offset" or "zone", not both')
  if (repeated !== undefined && (zone === undefined || !['first', 'second'].includes(repeated)))
    throw new BadMapping(`${where}.repeated`, '"first" or "second" is expected, with a "zone"')
  const inZone = zone === undefined ? undefined : zoneOffset(zone, repeated as Repeated | undefined, where)
  const parse = format === 'rfc3339' ? parseRfc3339 : compileTimePattern(format, where)
  const example = format === 'rfc3339' ? '2026-11-22T09:15:02Z' : format
  return (value) => {
    const wall = typeof value === 'string' ? parse(value.trim()) : undefined
    if (wall === undefined) throw unreadable(place, `is not a date and time such as ${example}`)
    const found = wall.offset ?? offset ?? inZone?.(wall, place)
    if (found === undefined) throw unreadable(place, 'has no offset; give the mapping an "offset" or a "zone"')
    return `${wall.date}T${wall.clock}${withColon(found)}`
  }
}

function parseRfc3339(text: string): WallTime | undefined {
  const found = dateTime.exec(text)
  if (found === null) return undefined
  const [, date = '', minutes = '00:00', seconds = ':00', offset] = found
  return { date, clock: `${minutes}${seconds.replace(',', '.')}`, offset }
}

function fromEpoch(value: Json, format: 'seconds' | 'milliseconds', place: string): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const factor = format === 'seconds' ? 1000 : 1
  const time = typeof number === 'number' ? new Date(Math.floor(number * factor)) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime())) throw unreadable(place, `is not a number of ${format} since 1970`)
  return time.toISOString()
}

const withColon = (offset: string): string =>
  offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase()

const unreadable = (place: string, what: string): LineRefused =>
  new LineRefused('unreadable_time', `The time at ${place} ${what}.`)
