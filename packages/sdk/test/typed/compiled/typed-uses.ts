// Compiled by typed-recorder.test.ts, never run: every line marked as an error must be one, and no other line may be.
import { defineCatalogue, type Receipt, type Recorder, starterCatalogue } from '../../../src/index.ts'

const catalogue = defineCatalogue({
  objects: {
    order: { label: 'Order', fields: { status: { label: 'Status' }, total: { label: 'Total', kind: 'money' } } },
    user: starterCatalogue.objects.user,
  },
  actions: {
    'order.approved': { category: 'workflow', reason: 'required' },
    'order.updated': { category: 'data' },
    'order.exported': { category: 'access', delivery: 'acked' },
    'order.import_started': { category: 'data' },
    'order.import_completed': { category: 'data' },
    'invoice.run_started': { category: 'data' },
    'invoice.sent': { category: 'data' },
    'user.role_changed': starterCatalogue.actions['user.role_changed'],
  },
})

interface Transaction {
  readonly run: (sql: string) => void
}
declare const audit: Recorder<typeof catalogue, Transaction>
declare const transaction: Transaction
/** A row as an ORM types it. */
declare const order: {
  id: bigint
  status: string
  total: { toJSON(): string }
  name: string | null
  customerId?: number | undefined
  createdAt: Date
}
declare const userRow: { id: number; name: string; email: string | null; passwordHash: string }
declare const maybeUser: typeof userRow | undefined

// right
export const receipt: Promise<Receipt> = audit.record('order.exported', { count: 3 })
export const id: Promise<{ readonly id: string }> = audit.record('order.updated', { object: order })
export const nothing: Promise<{ readonly id: string } | undefined> = audit.change('order.updated', {
  before: order,
  after: order,
})
void audit.record('order.updated', {
  object: order,
  changes: { total: [order.total, { toJSON: () => '5.00' }], status: ['a', undefined] },
})
void audit.record('order.updated', {
  object: order,
  actor: maybeUser,
  organization: undefined,
  reason: undefined,
  context: order,
})
void audit.record('order.updated', { object: order, source: { type: 'webhook', name: 'Shop', ip: undefined } })
void audit.record('user.role_changed', { object: userRow, changes: { role: ['Support', 'Support Manager'] } })
void audit.change('order.approved', { before: null, after: order, reason: 'New', ignore: ['createdAt'] })
void audit.within(transaction).change('order.approved', { before: order, after: null, reason: 'Gone' })
export const three: Promise<number> = audit.batch('order.import', { file: 'orders.csv' }, async (batch) => {
  await batch.record('order.updated', { object: order })
  batch.failed(3, new Error('no total'))
  return 3
})
export const answer: number = audit.as(userRow, () => 1) + audit.with({ correlationId: 'c' }, () => 2)

// @ts-expect-error a wrong action
void audit.record('order.aproved', { object: order, reason: 'Checked' })
// @ts-expect-error a wrong field
void audit.record('order.updated', { object: order, changes: { stauts: ['a', 'b'] } })
// @ts-expect-error a required reason is missing
void audit.record('order.approved', { object: order })
// @ts-expect-error a required reason is missing from a difference
void audit.change('order.approved', { before: order, after: order })
// @ts-expect-error a required reason is missing inside a transaction
void audit.within(transaction).record('order.approved', { object: order })
// @ts-expect-error a wrong action inside a transaction
void audit.within(transaction).record('order.aproved', { object: order })
// @ts-expect-error a difference needs both sides
void audit.change('order.updated', { object: order, before: order })
// @ts-expect-error no position without `acked`
void audit.record('order.updated', { object: order }).then(({ seq }) => seq)
// @ts-expect-error a batch that the catalogue does not begin and end
void audit.batch('order.export', {}, () => undefined)
// @ts-expect-error a batch that the catalogue does not end
void audit.batch('invoice.run', {}, () => undefined)
// @ts-expect-error a wrong action in a batch
void audit.batch('order.import', {}, (batch) => batch.record('order.aproved', { object: order }))
// @ts-expect-error a machine's source has a name of its own, so a word is not enough
void audit.record('order.updated', { object: order, source: 'webhook' })
// @ts-expect-error an actor without an id
void audit.as({ name: 'Maria' }, () => undefined)
// @ts-expect-error an actor of a type that is none
void audit.as({ type: 'employee', id: 7 }, () => undefined)
// @ts-expect-error another's transaction
void audit.within({ sql: '' })
// @ts-expect-error an object whose type nobody declared must name it
void audit.record('invoice.sent', { object: { id: 5 } })
// @ts-expect-error the server's to say
void audit.record('order.updated', { object: order, producer: { id: 'x', seq: 1 } })
