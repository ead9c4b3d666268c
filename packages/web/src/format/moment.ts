import { dayAt } from '@daybook/core'
import { locale } from '../messages/messages.ts'
import { currentZone } from '../zone/zone.ts'

const toTheSecond = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const

const formats = {
  timeOfDay: { timeStyle: 'short' },
  clock: { timeStyle: 'medium' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date: { dateStyle: 'medium' },
  dateAndTime: { dateStyle: 'medium', timeStyle: 'short' },
  exact: toTheSecond,
  toTheMillisecond: { ...toTheSecond, fractionalSecondDigits: 3 },
} as const satisfies { readonly [name: string]: Intl.DateTimeFormatOptions }

const made = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs more than using it a thousand times. */
function formatIn(name: keyof typeof formats, timeZone: string): Intl.DateTimeFormat {
  const key = `${name} ${timeZone}`
  const known = made.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locale, { ...formats[name], timeZone })
  made.set(key, format)
  return format
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

const valid = (iso: string) => !Number.isNaN(Date.parse(iso))
const or = (iso: string, show: (moment: Date) => string) => (valid(iso) ? show(new Date(iso)) : iso)

const inZone =
  (name: keyof typeof formats) =>
  (iso: string): string =>
    or(iso, (moment) => formatIn(name, currentZone()).format(moment))

// All of these tell the time in the zone that the reader chose.
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** True for a time that says its day, its hour and its zone. */
export const isInstant = (text: string): boolean => instant.test(text) && valid(text)

/** True for a day without an hour: `2026-05-03`. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && valid(text)

/** Hours and minutes: the exact time stands in the event. */
export const showTime = inZone('timeOfDay')
/** With seconds, where minutes are all that differs. */
export const showClock = inZone('clock')
export const showDate = inZone('date')
export const showDateAndTime = inZone('dateAndTime')
/** To the second, the zone named: milliseconds stand beside it where they are asked for. */
export const showExact = inZone('exact')
/** As recorded, to the millisecond, in a zone by its name. */
export const showExactIn = (iso: string, timeZone: string): string =>
  or(iso, (moment) => formatIn('toTheMillisecond', timeZone).format(moment))
/** A day that was told by `zoneDay` in words: it is that day wherever one reads it. */
export const showDay = (day: string): string => or(`${day}T12:00:00Z`, (moment) => formatIn('day', 'UTC').format(moment))
/** A UTC day by any moment of it, in milliseconds. */
export const showUtcDay = (ms: number): string => (Number.isNaN(ms) ? '' : formatIn('date', 'UTC').format(ms))
/** As recorded: UTC, milliseconds, readable. */
export const showUtc = (iso: string): string => or(iso, (moment) => moment.toISOString().replace('T', ' '))

/** The day of a moment in the reader's zone, `2026-11-22`, for grouping. */
export const zoneDay = (iso: string): string => dayAt(Date.parse(iso), currentZone()) || iso

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hours ago", coarse on purpose: it stands beside the exact time. */
export function showAge(iso: string, nowMs: number): string {
  if (!valid(iso)) return ''
  const seconds = (Date.parse(iso) - nowMs) / 1000
  const [unit, size] = steps.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1]
  return relative.format(Math.trunc(seconds / size), unit)
}
