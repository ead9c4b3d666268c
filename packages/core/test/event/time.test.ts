import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { normaliseEvent } from '../../src/event/normalise-event.ts'
import { formatTime, parseTime } from '../../src/event/time.ts'
import { leastEvent } from './sample-events.ts'

const kept: readonly (readonly [text: string, utc: string])[] = [
  ['2026-11-22T09:15:02.123Z', '2026-11-22T09:15:02.123Z'],
  ['2026-11-22T09:15:02Z', '2026-11-22T09:15:02.000Z'],
  ['2026-11-22T09:15:02.1Z', '2026-11-22T09:15:02.100Z'],
  ['2026-11-22T09:15:02.123999999Z', '2026-11-22T09:15:02.123Z'],
  ['2026-11-22T09:15:02.9999Z', '2026-11-22T09:15:02.999Z'],
  [`2026-11-22T09:15:02.${'9'.repeat(500)}Z`, '2026-11-22T09:15:02.999Z'],
  ['2026-11-22t09:15:02z', '2026-11-22T09:15:02.000Z'],
  ['2026-11-22T09:15:02+00:00', '2026-11-22T09:15:02.000Z'],
  ['2026-11-22T09:15:02-00:00', '2026-11-22T09:15:02.000Z'],
  ['2026-11-22T09:15:02+05:30', '2026-11-22T03:45:02.000Z'],
  ['2026-11-22T09:15:02-08:00', '2026-11-22T17:15:02.000Z'],
  ['2026-11-22T09:15:02+23:59', '2026-11-21T09:16:02.000Z'],
  ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['1969-12-31T23:00:00-01:00', '1970-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['2026-01-31T23:59:59Z', '2026-01-31T23:59:59.000Z'],
]

const refused: readonly (readonly [text: string, why: string])[] = [
  ['', 'nothing'],
  ['1', 'a number'],
  ['1732266902123', 'milliseconds'],
  ['yesterday', 'a word'],
  ['2026', 'a year'],
  ['2026-11-22', 'a date'],
  ['09:15:02Z', 'a time of day'],
  ['2026-11-22T09:15:02', 'no offset'],
  ['2026-11-22T09:15:02.123', 'no offset after a fraction'],
  ['2026-11-22T09:15Z', 'no seconds'],
  ['2026-11-22 09:15:02Z', 'a space for T'],
  ['2026-11-22_09:15:02Z', 'another character for T'],
  ['2026-11-22T09:15:02.Z', 'a dot without digits'],
  ['2026-11-22T09:15:02,5Z', 'a comma'],
  ['2026-11-22T09:15:02+0530', 'an offset without a colon'],
  ['2026-11-22T09:15:02+05', 'an offset of hours'],
  ['2026-11-22T09:15:02+24:00', 'an offset of a day'],
  ['2026-11-22T09:15:02+05:60', 'an offset of 60 minutes'],
  ['2026-11-22T09:15:02 Z', 'a space before the offset'],
  ['2026-11-22T09:15:02ZZ', 'two offsets'],
  ['2026-11-22T09:15:02Z ', 'a space at the end'],
  [' 2026-11-22T09:15:02Z', 'a space at the start'],
  ['2026-11-22T09:15:02Z\n', 'a line end'],
  ['2026-11-22T09:15:02Z\0', 'a NUL'],
  ['2026-11-22T09:15:02[Europe/Paris]', 'a zone name'],
  ['2026-11-22T09:15:02+01:00[Europe/Paris]', 'RFC 9557'],
  ['2024-02-30T00:00:00Z', '30 February'],
  ['2023-02-29T00:00:00Z', '29 February, no leap year'],
  ['2100-02-29T00:00:00Z', '29 February of a century'],
  ['2026-04-31T00:00:00Z', '31 April'],
  ['2026-00-10T00:00:00Z', 'month 0'],
  ['2026-13-10T00:00:00Z', 'month 13'],
  ['2026-01-00T00:00:00Z', 'day 0'],
  ['2026-01-32T00:00:00Z', 'day 32'],
  ['2026-11-22T24:00:00Z', '24:00'],
  ['2026-11-22T09:60:00Z', 'minute 60'],
  ['2016-12-31T23:59:60Z', 'a leap second'],
  ['2026-11-22T9:15:02Z', 'one digit'],
  ['26-11-22T09:15:02Z', 'a short year'],
  ['+275760-09-13T00:00:00Z', 'a long year'],
  ['10000-01-01T00:00:00Z', 'year 10000'],
  ['-000001-01-01T00:00:00Z', 'a negative year'],
  ['0000-01-01T00:00:00Z', 'year 0'],
  ['0099-01-01T00:00:00Z', 'year 99'],
  ['1969-12-31T23:59:59.999Z', 'before 1970'],
  ['1970-01-01T00:00:00+00:01', 'before 1970 in UTC'],
  ['9999-12-31T23:59:59-00:01', 'after 9999 in UTC'],
  ['２０２６-11-22T09:15:02Z', 'full-width digits'],
  ['2026−11−22T09:15:02Z', 'minus signs'],
  ['2026-11-22T09:15:02.1२Z', 'Devanagari digits'],
  ['2026-1a-22T09:15:02Z', 'a letter'],
  ['20261122T091502Z', 'ISO 8601 basic'],
  ['2026-W47-7T09:15:02Z', 'a week date'],
  ['2026-326T09:15:02Z', 'an ordinal date'],
  ['Sun, 22 Nov 2026 09:15:02 GMT', 'RFC 5322'],
]

describe('a time of an event', () => {
  it.each(kept)('%s is kept as %s', (text, utc) => {
    expect(formatTime(parseTime(text) ?? Number.NaN)).toBe(utc)
    expect(checkEvent({ ...leastEvent, occurredAt: text })).toBeUndefined()
    expect(normaliseEvent({ ...leastEvent, occurredAt: text }).occurredAt).toBe(utc)
  })

  it.each(refused)('%j is refused: %s', (text) => {
    expect(parseTime(text)).toBeUndefined()
    expect(checkEvent({ ...leastEvent, occurredAt: text })).toMatchObject({ code: 'bad_time', pointer: '/occurredAt' })
  })

  it('comes back as the same instant in any offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), fc.integer({ min: -1439, max: 1439 }), (ms, minutes) => {
        const local = new Date(ms + minutes * 60_000)
        fc.pre(local.getUTCFullYear() >= 1970 && local.getUTCFullYear() <= 9999)
        const size = Math.abs(minutes)
        const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
        expect(parseTime(local.toISOString().replace('Z', offset))).toBe(ms)
      }),
    )
  })

  it('is read as the platform reads it, wherever the two agree that it is one', () => {
    const digit = fc.constantFrom(...'0123456789')
    const part = (count: number) => fc.array(digit, { minLength: count, maxLength: count }).map((digits) => digits.join(''))
    const text = fc
      .tuple(part(4), part(2), part(2), part(2), part(2), part(2), part(3), fc.constantFrom('Z', '+01:00', '-11:30'))
      .map(([y, mo, d, h, mi, s, ms, offset]) => `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}${offset}`)
    fc.assert(
      fc.property(text, (time) => {
        const ours = parseTime(time)
        if (ours !== undefined) expect(ours).toBe(Date.parse(time))
      }),
      { numRuns: 2_000 },
    )
  })
})
