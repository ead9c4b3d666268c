import { expect, it } from 'vitest'
import { afterReport, isSilent, type Rhythm } from '../../src/access/rhythm.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const monday = Date.UTC(2026, 10, 16)

const reports = (times: readonly number[], how = {}): Rhythm =>
  times.reduce<Rhythm | undefined>((rhythm, at) => afterReport(rhythm, at, how), undefined) as Rhythm

it('takes a source that sends heartbeats for silent after five minutes', () => {
  const rhythm = reports([monday, monday + minute], { heartbeat: true })
  expect(isSilent(rhythm, monday + minute + 5 * minute)).toBe(false)
  expect(isSilent(rhythm, monday + minute + 5 * minute + 1)).toBe(true)
})

it('lets a source that only sends events be silent for half as long again as it was in the last eight days', () => {
  // Working days from eight to six, a report every hour: the weekend is its longest silence.
  const week = Array.from({ length: 12 }, (_, at) => monday + at * day).filter((at) => new Date(at).getUTCDay() % 6 !== 0)
  const rhythm = reports(week.flatMap((at) => Array.from({ length: 11 }, (_, i) => at + (8 + i) * hour)))
  const last = rhythm.lastMs
  const weekend = 62 * hour
  expect(isSilent(rhythm, last + weekend)).toBe(false)
  expect(isSilent(rhythm, last + 1.5 * weekend)).toBe(false)
  expect(isSilent(rhythm, last + 1.5 * weekend + 1)).toBe(true)
})

it('gives a source that is known for less than a day a whole day', () => {
  const rhythm = reports([monday, monday + minute])
  expect(isSilent(rhythm, monday + minute + day)).toBe(false)
  expect(isSilent(rhythm, monday + minute + day + 1)).toBe(true)
})

it('is not troubled by one that said it leaves, nor for ever by one of the past', () => {
  const left = afterReport(reports([monday], { heartbeat: true }), monday + minute, { heartbeat: true, leaving: true })
  expect(isSilent(left, monday + hour)).toBe(false)
  expect(isSilent(afterReport(left, monday + 2 * hour), monday + 2 * hour + 6 * minute)).toBe(false)
  const gone = reports([monday], { heartbeat: true })
  expect(isSilent(gone, monday + 30 * day)).toBe(true)
  expect(isSilent(gone, monday + 31 * day)).toBe(false)
})

it('takes a clock that was put back for no silence', () => {
  const rhythm = reports([monday, monday + day, monday + hour], { heartbeat: true })
  expect(rhythm.lastMs).toBe(monday + day)
  expect(isSilent(rhythm, monday)).toBe(false)
})
