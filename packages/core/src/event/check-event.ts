import type { Problem } from '../refusal.ts'
import { compileShape } from './compile-shape.ts'
import { eventShape } from './event-shape.ts'
import { notAnObject } from './not-an-object.ts'
import { parseTime } from './time.ts'

/**
 * Why a value is not an event that a producer may send (`eventShape`), with a pointer into it, or nothing if it is one.
 * The value is JSON that passed `gate`: what `context` and the values of changes hold is not looked into again.
 * Never throws, and never repeats a value.
 *
 * @example checkEvent({ action: 'order.approved' })?.code === 'missing_member'
 */
export function checkEvent(value: unknown): Problem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return notAnObject
  const problem = checkShape(value)
  if (problem) return problem
  return parseTime((value as { readonly occurredAt: string }).occurredAt) === undefined ? outOfYears : undefined
}

const checkShape = compileShape(eventShape)
const outOfYears: Problem = {
  code: 'bad_time',
  detail: 'In UTC the time is before 1970 or after 9999. Check the offset.',
  pointer: '/occurredAt',
}
