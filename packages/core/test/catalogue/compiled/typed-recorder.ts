// Compiled by typed-catalogue.test.ts, never run: every line marked as an error must be one, and no other line may be.
import { type ActionName, defineCatalogue, type EventOf, type RecordInput } from '../../../src/catalogue/define-catalogue.ts'

const catalogue = defineCatalogue({
  objects: {
    order: {
      label: 'Order',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved'] },
        'shipping-method': { label: 'Shipping method' },
      },
    },
    ticket: { label: 'Ticket' },
  },
  actions: {
    'order.approved': { category: 'workflow', expects: ['changes.status'], reason: 'required' },
    'order.updated': { category: 'data' },
    'order.cancelled': { category: 'workflow', expects: ['reason'] },
    'ticket.closed': { category: 'data' },
    'invoice.sent': { category: 'data' },
  },
})

interface Recorder<C extends typeof catalogue> {
  record<A extends ActionName<C>>(action: A, input: RecordInput<C, A>): void
}
declare const audit: Recorder<typeof catalogue>
const order = { id: '1842', total: '12.00' }

// right
audit.record('order.approved', { object: order, changes: { status: ['Pending Review', 'Approved'] }, reason: 'Checked' })
audit.record('order.updated', { object: { id: 7 }, changes: { 'shipping-method': [undefined, 'Air'] }, occurredAt: new Date() })
audit.record('order.updated', { object: { type: 'order', id: '7' }, changes: [{ field: 'status', before: 'a', after: 'b' }] })
audit.record('ticket.closed', { object: { id: '77' }, changes: { anything: [1, 2] } })
audit.record('invoice.sent', { object: { type: 'invoice', id: '5' }, changes: { whatever: [null, 'x'] }, count: 3 })
export const event: EventOf<typeof catalogue, 'order.cancelled'> = {
  id: '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
  action: 'order.cancelled',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7' },
  reason: 'Ordered twice',
}

// @ts-expect-error a wrong action
audit.record('order.aproved', { object: order, reason: 'Checked' })
// @ts-expect-error a wrong field of the action's object type
audit.record('order.updated', { object: order, changes: { stauts: ['a', 'b'] } })
// @ts-expect-error a wrong field in the long form
audit.record('order.updated', { object: order, changes: [{ field: 'stauts', after: 'b' }] })
// @ts-expect-error a required reason is missing
audit.record('order.approved', { object: order, changes: { status: ['Pending Review', 'Approved'] } })
// @ts-expect-error an expected reason is missing
audit.record('order.cancelled', { object: order })
// @ts-expect-error a record of another type
audit.record('order.updated', { object: { type: 'ticket', id: '77' } })
// @ts-expect-error an object of an undeclared type must name it
audit.record('invoice.sent', { object: { id: '5' } })
// @ts-expect-error a change is a pair
audit.record('order.updated', { object: order, changes: { status: ['a'] } })
// @ts-expect-error no such member
audit.record('order.updated', { object: order, becaues: 'typo' })
// @ts-expect-error a catalogue with a category that does not exist
defineCatalogue({ objects: {}, actions: { 'order.approved': { category: 'busines' } } })
// @ts-expect-error a catalogue with a field kind that does not exist
defineCatalogue({ objects: { order: { label: 'Order', fields: { total: { kind: 'currency' } } } }, actions: {} })
