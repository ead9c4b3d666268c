import type { EventInput } from '@daybook/core'
import { compareEvent, type ExpectedEvent } from './compare-event.ts'

/** What can be asked what it recorded: a test recorder, whatever its catalogue. */
export interface Recordings {
  recorded(): readonly EventInput[]
}

interface Found {
  readonly event?: EventInput
  /** Why there is none, or that there is one, for a person who reads a failed test. */
  readonly message: string
}

/** The first event of the action that is as expected. */
export function lookFor(audit: unknown, action: string, expected: ExpectedEvent = {}): Found {
  if (!isRecordings(audit)) throw new TypeError('Expected a recorder of createTestRecorder (@daybook/sdk/testing).')
  const recorded = audit.recorded()
  const candidates = recorded.filter((event) => event.action === action)
  const compared = candidates.map((event) => ({ event, differences: compareEvent(event, expected) }))
  const found = compared.find(({ differences }) => differences.length === 0)
  if (found)
    return {
      event: found.event,
      message: `Expected "${action}" not to be recorded, but it was:\n${JSON.stringify(found.event, null, 2)}`,
    }
  if (candidates.length === 0) {
    const others = [...new Set(recorded.map((event) => event.action))]
    return { message: `Expected "${action}" to be recorded. Recorded: ${others.length === 0 ? 'nothing' : others.join(', ')}.` }
  }
  const told = compared.map(({ differences }, index) => `  ${index + 1}. ${differences.join('; ')}`)
  return {
    message: `Expected "${action}" to be recorded as described. It was recorded ${candidates.length === 1 ? 'once' : `${candidates.length} times`}, but:\n${told.join('\n')}`,
  }
}

const isRecordings = (value: unknown): value is Recordings =>
  typeof value === 'object' && value !== null && 'recorded' in value && typeof value.recorded === 'function'
