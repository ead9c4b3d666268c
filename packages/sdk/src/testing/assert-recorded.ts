import { AssertionError } from 'node:assert'
import type { ActionName, Catalogue, EventInput } from '@daybook/core'
import type { ExpectedEvent } from './compare-event.ts'
import { lookFor } from './look-for.ts'
import type { TestRecorder } from './test-recorder.ts'

/**
 * For `node:test` and any other runner: answers the first event of the action that has what is expected, and throws an
 * `AssertionError` that says what was recorded instead.
 *
 * @example
 * const event = assertRecorded(audit, 'refund.approved', { object: { id: 'r_31' } })
 */
export function assertRecorded<C extends Catalogue>(
  audit: TestRecorder<C>,
  action: ActionName<C>,
  expected?: ExpectedEvent,
): EventInput {
  const { event, message } = lookFor(audit, action, expected)
  if (event === undefined) throw new AssertionError({ message, stackStartFn: assertRecorded })
  return event
}
