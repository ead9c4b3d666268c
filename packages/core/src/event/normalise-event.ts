import type { EventInput } from './event.ts'
import { formatTime, parseTime } from './time.ts'

/**
 * The one spelling of an event that passed `checkEvent`: ids in lower case, `occurredAt` in UTC with milliseconds, digits
 * beyond them floored (the only rounding there is). Nothing else is changed; the same object comes back where nothing had to be.
 *
 * @example normaliseEvent({ ...event, occurredAt: '2026-11-22T10:15:02+01:00' }).occurredAt === '2026-11-22T09:15:02.000Z'
 */
export function normaliseEvent(input: EventInput): EventInput {
  const id = input.id.toLowerCase()
  const occurredAt = canonicalTime(input.occurredAt)
  const causedBy = input.causedBy?.toLowerCase()
  if (id === input.id && occurredAt === input.occurredAt && causedBy === input.causedBy) return input
  return { ...input, id, occurredAt, ...(causedBy !== undefined && { causedBy }) }
}

function canonicalTime(text: string): string {
  if (canonical.test(text)) return text
  const ms = parseTime(text)
  if (ms === undefined) throw new Error('normaliseEvent was given a time that checkEvent refuses')
  return formatTime(ms)
}

const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
