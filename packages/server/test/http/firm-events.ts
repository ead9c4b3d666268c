import { uuidV7 } from '../../src/trail/uuid.ts'

const people = ['Maria Lopez', 'Sam Okafor', 'Ines Duarte', 'Jonas Weber']

/** The n-th event of a small fictional firm; another id each time it is asked for. */
export const orderEvent = (n: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: uuidV7(Date.now()),
  action: 'order.updated',
  occurredAt: new Date(Date.UTC(2026, 10, 2, 9, 0, n % 3600)).toISOString(),
  actor: { type: 'user', id: `u_${n % people.length}`, name: people[n % people.length] },
  object: { type: 'order', id: String(1800 + n), name: `Order #${1800 + n}` },
  changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
  ...more,
})

export const orderEvents = (count: number): Record<string, unknown>[] => Array.from({ length: count }, (_, n) => orderEvent(n))
