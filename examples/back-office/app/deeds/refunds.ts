import { type Deed, Mistake, reason } from '../tool.ts'

const step = (id: string, name: string) => ({ workflow: { type: 'refund', id: `w_${id}`, step: name } })
const decided = (id: string, name: string, decision: 'requested' | 'approved' | 'rejected') => ({
  workflow: { type: 'refund', id: `w_${id}`, step: name, decision },
})

/** Refunds commit with their events or not at all: `audit.within` writes both in one transaction. */
export const refundDeeds: readonly (Deed<'refund'> | Deed<'order'>)[] = [
  {
    name: 'request-refund',
    label: 'Request a refund',
    on: 'order',
    asks: [{ name: 'amount', label: 'Amount in £', kind: 'money' }, reason],
    run: ({ store, audit }, order, { amount = '', reason = '' }) =>
      store.transaction(() => {
        if (!(Number(amount) > 0)) throw new Mistake('The amount is a number above zero.')
        const number =
          Number(store.db.prepare('SELECT max(CAST(substr(id, 3) AS INTEGER)) AS last FROM refunds').get()?.last ?? 0) + 1
        const fields = { status: 'Requested', amount: Number(amount).toFixed(2) }
        const refund = { type: 'refund', id: `r_${number}`, name: `Refund #${number}`, customer: order.customer, fields } as const
        store.insert(refund, new Date().toISOString())
        return audit.within(store.db).record('refund.requested', {
          object: refund,
          ...(order.customer ? { customer: order.customer } : {}),
          related: [{ type: 'order', id: order.id, name: order.name, relation: 'order' }],
          changes: { status: [undefined, 'Requested'], amount: [undefined, fields.amount] },
          reason,
          ...decided(refund.id, 'Requested', 'requested'),
        })
      }),
  },
  {
    name: 'review',
    label: 'Take into review',
    on: 'refund',
    when: ({ fields }, { role }) => fields.status === 'Requested' && /Finance|Operations/.test(role),
    run: ({ store, audit }, before) =>
      store.transaction(() => {
        const after = store.update(before, { status: 'Finance review' })
        return audit.within(store.db).change('refund.reviewed', {
          object: after,
          before: before.fields,
          after: after.fields,
          ...step(before.id, 'Finance review'),
        })
      }),
  },
  {
    name: 'approve',
    label: 'Approve refund',
    on: 'refund',
    when: ({ fields }, { role }) => fields.status === 'Finance review' && /Finance|Operations/.test(role),
    asks: [reason],
    run: ({ store, audit }, before, { reason = '' }) =>
      store.transaction(() => {
        const after = store.update(before, { status: 'Approved' })
        return audit.within(store.db).change('refund.approved', {
          object: after,
          before: before.fields,
          after: after.fields,
          reason,
          ...decided(before.id, 'Approved', 'approved'),
        })
      }),
  },
  {
    name: 'reject',
    label: 'Reject refund',
    on: 'refund',
    when: ({ fields }, { role }) => fields.status === 'Finance review' && /Finance|Operations/.test(role),
    asks: [reason],
    run: ({ store, audit }, before, { reason = '' }) =>
      store.transaction(() => {
        const after = store.update(before, { status: 'Rejected' })
        return audit.within(store.db).change('refund.rejected', {
          object: after,
          before: before.fields,
          after: after.fields,
          reason,
          ...decided(before.id, 'Approved', 'rejected'),
        })
      }),
  },
]
