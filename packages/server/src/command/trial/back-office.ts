import { randomUUID } from 'node:crypto'
import type { EventInput } from '@daybook/core'

type Draft = Omit<EventInput, 'id' | 'occurredAt'>
type Pick = <T>(list: readonly [T, ...T[]]) => T

const people = ['Maria Lopez', 'Sam Okoro', 'Jonas Brandt', 'Aiko Tanaka', 'Nadia Haddad', 'Tomás Rivera'] as const
const customers = ['Jane Roe', 'Otto Lindqvist', 'Amara Diallo', 'Peter Novak', 'Lucía Ferrer', 'Wen Li'] as const
const reasons = [
  'Receipt checked',
  'Customer called',
  'Goods came back damaged',
  'Agreed with the depot',
  'Price list of May',
] as const
const states = ['Pending Review', 'Approved', 'Shipped', 'Delivered'] as const

/**
 * Events of a small firm's back office, invented as they are asked for: orders, refunds, roles, exports, and an automation
 * that closes tickets. The same seed invents the same; ids are new each time.
 */
export class BackOffice {
  readonly #random: (below: number) => number
  readonly #fromMs: number
  #made = 0

  constructor(seed: number, fromMs: number) {
    this.#random = randomFrom(seed)
    this.#fromMs = fromMs
  }

  next(): EventInput {
    const number = this.#made++
    const pick: Pick = (list) => list[this.#random(list.length)] ?? list[0]
    const draft = pick(kinds)(1000 + this.#random(9000), pick, this.#random)
    const occurredAt = new Date(this.#fromMs + number * 7_000 + this.#random(5_000)).toISOString()
    return { id: randomUUID(), occurredAt, ...draft }
  }

  some(count: number): readonly EventInput[] {
    return Array.from({ length: count }, () => this.next())
  }
}

const user = (pick: Pick): Draft['actor'] => {
  const name = pick(people)
  return { type: 'user', id: `u_${people.indexOf(name) + 1}`, name, roles: ['Order desk'] }
}
const desk = { type: 'user_action', name: 'Back office' } as const

type Kind = (number: number, pick: Pick, random: (below: number) => number) => Draft

const orderMoved: Kind = (number, pick, random) => {
  const step = random(states.length - 1)
  return {
    action: 'order.status_changed',
    actor: user(pick),
    source: desk,
    object: { type: 'order', id: String(number), name: `Order #${number}` },
    changes: [{ field: 'status', label: 'Status', before: states[step] ?? states[0], after: states[step + 1] ?? states[1] }],
    reason: pick(reasons),
  }
}

const orderPriced: Kind = (number, pick, random) => ({
  action: 'order.updated',
  actor: user(pick),
  source: desk,
  object: { type: 'order', id: String(number), name: `Order #${number}` },
  changes: [
    { field: 'total', label: 'Total', before: `${100 + random(900)}.50`, after: `${100 + random(900)}.00` },
    { field: 'owner', label: 'Owner', before: pick(people), after: pick(people) },
  ],
  reason: pick(reasons),
})

const refundApproved: Kind = (number, pick) => {
  const name = pick(customers)
  return {
    action: 'refund.approved',
    actor: user(pick),
    source: desk,
    object: { type: 'refund', id: `r_${number}`, name: `Refund #${number}` },
    customer: { id: `c_${customers.indexOf(name) + 480}`, name },
    workflow: { type: 'refund', id: `w_${number}`, step: 'Finance review', decision: 'approved' },
    changes: [{ field: 'status', label: 'Status', before: 'Finance review', after: 'Approved' }],
    reason: pick(reasons),
  }
}

const roleChanged: Kind = (_, pick) => {
  const name = pick(people)
  return {
    action: 'user.role_changed',
    actor: { type: 'admin', id: 'u_9', name: 'Ines Keller' },
    source: { type: 'admin_action', name: 'Admin panel' },
    object: { type: 'user', id: `u_${people.indexOf(name) + 1}`, name },
    changes: [{ field: 'role', label: 'Role', before: 'Order desk', after: 'Team lead' }],
  }
}

const ticketClosed: Kind = (number) => ({
  action: 'ticket.closed',
  actor: { type: 'automation', id: 'stale-tickets', name: 'Stale ticket closer' },
  source: { type: 'automation', name: 'Stale ticket closer' },
  object: { type: 'ticket', id: String(number), name: `Ticket #${number}` },
  changes: [{ field: 'status', label: 'Status', before: 'Waiting', after: 'Closed' }],
  reason: 'No answer for 30 days',
})

const customersExported: Kind = (_, pick, random) => ({
  action: 'customer.exported',
  actor: user(pick),
  source: desk,
  count: 10 + random(300),
  reason: pick(reasons),
})

const kinds: readonly [Kind, ...Kind[]] = [
  orderMoved,
  orderMoved,
  orderPriced,
  orderPriced,
  refundApproved,
  roleChanged,
  ticketClosed,
  customersExported,
]

/** xorshift32: small, and the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = (seed * 2654435761) | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
