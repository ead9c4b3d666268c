import { sales } from '../../history/people.ts'
import type { Deed } from '../tool.ts'
import { move } from './moves.ts'

/** Customers, what the firm sells them, and whom it buys from. */
export const customerDeeds: readonly Deed[] = [
  move({ name: 'activate', label: 'Make active', on: 'customer', action: 'customer.activated', from: ['Trial'], to: 'Active' }),
  move({
    name: 'owner',
    label: 'Change owner',
    on: 'customer',
    action: 'customer.owner_changed',
    asks: [{ name: 'owner', label: 'To', kind: 'choice', choices: sales.map(({ name }) => name) }],
    why: true,
  }),
  move({
    name: 'billing',
    label: 'Change billing status',
    on: 'customer',
    action: 'customer.billing_changed',
    who: /Finance|Operations/,
    asks: [{ name: 'billingStatus', label: 'To', kind: 'choice', choices: ['Active', 'Suspended', 'Inactive'] }],
  }),
  move({
    name: 'contact',
    label: 'Change contact',
    on: 'customer',
    action: 'customer.updated',
    asks: [
      { name: 'email', label: 'E-mail', kind: 'text' },
      { name: 'phone', label: 'Phone', kind: 'text' },
    ],
  }),
  move({
    name: 'close',
    label: 'Close account',
    on: 'customer',
    action: 'customer.closed',
    from: ['Trial', 'Active'],
    to: 'Closed',
    why: true,
  }),
  move({
    name: 'adjust',
    label: 'Adjust stock',
    on: 'product',
    action: 'product.stock_adjusted',
    asks: [{ name: 'stock', label: 'Counted', kind: 'number' }],
    why: true,
  }),
  move({
    name: 'price',
    label: 'Change price',
    on: 'product',
    action: 'product.price_changed',
    who: /Purchasing|Manager/,
    asks: [{ name: 'price', label: 'Price in £', kind: 'money' }],
  }),
  move({
    name: 'approve',
    label: 'Approve vendor',
    on: 'vendor',
    action: 'vendor.approved',
    from: ['Pending'],
    to: 'Approved',
    who: /Finance Manager|Operations/,
    why: true,
  }),
  move({
    name: 'reject',
    label: 'Reject vendor',
    on: 'vendor',
    action: 'vendor.rejected',
    from: ['Pending'],
    to: 'Rejected',
    who: /Finance Manager|Operations/,
    why: true,
  }),
]
