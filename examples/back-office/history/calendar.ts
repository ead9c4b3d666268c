import type { Random } from './random.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** The firm works Monday to Friday, seven to seven by its own clock, which is UTC in winter. Machines do not rest. */
const opens = 7 * hour
const closes = 19 * hour

export const startOfDay = (at: number): number => at - (((at % day) + day) % day)
/** 0 is Sunday. */
export const weekday = (at: number): number => new Date(at).getUTCDay()
export const isWorkingDay = (at: number): boolean => weekday(at) !== 0 && weekday(at) !== 6

/** A moment of a day on which people work: most in the morning and after lunch. */
export const workingMoment = (dayStart: number, random: Random): number => {
  const middle = random.chance(0.55) ? 10.2 : 14.8
  const spread = (random.next() + random.next() + random.next() - 1.5) * 3.4
  return Math.floor(dayStart + Math.min(closes - minute, Math.max(opens, (middle + spread) * hour)))
}

/** Any moment of a day; fewer at night, as a web shop sees it. */
export const anyMoment = (dayStart: number, random: Random): number =>
  Math.floor(dayStart + (random.chance(0.85) ? random.between(7, 23) : random.between(0, 24)) * hour)

/** That much later, or the next morning on which somebody is there. */
export const laterAtWork = (at: number, least: number, most: number, random: Random): number => {
  let moment = at + random.between(least, most)
  while (!isWorkingDay(moment) || moment - startOfDay(moment) < opens || moment - startOfDay(moment) > closes) {
    const next = moment - startOfDay(moment) > closes || !isWorkingDay(moment) ? startOfDay(moment) + day : startOfDay(moment)
    moment = next + opens + random.between(5 * minute, 3 * hour)
  }
  return Math.floor(moment)
}
