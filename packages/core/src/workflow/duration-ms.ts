const dayMs = 86_400_000
const dateUnits = { Y: 365 * dayMs, M: 30 * dayMs, W: 7 * dayMs, D: dayMs } as const
const timeUnits = { H: 3_600_000, M: 60_000, S: 1_000 } as const

/**
 * How long an ISO 8601 duration in whole numbers is, in milliseconds: `P3D`, `PT4H`, `P1DT12H`. A month counts 30 days and
 * a year 365. Undefined for any other text, and for one longer than 100 years.
 *
 * @example durationMs('P3D') === 259_200_000
 */
export const durationMs = (text: string): number | undefined => {
  const [, date = '', time] = /^P((?:\d{1,6}[YMWD])*)(?:T((?:\d{1,6}[HMS])+))?$/.exec(text) ?? []
  if (date === '' && time === undefined) return undefined
  const ms = sum(date, dateUnits) + sum(time ?? '', timeUnits)
  return ms <= 36_500 * dayMs ? ms : undefined
}

const sum = (text: string, units: { readonly [unit: string]: number }): number =>
  [...text.matchAll(/(\d+)([A-Z])/g)].reduce((total, [, count, unit = '']) => total + Number(count) * (units[unit] ?? 0), 0)
