import { day, hour, laterAtWork, minute } from './calendar.ts'
import { ledgerline } from './machines.ts'
import { orderOf } from './orders.ts'
import { finance, financeLead, type Person, support } from './people.ts'
import type { Doer, Rec, Telling, World } from './world.ts'

export interface Till {
  readonly refunds: Rec[]
  nextRefund: number
}

const why = {
  'Arrived damaged': 5,
  'Wrong part delivered': 4,
  'Machine returned within 14 days': 2,
  'Charged twice': 2,
  'Late by two weeks': 1,
} as const

export const stepOf = (refund: Rec, step: string, decision?: 'requested' | 'approved' | 'rejected' | 'reopened') => ({
  workflow: { type: 'refund', id: `w_${refund.id}`, step, ...(decision ? { decision } : {}) },
})

/** The number of the refund that has a story of its own. */
const told = 907

/** A refund: asked for by support, reviewed by finance, approved or rejected, paid out by the accounting system. */
export const requestRefund = (world: World, till: Till, at: number, order: Rec, by: Person = world.random.pick(support)): Rec => {
  const { random } = world
  if (till.nextRefund === told) till.nextRefund++
  const refund: Rec = {
    type: 'refund',
    id: `r_${till.nextRefund}`,
    name: `Refund #${till.nextRefund}`,
    ...(order.customer ? { customer: order.customer } : {}),
    fields: {},
  }
  till.nextRefund++
  till.refunds.push(refund)
  const share = random.chance(0.4) ? 1 : random.between(0.1, 0.7)
  const changes = world.set(refund, { status: 'Requested', amount: (Number(order.fields.total ?? 100) * share).toFixed(2) })
  world.tell(at, 'refund.requested', world.by(by), {
    object: refund,
    changes,
    related: [orderOf(order)],
    reason: random.weighted(why),
    ...stepOf(refund, 'Requested', 'requested'),
  })
  return refund
}

/** Takes a requested refund through review to its end, some of them slowly. */
export const settleRefund = (world: World, refund: Rec, at: number, order: Rec): void => {
  const { random } = world
  const slow = random.chance(0.12)
  world.at(laterAtWork(at, hour, slow ? 12 * day : 2 * day, random), (then) => {
    const changes = world.set(refund, { status: 'Finance review' })
    const reviewer = random.pick(finance)
    world.tell(then, 'refund.reviewed', world.by(reviewer), {
      object: refund,
      changes,
      related: [orderOf(order)],
      ...stepOf(refund, 'Finance review'),
    })
    world.at(laterAtWork(then, 20 * minute, 2 * day, random), (later) => decide(world, refund, later, order))
  })
}

const decide = (world: World, refund: Rec, at: number, order: Rec): void => {
  const { random } = world
  const big = Number(refund.fields.amount) > 1_000
  const by = world.by(big ? financeLead : random.pick(finance))
  if (random.chance(0.09)) {
    const changes = world.set(refund, { status: 'Rejected' })
    const reason = random.pick([
      'Outside of the 14 days',
      'Damage happened after delivery',
      'Already refunded by the card company',
    ])
    world.tell(at, 'refund.rejected', by, {
      object: refund,
      changes,
      related: [orderOf(order)],
      reason,
      ...stepOf(refund, 'Approved', 'rejected'),
    })
    return
  }
  const luck = random.next()
  if (luck < 0.04) approveLate(world, refund, at, order)
  else if (luck < 0.08) approveTwice(world, refund, at, order, by)
  else approveRefund(world, refund, at, order, by, 'Receipt checked')
}

/** The fifteenth day and later: the head of finance may all the same, and says why. */
const approveLate = (world: World, refund: Rec, at: number, order: Rec): void => {
  const reason = world.random.pick([
    'Parcel was held by the carrier for a week',
    'Customer wrote within the 14 days, we answered late',
    'Goodwill, agreed with the account manager',
  ])
  const override = { rule: 'return-period', name: '14 days to return' }
  approveRefund(world, refund, at, order, world.by(financeLead), reason, { override })
}

/** Approved, and back in review when the bank does not take it. */
const approveTwice = (world: World, refund: Rec, at: number, order: Rec, by: Doer): void => {
  tellApproved(world, refund, at, order, by, 'Receipt checked')
  world.at(laterAtWork(at, 3 * hour, 2 * day, world.random), (then) => {
    const changes = world.set(refund, { status: 'Finance review' })
    world.tell(then, 'refund.reopened', world.by(world.random.pick(finance)), {
      object: refund,
      changes,
      related: [orderOf(order)],
      reason: world.random.pick(['The bank sent the payment back', 'Amount did not match the credit note']),
      ...stepOf(refund, 'Finance review', 'reopened'),
    })
    world.at(laterAtWork(then, 2 * hour, 2 * day, world.random), (later) =>
      approveRefund(world, refund, later, order, world.by(financeLead), 'Bank details corrected with the customer'),
    )
  })
}

const tellApproved = (
  world: World,
  refund: Rec,
  at: number,
  order: Rec,
  by: Doer,
  reason: string,
  more: Pick<Telling, 'override'> = {},
): string =>
  world.tell(at, 'refund.approved', by, {
    object: refund,
    changes: world.set(refund, { status: 'Approved' }),
    related: [orderOf(order)],
    reason,
    ...stepOf(refund, 'Approved', 'approved'),
    ...more,
  })

/** Approved, and paid within a day or so. */
export const approveRefund = (...approval: Parameters<typeof tellApproved>): void => {
  const [world, refund, at, order] = approval
  const approved = tellApproved(...approval)
  world.at(at + world.random.between(4 * hour, 30 * hour), (then) => {
    const paid = world.set(refund, { status: 'Paid' })
    world.tell(then, 'refund.paid', ledgerline, {
      object: refund,
      changes: paid,
      related: [orderOf(order)],
      causedBy: approved,
      ...stepOf(refund, 'Paid'),
    })
  })
}
