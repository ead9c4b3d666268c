/**
 * The instant that an RFC 3339 time with an offset names, in milliseconds since 1970-01-01T00:00:00Z, or nothing where
 * the text is not one. Strict: real calendar dates, `T` (or `t`) between date and time, an offset or `Z` (or `z`), any
 * number of digits after the seconds, those beyond milliseconds floored. No leap seconds and no 24:00, since neither
 * survives storage; only instants from 1970 to 9999 in UTC.
 *
 * @example parseTime('2026-11-22T10:15:02.1239+01:00') === Date.UTC(2026, 10, 22, 9, 15, 2, 123)
 */
export function parseTime(text: string): number | undefined {
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 2)
  const day = digitsAt(text, 8, 2)
  const hour = digitsAt(text, 11, 2)
  const minute = digitsAt(text, 14, 2)
  const second = digitsAt(text, 17, 2)
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash || (text.charCodeAt(10) | 0x20) !== letterT) return undefined
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return undefined
  const fractionEnd = pastFraction(text)
  const offsetMs = offsetAt(text, fractionEnd)
  if (offsetMs === undefined) return undefined
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(text, fractionEnd)) - offsetMs
  return year >= 1900 && ms >= 0 && ms <= lastMs ? ms : undefined
}

/** The one spelling in which the trail keeps an instant: `2026-11-22T09:15:02.123Z`. */
export const formatTime = (ms: number): string => new Date(ms).toISOString()

/** 9999-12-31T23:59:59.999Z */
const lastMs = 253_402_300_799_999
const dash = 0x2d
const colon = 0x3a
const dot = 0x2e
const plus = 0x2b
const letterT = 0x74
const letterZ = 0x7a
const fractionStart = 19

/** The number that `count` digits at `start` write, or -1. */
function digitsAt(text: string, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Where the digits after the seconds end; the same place where there is none; -1 for a dot without digits. */
function pastFraction(text: string): number {
  if (text.charCodeAt(fractionStart) !== dot) return fractionStart
  let at = fractionStart + 1
  while (digitsAt(text, at, 1) >= 0) at++
  return at > fractionStart + 1 ? at : -1
}

function milliseconds(text: string, fractionEnd: number): number {
  let value = 0
  for (let place = 1; place <= 3; place++) {
    const at = fractionStart + place
    value = value * 10 + (at < fractionEnd ? digitsAt(text, at, 1) : 0)
  }
  return value
}

/** What the offset that ends the text adds to UTC, in milliseconds. */
function offsetAt(text: string, start: number): number | undefined {
  if (start < 0) return undefined
  const unit = text.charCodeAt(start)
  if ((unit | 0x20) === letterZ) return text.length === start + 1 ? 0 : undefined
  if ((unit !== plus && unit !== dash) || text.length !== start + 6 || text.charCodeAt(start + 3) !== colon) return undefined
  const hours = digitsAt(text, start + 1, 2)
  const minutes = digitsAt(text, start + 4, 2)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return (unit === plus ? 1 : -1) * (hours * 60 + minutes) * 60_000
}
