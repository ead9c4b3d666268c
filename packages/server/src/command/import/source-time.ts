import type { Json } from '@daybook/core'
import { LineRefused } from './mapping.ts'

export interface TimeReading {
  readonly format: string
  /** `+02:00` or `Z`: the offset of texts that carry none. */
  readonly offset: string | undefined
  /** The path, for the refusal. */
  readonly place: string
}

const dateTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * A source's time as an RFC 3339 text. Texts may have a space for the `T`, no seconds, or only a date (midnight); without
 * an offset of their own they need the mapping's. Whether the date exists is left to the event's own check.
 */
export function readTime(value: Json, reading: TimeReading): string {
  if (reading.format !== 'rfc3339') return fromEpoch(value, reading)
  const found = typeof value === 'string' ? dateTime.exec(value.trim()) : null
  if (found === null) throw unreadable(reading.place, 'is not a date and time such as 2026-11-22T09:15:02Z')
  const [, date, minutes = '00:00', seconds = ':00', ownOffset] = found
  const offset = ownOffset ?? reading.offset
  if (offset === undefined) throw unreadable(reading.place, 'has no offset; give the mapping an "offset"')
  return `${date}T${minutes}${seconds.replace(',', '.')}${withColon(offset)}`
}

function fromEpoch(value: Json, reading: TimeReading): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const factor = reading.format === 'seconds' ? 1000 : 1
  const time = typeof number === 'number' ? new Date(Math.floor(number * factor)) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime())) throw unreadable(reading.place, `is not a number of ${reading.format} since 1970`)
  return time.toISOString()
}

const withColon = (offset: string): string =>
  offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase()

const unreadable = (place: string, what: string): LineRefused =>
  new LineRefused('unreadable_time', `The time at ${place} ${what}.`)
