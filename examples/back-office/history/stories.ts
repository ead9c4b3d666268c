import { changeRole, userOf } from './access.ts'
import { day, hour, laterAtWork, minute, startOfDay, weekday } from './calendar.ts'
import { importSheet } from './imports.ts'
import { ledgerline, mailbox, nightlyCredit, staleTicketCloser } from './machines.ts'
import { orderOf } from './orders.ts'
import {
  admin,
  finance,
  financeLead,
  itAdmin,
  jacob,
  maria,
  type Person,
  sales,
  support,
  supportLead,
  warehouse,
} from './people.ts'
import { approveRefund, stepOf, type Till } from './refunds.ts'
import type { Desk } from './tickets.ts'
import { type Rec, related, type World } from './world.ts'

/** What everybody in the firm remembers of this year, told where docs/stories.md says it can be found. */
export interface Cast {
  readonly customers: Rec[]
  readonly orders: Rec[]
  readonly vendors: readonly Rec[]
  readonly desk: Desk
  readonly till: Till
}

const named = (people: readonly Person[], name: string): Person => {
  const found = people.find((person) => person.name === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}
const hannah = named(sales, 'Hannah Weiss')
const diego = named(sales, 'Diego Alvarez')
const tom = named(finance, 'Tom Okafor')
const priya = named(finance, 'Priya Nair')
const ben = named(support, 'Ben Whitlock')
const elena = named(support, 'Elena Sousa')

/** A weekday about so many days before the end, at an hour of the clock. */
const before = (world: World, days: number, clock: number): number => {
  let start = startOfDay(world.to - days * day)
  while (weekday(start) === 0 || weekday(start) === 6) start -= day
  return start + Math.round(clock * 60) * minute
}
const nextWorkingDay = (at: number): number => {
  let start = startOfDay(at) + day
  while (weekday(start) === 0 || weekday(start) === 6) start += day
  return start
}
const customerOf = (cast: Cast, number: number): Rec => {
  const found = cast.customers.find(({ id }) => id === String(number))
  if (!found) throw new Error(`there is no customer ${number}`)
  return found
}

export const tellStories = (world: World, cast: Cast): void => {
  standingOrder(world, cast)
  waitingRefund(world, cast)
  greatImport(world, cast)
  brokenImport(world, cast)
  ownRefund(world, cast)
  nightlyRole(world, cast)
  deadIntegration(world)
  leakingMachine(world, cast)
  newSupportManager(world)
}

/** Order #1842: a hotel's big order that stood still for most of the year. */
const standingOrder = (world: World, cast: Cast): void => {
  const customer = customerOf(cast, 117)
  const order: Rec = { type: 'order', id: '1842', name: 'Order #1842', customer, fields: {} }
  world.at(world.from + 19 * day + 11 * hour, (at) => {
    cast.orders.push(order)
    const items = ['Aurora 3-group', 'Aurora 3-group', 'Hot water tower', 'Grinder K80']
    const changes = world.set(order, {
      status: 'Pending Review',
      total: '28460.00',
      items,
      deliveryNote: 'Fit-out: ask the site office first',
    })
    world.tell(at, 'order.placed', world.by(diego), { object: order, changes, correlationId: 'ord-1842' })
  })
  world.at(before(world, 322, 10.5), (at) => {
    const changes = world.set(order, { status: 'On hold' })
    world.tell(at, 'order.held', world.by(maria), {
      object: order,
      changes,
      reason: 'The hotel waits for its building permission',
    })
  })
  world.at(before(world, 9, 9.4), (at) => {
    const changes = world.set(order, { status: 'Pending Review', deliveryNote: 'Loading bay at the rear, from 6 December' })
    world.tell(at, 'order.released', world.by(diego), { object: order, changes })
  })
  world.at(before(world, 2, 10.25), (at) => {
    const changes = world.set(order, { status: 'Approved' })
    world.tell(at, 'order.approved', world.by(maria), {
      object: order,
      changes,
      reason: 'Building permission arrived and the deposit is paid',
    })
  })
}

/** Refund #31 waited for bank details from the customer, and lies with finance now. */
const waitingRefund = (world: World, cast: Cast): void => {
  const customer = customerOf(cast, 264)
  const order: Rec = { type: 'order', id: '1377', name: 'Order #1377', customer, fields: {} }
  const refund: Rec = { type: 'refund', id: 'r_31', name: 'Refund #31', customer, fields: {} }
  world.at(world.from + 24 * day + 14 * hour, (at) => {
    cast.till.refunds.push(refund)
    const changes = world.set(refund, { status: 'Requested', amount: '416.20' })
    const more = {
      related: [orderOf(order)],
      reason: 'Machine returned within 14 days',
      ...stepOf(refund, 'Requested', 'requested'),
    }
    world.tell(at, 'refund.requested', world.by(elena), { object: refund, changes, ...more })
  })
  world.at(before(world, 3, 15.1), (at) => {
    const changes = world.set(refund, { status: 'Finance review' })
    const more = { related: [orderOf(order)], reason: 'Bank details arrived at last', ...stepOf(refund, 'Finance review') }
    world.tell(at, 'refund.reviewed', world.by(priya), { object: refund, changes, ...more })
  })
}

/** 4,000 customers get the new conditions in one afternoon; 17 lines fail. */
const greatImport = (world: World, cast: Cast): void =>
  world.at(before(world, 27, 14.6), (at) => {
    const rows = cast.customers.slice(0, 4_000).map((record) => {
      const discount = world.random.weighted({ '0.0': 4, '2.5': 4, '5.0': 4, '7.5': 2, '10.0': 1 })
      const same = discount === record.fields.discount
      return { record, values: { discount, conditions: same ? '2026 A' : '2026 B' } }
    })
    const failures = Array.from({ length: 17 }, (_, n) => ({
      line: 212 + n * 211,
      reason: n % 3 ? 'no customer of this number' : 'discount is not a number',
    }))
    importSheet(world, at, {
      id: 'imp_conditions_2026',
      kind: 'customer',
      file: 'conditions-2026.csv',
      mapping: 'customer conditions v3',
      by: diego,
      rows,
      failures,
    })
  })

/** A wrong column makes 312 accounts inactive; found the next morning, undone, and done again. */
const brokenImport = (world: World, cast: Cast): void => {
  const caller = customerOf(cast, 482)
  const hit = [caller, ...cast.customers.filter((_, n) => n % 13 === 5 && n < 4_100).slice(0, 311)]
  const was = new Map<Rec, string>()
  trialBecomesCustomer(world, caller)
  world.at(before(world, 23, 16.7), (at) => {
    for (const record of hit) was.set(record, String(record.fields.billingStatus))
    const rows = hit.map((record) => ({
      record,
      values: { billingStatus: 'Inactive', segment: world.random.pick(['Café', 'Hotel', 'Bakery']) },
    }))
    importSheet(world, at, {
      id: 'imp_autumn_segments',
      kind: 'customer',
      file: 'autumn-segments.csv',
      mapping: 'segments draft',
      by: hannah,
      rows,
      claims: { created: 0, updated: 300, unchanged: 12, failed: 0 },
    })
  })
  const morning = nextWorkingDay(before(world, 23, 16.7)) + Math.round(8.3 * 60) * minute
  const ticket: Rec = { type: 'ticket', id: '90412', name: 'Ticket #90412', customer: caller, fields: {} }
  world.at(morning, (at) => {
    cast.desk.tickets.push(ticket)
    const changes = world.set(ticket, {
      subject: 'Why does my account say inactive?',
      status: 'Open',
      priority: 'High',
      assignee: ben.name,
    })
    const opened = world.tell(at, 'ticket.opened', mailbox, { object: ticket, changes })
    const raised = world.set(ticket, { priority: 'Urgent' })
    world.tell(at + 22 * minute, 'ticket.escalated', world.by(ben), {
      object: ticket,
      changes: raised,
      causedBy: opened,
      reason: 'Eleven calls since eight: accounts are inactive and nobody here did it',
    })
  })
  world.at(morning + 95 * minute, (at) => {
    const rows = hit.map((record) => ({ record, values: { billingStatus: was.get(record) ?? 'Active' } }))
    const reason = 'Undo of autumn-segments.csv: the column “state” was read as billing status'
    importSheet(world, at, {
      id: 'imp_autumn_undo',
      kind: 'customer',
      file: 'autumn-segments-undo.csv',
      mapping: 'billing status back',
      by: maria,
      rows,
      reason,
    })
  })
  world.at(morning + 150 * minute, (at) => {
    const rows = hit.map((record) => ({
      record,
      values: { segment: world.random.pick(['Café', 'Hotel', 'Bakery', 'Roastery']) },
    }))
    const reason = 'autumn-segments.csv again, with the right columns'
    importSheet(world, at, {
      id: 'imp_autumn_again',
      kind: 'customer',
      file: 'autumn-segments.csv',
      mapping: 'segments v1',
      by: hannah,
      rows,
      reason,
    })
    const changes = world.set(ticket, { status: 'Resolved' })
    world.tell(at + 30 * minute, 'ticket.resolved', world.by(ben), { object: ticket, changes })
  })
  world.at(morning + 3 * day, (at) => {
    const changes = world.set(ticket, { status: 'Closed' })
    world.tell(at, 'ticket.closed', staleTicketCloser, { object: ticket, changes, reason: 'Resolved for three days' })
  })
}

const trialBecomesCustomer = (world: World, customer: Rec): void => {
  customer.fields.status = 'Trial'
  customer.fields.billingStatus = 'Trial'
  world.at(before(world, 41, 11.4), (at) => {
    const changes = world.set(customer, { status: 'Active' })
    const id = world.tell(at, 'customer.activated', world.by(maria), { object: customer, changes })
    const billed = world.set(customer, { billingStatus: 'Active' })
    world.tell(at + 5_000, 'customer.billing_changed', nightlyCredit, { object: customer, changes: billed, causedBy: id })
  })
}

/** Two eyes where four are asked for: Tom asked for the money and approved it himself. */
const ownRefund = (world: World, cast: Cast): void => {
  const order = cast.customers[58]
  if (!order) return
  const bought: Rec = { type: 'order', id: '9120', name: 'Order #9120', customer: order, fields: {} }
  const refund: Rec = { type: 'refund', id: 'r_907', name: 'Refund #907', customer: order, fields: {} }
  world.at(before(world, 16, 17.2), (at) => {
    cast.till.refunds.push(refund)
    const changes = world.set(refund, { status: 'Requested', amount: '1480.00' })
    world.tell(at, 'refund.requested', world.by(tom), {
      object: refund,
      changes,
      related: [orderOf(bought)],
      reason: 'Arrived damaged',
      ...stepOf(refund, 'Requested', 'requested'),
    })
    const reviewed = world.set(refund, { status: 'Finance review' })
    world.tell(at + 6 * minute, 'refund.reviewed', world.by(tom), {
      object: refund,
      changes: reviewed,
      related: [orderOf(bought)],
      ...stepOf(refund, 'Finance review'),
    })
  })
  world.at(before(world, 16, 17.2) + 9 * minute, (at) =>
    approveRefund(world, refund, at, bought, world.by(tom), 'Receipt checked'),
  )
}

/** At a quarter past two somebody becomes administrator, and uses it. */
const nightlyRole = (world: World, cast: Cast): void => {
  const night = startOfDay(before(world, 24, 12)) + 2 * hour + 14 * minute
  world.at(night - 3 * minute, (at) => {
    world.tell(at, 'user.sign_in_failed', world.by(itAdmin), {
      object: userOf(itAdmin),
      outcome: 'failure',
      error: { code: 'wrong_password', message: 'wrong password' },
    })
    world.tell(at + minute, 'user.signed_in', world.by(itAdmin), { object: userOf(itAdmin) })
  })
  world.at(night, (at) => changeRole(world, at, itAdmin, ben, 'Administrator'))
  world.at(night + 17 * minute, (at) => {
    world.tell(at, 'customer.exported', world.by(ben), { count: cast.customers.length, context: { format: 'csv' } })
    for (const [n, vendor] of cast.vendors.slice(0, 9).entries())
      world.tell(at + (n + 2) * 40_000, 'vendor.bank_details_viewed', world.by(ben), { object: vendor, count: 1 })
  })
  world.at(startOfDay(night) + 8 * hour + 21 * minute, (at) => {
    changeRole(
      world,
      at,
      admin,
      ben,
      'Support Agent',
      'Granted at night without a request; account of Sam Carter locked meanwhile',
    )
    world.tell(at + minute, 'user.session_revoked', world.by(admin, 'admin'), {
      object: userOf(itAdmin),
      reason: 'Signed in at 02:12 from an unknown address',
    })
  })
}

/** For three days nothing reaches the accounts; refunds wait. */
const deadIntegration = (world: World): void => {
  const start = before(world, 61, 5)
  const system: Rec = { type: 'integration', id: 'ledgerline', name: 'Ledgerline accounting', fields: {} }
  for (let at = start; at < start + 3 * day; at += hour)
    world.at(at + world.random.whole(0, 50) * 1000, (then) => {
      const error = { code: 'certificate_expired', message: 'the certificate of Ledgerline has expired' }
      world.tell(then, 'integration.sync_failed', ledgerline, { object: system, outcome: 'failure', error })
    })
  world.at(start + 3 * day + 70 * minute, (at) => {
    const changes = [{ field: 'certificate', before: 'expired', after: 'renewed' }]
    world.tell(at, 'settings.changed', world.by(itAdmin, 'admin'), {
      object: system,
      changes,
      reason: 'Ledgerline sent the new certificate',
    })
  })
}

/** One machine, one customer, seven visits to the same ticket. */
const leakingMachine = (world: World, cast: Cast): void => {
  const customer = customerOf(cast, 33)
  const ticket: Rec = { type: 'ticket', id: '88061', name: 'Ticket #88061', customer, fields: {} }
  const machine = { type: 'product', id: 'LV-2', name: 'Levante 2-group', relation: 'machine' }
  const first = before(world, 74, 9.1)
  world.at(first, (at) => {
    cast.desk.tickets.push(ticket)
    const changes = world.set(ticket, { subject: 'Steam pressure drops', status: 'Open', priority: 'High', assignee: elena.name })
    world.tell(at, 'ticket.opened', mailbox, { object: ticket, changes, related: [machine] })
  })
  const reasons = [
    'Same fault after two days',
    'Fitter replaced the valve, pressure still drops',
    'Fault again on Saturday',
    'New pump did not help',
    'Customer asks for another machine',
  ]
  for (const [n, reason] of reasons.entries()) {
    world.at(laterAtWork(first + n * 13 * day, 6 * hour, 2 * day, world.random), (at) => {
      const changes = world.set(ticket, { status: 'Resolved' })
      world.tell(at, 'ticket.resolved', world.by(elena), { object: ticket, changes, related: [machine] })
    })
    world.at(laterAtWork(first + n * 13 * day + 3 * day, 2 * hour, 2 * day, world.random), (at) => {
      const changes = world.set(ticket, { status: 'Open' })
      world.tell(at, 'ticket.reopened', world.by(n < 3 ? elena : supportLead), {
        object: ticket,
        changes,
        reason,
        related: [machine],
      })
    })
  }
  world.at(before(world, 5, 13.8), (at) => {
    const changes = world.set(ticket, { priority: 'Urgent', assignee: supportLead.name })
    world.tell(at, 'ticket.escalated', world.by(supportLead), {
      object: ticket,
      changes,
      reason: 'Fifth visit; the café has lost two Saturdays',
      related: [machine],
    })
  })
}

const newSupportManager = (world: World): void => {
  world.at(before(world, 12, 9.7), (at) => {
    changeRole(world, at, admin, jacob, 'Support Manager', 'Takes over from Ruth Adeyemi on 1 December')
  })
  world.at(before(world, 12, 9.9), (at) => {
    const settings: Rec = { type: 'settings', id: 'payment', name: 'payment settings', fields: {} }
    world.tell(at, 'settings.viewed', world.by(financeLead), { object: settings })
  })
  world.at(before(world, 6, 15.5), (at) => {
    const product = related({ type: 'product', id: 'AU-3', name: 'Aurora 3-group', fields: {} }, 'machine')
    world.tell(at, 'product.stock_counted', world.by(named(warehouse, 'Chloe Martin')), {
      object: { ...product, fields: {} },
      count: 13,
    })
  })
}
