import { locale } from '../messages/messages.ts'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** A time that passed, in its largest unit: "3 days", "20 minutes". Takes milliseconds. */
export const showDuration = (ms: number): string => {
  const [unit, size] = units.find(([, each]) => ms >= each) ?? ['second', 1_000]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(ms / size)
}
