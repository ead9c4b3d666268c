import type { ExpectedEvent } from './compare-event.ts'
import { lookFor } from './look-for.ts'

/** What `expect` gets, for `declare module`: see docs/guides/testing.md. */
export interface RecordedMatchers<R = unknown> {
  /** Passes where an event of the action was recorded that has what is expected. */
  toHaveRecorded(action: string, expected?: ExpectedEvent): R
}

/**
 * For `expect.extend` of Vitest and Jest.
 *
 * @example
 * expect.extend(matchers)
 * expect(audit).toHaveRecorded('refund.approved', { reason: /receipt/i })
 */
export const matchers = {
  toHaveRecorded(
    audit: unknown,
    action: string,
    expected?: ExpectedEvent,
  ): { readonly pass: boolean; readonly message: () => string } {
    const { event, message } = lookFor(audit, action, expected)
    return { pass: event !== undefined, message: () => message }
  },
}
