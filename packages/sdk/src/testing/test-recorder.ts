import { createHash } from 'node:crypto'
import type { ActionName, Catalogue, EventInput } from '@daybook/core'
import type { Delivery, Receipt } from '../delivery/delivery.ts'
import type { Health } from '../delivery/health.ts'
import { type RecorderConduct, recorderOver } from '../recorder.ts'
import type { Recorder } from '../recorder-calls.ts'
import type { Warning } from '../warning.ts'

export interface TestRecorderOptions<C extends Catalogue> extends Omit<RecorderConduct<C, unknown>, 'outbox' | 'onWarning'> {
  /** Default here: true, so that a test fails where an event is not as it should be. */
  readonly strict?: boolean | undefined
}

/** A recorder that keeps its events where a test can look at them. Nothing leaves the process. */
export interface TestRecorder<C extends Catalogue> extends Recorder<C> {
  /** What was recorded since the last `clear`, in order, as it would be sent: treated, secrets hidden. */
  recorded(action?: ActionName<C>): readonly EventInput[]
  /** What would have been warned of. */
  warnings(): readonly Warning[]
  clear(): void
}

/**
 * The recorder of an application under test: same calls, same types, same checks, kept in memory. `within` takes any
 * transaction and records at once.
 *
 * @example
 * const audit = createTestRecorder({ catalogue })
 * await approve(refund, audit)
 * expect(audit).toHaveRecorded('refund.approved', { object: { id: refund.id }, changes: { status: ['Pending Review', 'Approved'] } })
 */
export function createTestRecorder<const C extends Catalogue>(options: TestRecorderOptions<C>): TestRecorder<C> {
  const events: EventInput[] = []
  const warnings: Warning[] = []
  const keep = (event: EventInput): number => events.push(JSON.parse(JSON.stringify(event)) as EventInput)
  const recorder = recorderOver<C, unknown>(
    {
      ...options,
      strict: options.strict ?? true,
      outbox: { put: (_transaction, event) => void keep(event) },
      onWarning: (warning) => warnings.push(warning),
    },
    inMemory(keep),
  )
  return {
    ...recorder,
    recorded: (action) => events.filter((event) => action === undefined || event.action === action),
    warnings: () => [...warnings],
    clear: () => {
      events.length = 0
      warnings.length = 0
    },
  }
}

function inMemory(keep: (event: EventInput) => number): Delivery {
  return {
    spooled: async (event) => {
      keep(event)
      return 'disk'
    },
    acked: async (event): Promise<Receipt> => {
      const seq = keep(event) - 1
      return { id: event.id, seq, hash: createHash('sha256').update(event.id).digest('base64url') }
    },
    memory: (event) => void keep(event),
    health: () => calm,
    flush: async () => true,
    close: async () => undefined,
  }
}

const calm: Health = {
  state: 'delivering',
  spooled: { events: 0, bytes: 0 },
  memory: { events: 0, bytes: 0 },
  waiting: 0,
  unanswered: 0,
  deadLetters: 0,
  shed: 0,
  gaps: 0,
  damaged: 0,
  spool: { state: 'none' },
  witness: { state: 'new' },
  adopted: 0,
}
