import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayAfter, dayAt, dayStart, instantIn, isTimeZone, offsetAt, wallClockAt } from '../../src/event/wall-clock.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Casablanca',
]
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) })

it('finds the instant again at which clocks show what they show, the first one where they show it twice', () => {
  fc.assert(
    fc.property(instant, zone, (ms, name) => {
      const minute = Math.floor(ms / 60_000) * 60_000
      const found = instantIn(wallClockAt(minute, name), name)
      expect(found).toBeDefined()
      expect(wallClockAt(found ?? 0, name)).toBe(wallClockAt(minute, name))
      expect(found).toBeLessThanOrEqual(minute)
    }),
  )
})

it('begins a day with its first instant: the one before is of another day', () => {
  fc.assert(
    fc.property(instant, zone, (ms, name) => {
      const day = dayAt(ms, name)
      const start = dayStart(day, name) ?? Number.NaN
      expect(dayAt(start, name)).toBe(day)
      expect(dayAt(start - 1, name) < day).toBe(true)
      expect(start).toBeLessThanOrEqual(ms)
      expect(dayStart(dayAfter(day), name)).toBeGreaterThan(ms)
    }),
  )
})

it.each([
  // Clocks are put forward at 02:00, back at 03:00.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  // The day began at one o'clock.
  ['2017-10-15T00:00', 'America/Sao_Paulo', '2017-10-15T03:00:00.000Z'],
  ['2026-11-22T09:15', 'Asia/Kolkata', '2026-11-22T03:45:00.000Z'],
])('%s in %s is %s', (wall, name, expected) => {
  expect(new Date(instantIn(wall, name) ?? Number.NaN).toISOString()).toBe(expected)
})

it('knows a day of 23 and one of 25 hours', () => {
  const hours = (day: string) =>
    ((dayStart(dayAfter(day), 'Europe/Berlin') ?? 0) - (dayStart(day, 'Europe/Berlin') ?? 0)) / 3_600_000
  expect([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25])
})

it('takes nothing for a day, a time or a zone that is none', () => {
  expect([dayStart('yesterday', 'UTC'), instantIn('2026-02-30T25:00', 'UTC'), dayAfter('x')]).toEqual([undefined, undefined, ''])
  expect([dayAt(Number.NaN, 'UTC'), wallClockAt(Number.NaN, 'UTC')]).toEqual(['', ''])
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false])
  expect(offsetAt(Date.UTC(2026, 6, 1), 'Europe/Berlin')).toBe(7_200_000)
})
