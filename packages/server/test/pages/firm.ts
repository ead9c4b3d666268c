import { createHash } from 'node:crypto'

/** A UUID that is the same at every run. */
export const idOf = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5')

const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez', roles: ['Support Manager'] }

/** A small day at the firm: people and systems, long texts, lists, a chain of causes. */
export const day: readonly object[] = [
  {
    id: idOf('refund requested'),
    action: 'refund.requested',
    occurredAt: '2026-11-20T08:55:00.000Z',
    actor: { type: 'user', id: 'u_9', name: 'Sam Okoro' },
    source: { type: 'user_action', ip: '192.0.2.14', requestId: 'req_1' },
    object: { type: 'refund', id: 'r_31', name: 'Refund #31', url: 'https://crm.example/refunds/31' },
    workflow: { type: 'refund', id: 'w_31', step: 'Requested', decision: 'requested' },
    customer: { id: 'c_482', name: 'Jane Roe' },
  },
  {
    id: idOf('refund approved'),
    action: 'refund.approved',
    occurredAt: '2026-11-20T09:15:02.123Z',
    actor: { ...maria, onBehalfOf: { type: 'user', id: 'u_9', name: 'Sam Okoro' } },
    source: { type: 'admin_action', name: 'Back office', ip: '192.0.2.7' },
    object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
    changes: [
      { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
      { field: 'amount', label: 'Amount', before: '120.50', after: '99.00' },
      {
        field: 'note',
        label: 'Note',
        before: 'Customer waits for the finance team to call back about the parcel',
        after: 'Customer waits for the legal team to call back about the parcel',
      },
      { field: 'tags', label: 'Tags', before: ['late', 'fragile'], after: ['late', 'insured'] },
      { field: 'owner', label: 'Owner', before: 'Sam Okoro', after: 'Sam Okoro' },
    ],
    reason: 'Receipt checked',
    causedBy: idOf('refund requested'),
  },
  {
    id: idOf('ticket closed'),
    action: 'ticket.closed',
    occurredAt: '2026-11-21T03:00:00.000Z',
    actor: { type: 'automation', id: 'stale', name: 'Stale ticket closer' },
    source: { type: 'automation', name: 'Stale ticket closer' },
    object: { type: 'ticket', id: '77', name: 'Ticket #77' },
    changes: [{ field: 'status', label: 'Status', before: 'Open', after: 'Closed' }],
  },
  {
    id: idOf('payout failed'),
    action: 'payout.sent',
    occurredAt: '2026-11-21T10:00:00.000Z',
    actor: maria,
    source: { type: 'api', name: 'Payments API' },
    object: { type: 'payout', id: 'p_5', name: 'Payout #5' },
    outcome: 'failure',
    error: { code: 'declined', message: 'The bank declined the payout.' },
  },
]

/** A small file that was loaded, and claims another number than it did. */
export const smallImport: readonly object[] = [
  {
    id: idOf('import started'),
    action: 'customer.import_started',
    occurredAt: '2026-11-18T14:00:00.000Z',
    actor: maria,
    source: { type: 'user_action' },
    batch: { id: 'imp_1', kind: 'customer import', file: { name: 'autumn.csv', size: 2048 }, rows: 3, mapping: 'segments v1' },
  },
  ...['Blue Lamp Café', 'Copper Boat Bakery'].map((name, i) => ({
    id: idOf(`import row ${i}`),
    action: 'customer.updated',
    occurredAt: `2026-11-18T14:00:0${i + 1}.000Z`,
    actor: { type: 'import', id: 'csv', name: 'CSV import', onBehalfOf: maria },
    source: { type: 'bulk_import', name: 'CSV import' },
    object: { type: 'customer', id: String(i + 1), name },
    changes: [{ field: 'segment', label: 'Segment', before: 'Café', after: 'Bakery' }],
    batch: { id: 'imp_1' },
  })),
  {
    id: idOf('import completed'),
    action: 'customer.import_completed',
    occurredAt: '2026-11-18T14:00:09.000Z',
    actor: { type: 'import', id: 'csv', name: 'CSV import', onBehalfOf: maria },
    source: { type: 'bulk_import', name: 'CSV import' },
    batch: {
      id: 'imp_1',
      claimed: { updated: 3, failed: 1 },
      failures: [{ line: 3, reason: 'no customer of this number' }],
    },
  },
]

/** Many plain events, three minutes apart, so that each is a row of its own; older than the day above unless said. */
export const many = (count: number, name = 'many', from = Date.UTC(2026, 9, 20, 6)): readonly object[] =>
  Array.from({ length: count }, (_, i) => ({
    id: idOf(`${name} ${i}`),
    action: 'order.approved',
    occurredAt: new Date(from + i * 180_000).toISOString(),
    actor: maria,
    source: { type: 'user_action' },
    object: { type: 'order', id: String(i), name: `Order #${i}` },
    changes: [{ field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' }],
  }))
