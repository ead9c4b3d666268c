import type { PartialEvent } from '../sentence/part.ts'
import type { Weakness } from './defect.ts'

/** Recorded this long after it occurred, an event is late: whoever looked in between did not see it. */
export const lateAfterMs = 60 * 60 * 1_000
/** Clocks differ; an event from further in the future than this has a wrong one. */
export const clockToleranceMs = 5 * 60 * 1_000
/** Nothing that an internal tool did happened before this. */
const earliestMs = Date.UTC(1990, 0, 1)

/** When it occurred against when it was recorded. History that was loaded as such is neither late nor from a wrong clock. */
export function weakTimes({ occurredAt, recordedAt, history }: PartialEvent, weak: Weakness[]): void {
  const occurred = occurredAt === undefined ? Number.NaN : Date.parse(occurredAt)
  const recorded = recordedAt === undefined ? Number.NaN : recordedMs(recordedAt)
  if (Number.isNaN(occurred)) return
  const pointer = '/occurredAt'
  if (recorded - occurred < -clockToleranceMs) weak.push({ name: 'clock_suspect', pointer, values: { why: 'future' } })
  else if (history === true) return
  else if (occurred < earliestMs) weak.push({ name: 'clock_suspect', pointer, values: { why: 'past' } })
  else if (recorded - occurred >= lateAfterMs)
    weak.push({ name: 'recorded_late', pointer, values: { hours: Math.floor((recorded - occurred) / 3_600_000) } })
}

/** What is recorded together has one time. */
function recordedMs(text: string): number {
  if (text !== last.text) last = { text, ms: Date.parse(text) }
  return last.ms
}

let last = { text: '', ms: Number.NaN }
