import type { PartialEvent } from '../sentence/part.ts'
import type { Weakness } from './defect.ts'

/** Recorded this long after it occurred, an event is late: whoever looked in between did not see it. */
export const lateAfterMs = 60 * 60 * 1_000
/** Clocks differ; an event from further in the future than this has a wrong one. */
export const clockToleranceMs = 5 * 60 * 1_000
/** Nothing that an internal tool did happened before this. */
const earliestMs = Date.UTC(1990, 0, 1)

/** When it occurred against when it was recorded. History that was loaded as such is neither late nor from a wrong clock. */
export function weakTimes(event: PartialEvent): readonly Weakness[] {
  const occurred = event.occurredAt === undefined ? Number.NaN : Date.parse(event.occurredAt)
  const recorded = event.recordedAt === undefined ? Number.NaN : Date.parse(event.recordedAt)
  if (Number.isNaN(occurred)) return []
  const pointer = '/occurredAt'
  if (recorded - occurred < -clockToleranceMs) return [{ name: 'clock_suspect', pointer, values: { why: 'future' } }]
  if (event.history === true) return []
  if (occurred < earliestMs) return [{ name: 'clock_suspect', pointer, values: { why: 'past' } }]
  if (!(recorded - occurred >= lateAfterMs)) return []
  return [{ name: 'recorded_late', pointer, values: { hours: Math.floor((recorded - occurred) / 3_600_000) } }]
}
