import type { RecordedEvent } from '../../src/event/event.ts'
import { ownSlot, richEvent } from '../ledger/events.ts'
import { pruned, sealTrail, type Trail, withSlot } from './build-bundle.ts'

const base = (n: number): RecordedEvent => ({
  id: `019ab3f2-0000-7000-8000-${String(n).padStart(12, '0')}`,
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: `2026-11-22T09:15:${String(n % 60).padStart(2, '0')}.456Z`,
  category: 'workflow',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
})

const control = (n: number, action: string, ledger: NonNullable<RecordedEvent['ledger']>): RecordedEvent => ({
  ...base(n),
  action,
  category: 'trail',
  actor: { type: 'system', id: 'daybook', name: 'Daybook' },
  ledger,
})

/** Nine positions: a rich event (its `reason` erased, its `actor` withheld), one pruned, plain ones, and the control events that excuse them. */
export const goldenEvents: readonly RecordedEvent[] = [
  { ...base(0), changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }] },
  richEvent,
  { ...base(2), reason: 'The customer asked – twice 🙂' },
  { ...base(3), object: { type: 'order', id: '1842', name: 'Order #1842' } },
  control(4, 'trail.erased', { op: 'erasure', slots: ['chg/email', 'reason'], ranges: [[1, 3]] }),
  { ...base(5), context: { nested: { list: [1, 2.5, -3e-7, null, true, ''], 'ключ "x"': '\u2028\u0001' } } },
  control(6, 'trail.pruned', { op: 'retention', ranges: [[3, 4]] }),
  control(7, 'trail.hold_placed', { op: 'hold', ranges: [[5, 6]] }),
  { ...base(8), actor: { type: 'automation', id: 'stale', name: 'Stale ticket closer' } },
]

/** As a bundle has it, for somebody who may not read one of the values. */
export const goldenTrail = (): Trail => withSlot(goldenStored(), 1, 'actor', { state: 'withheld' })

/** As it lies in a store, which keeps every value that no erasure names. */
export function goldenStored(): Trail {
  let trail = sealTrail(goldenEvents, ownSlot)
  trail = withSlot(trail, 1, 'reason', { state: 'erased', by: 4 })
  trail = withSlot(trail, 2, 'reason', { state: 'erased', by: 4 })
  return pruned(trail, 3, 6)
}

/** Plain events, for logs that reach over tile boundaries. */
export const manyEvents = (count: number): readonly RecordedEvent[] =>
  Array.from({ length: count }, (_, n) => ({ ...base(n), reason: `Reason ${n}` }))
