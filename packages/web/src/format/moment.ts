import { locale } from '../messages/messages.ts'

const format = (options: Intl.DateTimeFormatOptions, inLocale: string = locale) => new Intl.DateTimeFormat(inLocale, options)

const timeOfDay = format({ timeStyle: 'short' })
const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const date = format({ dateStyle: 'medium' })
const utcDate = format({ dateStyle: 'medium', timeZone: 'UTC' })
const dateAndTime = format({ dateStyle: 'medium', timeStyle: 'short' })
const exact = format({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
})
const dayKey = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** The reader's zone by name, `Europe/Berlin`. */
export const zone: string = timeOfDay.resolvedOptions().timeZone

const valid = (iso: string) => !Number.isNaN(Date.parse(iso))
const or = (iso: string, show: (moment: Date) => string) => (valid(iso) ? show(new Date(iso)) : iso)

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** True for a time that says its day, its hour and its zone. */
export const isInstant = (text: string): boolean => instant.test(text) && valid(text)

/** Hours and minutes: the exact time stands in the event. */
export const showTime = (iso: string): string => or(iso, (moment) => timeOfDay.format(moment))
export const showDay = (iso: string): string => or(iso, (moment) => day.format(moment))
export const showDate = (iso: string): string => or(iso, (moment) => date.format(moment))
export const showDateAndTime = (iso: string): string => or(iso, (moment) => dateAndTime.format(moment))
/** A UTC day by any moment of it, in milliseconds. */
export const showUtcDay = (ms: number): string => (Number.isNaN(ms) ? '' : utcDate.format(ms))
/** With milliseconds and the zone named. */
export const showExact = (iso: string): string => or(iso, (moment) => exact.format(moment))
/** As recorded: UTC, milliseconds, readable. */
export const showUtc = (iso: string): string => or(iso, (moment) => moment.toISOString().replace('T', ' '))

/** The local day of a moment, `2026-11-22`, for grouping. */
export const localDay = (iso: string): string => or(iso, (moment) => dayKey.format(moment))

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
