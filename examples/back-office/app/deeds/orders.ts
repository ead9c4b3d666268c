import { type Deed, Mistake, reason } from '../tool.ts'
import { move } from './moves.ts'

/** No discount beyond this without a manager's word. */
const floor = 0.92

export const orderDeeds: readonly Deed<'order'>[] = [
  move({
    name: 'approve',
    label: 'Approve order',
    on: 'order',
    action: 'order.approved',
    from: ['Pending Review'],
    to: 'Approved',
    who: /Manager|Administrator/,
    why: true,
  }),
  move({
    name: 'pack',
    label: 'Pack',
    on: 'order',
    action: 'order.packed',
    from: ['Approved'],
    to: 'Packed',
    who: /Warehouse|Manager/,
  }),
  move({
    name: 'ship',
    label: 'Ship',
    on: 'order',
    action: 'order.shipped',
    from: ['Packed'],
    to: 'Shipped',
    who: /Warehouse|Manager/,
    asks: [{ name: 'tracking', label: 'Tracking number', kind: 'text' }],
  }),
  move({
    name: 'send-back',
    label: 'Send back',
    on: 'order',
    action: 'order.sent_back',
    from: ['Packed'],
    to: 'Approved',
    why: true,
  }),
  move({
    name: 'hold',
    label: 'Put on hold',
    on: 'order',
    action: 'order.held',
    from: ['Pending Review', 'Approved'],
    to: 'On hold',
    why: true,
  }),
  move({ name: 'release', label: 'Release', on: 'order', action: 'order.released', from: ['On hold'], to: 'Pending Review' }),
  move({
    name: 'cancel',
    label: 'Cancel order',
    on: 'order',
    action: 'order.cancelled',
    from: ['Pending Review', 'Approved', 'On hold'],
    to: 'Cancelled',
    why: true,
  }),
  move({
    name: 'correct',
    label: 'Correct delivery note',
    on: 'order',
    action: 'order.updated',
    asks: [{ name: 'deliveryNote', label: 'Delivery note', kind: 'text' }],
  }),
  {
    name: 'price',
    label: 'Change the total',
    on: 'order',
    when: ({ fields }) => ['Pending Review', 'Approved'].includes(String(fields.status)),
    asks: [{ name: 'total', label: 'New total in £', kind: 'money' }, reason],
    run: async ({ store, audit }, before, { total = '', reason = '' }) => {
      const [old, wanted] = [Number(before.fields.total), Number(total)]
      if (!(wanted > 0)) throw new Mistake('The total is a number above zero.')
      const after = { ...before.fields, total: wanted.toFixed(2) }
      const about = { object: before, ...(before.customer ? { customer: before.customer } : {}) }
      const { actor } = audit.context() ?? {}
      const isManager = actor !== undefined && /Manager/.test(String(actor.roles?.[0]))
      if (wanted < old * floor && !isManager) {
        // The rule speaks for itself: its refusal is on the trail as well.
        await audit.as({ type: 'system', id: 'price-floor', name: 'Price floor rule' }, () =>
          audit.record('order.discount_refused', { ...about, reason: `a total of £${wanted.toFixed(2)} is below the floor` }),
        )
        throw new Mistake('This is below the price floor. Ask a manager to change the total.')
      }
      const override = wanted < old * floor ? { override: { rule: 'price-floor', name: 'Price floor' } } : {}
      await store.transaction(() => {
        store.update(before, { total: after.total })
        const action = wanted < old * floor ? 'order.price_overridden' : 'order.updated'
        return audit.change(action, { ...about, before: before.fields, after, reason, ...override })
      })
    },
  },
]
