import { day, hour, laterAtWork, minute } from './calendar.ts'
import { autoAssign, mailbox, staleTicketCloser } from './machines.ts'
import { type Person, support, supportLead } from './people.ts'
import type { Rec, World } from './world.ts'

const subjects = {
  'Machine leaks': 5,
  'Steam pressure drops': 5,
  'Wrong part delivered': 3,
  'Invoice does not match the order': 4,
  'When will my order arrive': 6,
  'Grinder is too coarse': 3,
  'Fitter did not come': 2,
  'Please change our delivery address': 3,
  'Error E04 on the display': 4,
  'Quote for a second machine': 2,
} as const

export interface Desk {
  readonly customers: Rec[]
  readonly tickets: Rec[]
  nextTicket: number
}

/** Numbers of the tickets that have a story of their own. */
const told = new Set([88061, 90412])

/** One ticket from the mail that opens it until it is closed, perhaps more than once. */
export const openTicket = (world: World, desk: Desk, at: number, customer = world.random.pickSkewed(desk.customers)): Rec => {
  const { random } = world
  const subject = random.weighted(subjects)
  if (told.has(desk.nextTicket)) desk.nextTicket++
  const ticket: Rec = { type: 'ticket', id: String(desk.nextTicket), name: `Ticket #${desk.nextTicket}`, customer, fields: {} }
  desk.nextTicket++
  desk.tickets.push(ticket)
  const priority = random.weighted({ Normal: 7, High: 2, Low: 2 })
  const changes = world.set(ticket, { subject, status: 'Open', priority })
  const opened = world.tell(at, 'ticket.opened', mailbox, { object: ticket, changes, correlationId: `tkt-${ticket.id}` })
  world.at(at + random.between(1, 4) * minute, (then) => assign(world, ticket, then, opened))
  return ticket
}

const assign = (world: World, ticket: Rec, at: number, cause: string): void => {
  const { random } = world
  const chosen = random.pick(support)
  const changes = world.set(ticket, { assignee: chosen.name })
  const assigned = world.tell(at, 'ticket.assigned', autoAssign, { object: ticket, changes, causedBy: cause })
  // Machine faults go to whoever knows the make, and the rule does not know that.
  const isFault = /leaks|pressure|Error/.test(String(ticket.fields.subject))
  if (!random.chance(isFault ? 0.42 : 0.06)) {
    answer(world, ticket, at, chosen)
    return
  }
  world.at(laterAtWork(at, 8 * minute, 3 * hour, random), (then) => {
    const other = random.pick(support.filter(({ name }) => name !== chosen.name))
    const moved = world.set(ticket, { assignee: other.name })
    const by = world.by(random.chance(0.4) ? supportLead : chosen)
    const reason = isFault ? 'Knows this make' : 'On leave today'
    world.tell(then, 'ticket.reassigned', by, { object: ticket, changes: moved, reason, causedBy: assigned })
    answer(world, ticket, then, other)
  })
}

const answer = (world: World, ticket: Rec, at: number, agent: Person): void =>
  world.at(laterAtWork(at, 15 * minute, 9 * hour, world.random), (then) => {
    const { random } = world
    const by = world.by(agent)
    if (random.chance(0.12)) {
      const changes = world.set(ticket, { priority: 'High' })
      if (changes.length > 0) world.tell(then, 'ticket.escalated', by, { object: ticket, changes, reason: 'Café cannot serve' })
    }
    if (random.chance(0.45)) {
      const changes = world.set(ticket, { status: 'Waiting for customer' })
      world.tell(then, 'ticket.replied', by, { object: ticket, changes })
      wait(world, ticket, then, agent)
      return
    }
    solve(world, ticket, then, agent)
  })

const wait = (world: World, ticket: Rec, at: number, agent: Person): void => {
  const { random } = world
  if (random.chance(0.3)) {
    world.at(at + 14 * day, (then) => {
      const changes = world.set(ticket, { status: 'Closed' })
      const closed = world.tell(then, 'ticket.closed', staleTicketCloser, {
        object: ticket,
        changes,
        reason: 'No answer for 14 days',
      })
      // Customers who were away write again; the closer is undone by hand.
      if (random.chance(0.28)) reopen(world, ticket, then, agent, 'Customer answered after all', closed)
    })
    return
  }
  world.at(at + random.between(3 * hour, 4 * day), (then) => {
    const changes = world.set(ticket, { status: 'Open' })
    world.tell(then, 'ticket.answered', mailbox, { object: ticket, changes })
    world.at(laterAtWork(then, 20 * minute, 7 * hour, random), (later) => solve(world, ticket, later, agent))
  })
}

const solve = (world: World, ticket: Rec, at: number, agent: Person): void => {
  const { random } = world
  const changes = world.set(ticket, { status: 'Resolved' })
  const solved = world.tell(at, 'ticket.resolved', world.by(agent), { object: ticket, changes })
  if (random.chance(String(ticket.fields.subject) === 'Steam pressure drops' ? 0.3 : 0.05))
    reopen(world, ticket, at, agent, 'Same fault again', solved)
  else
    world.at(at + 3 * day, (then) => {
      if (ticket.fields.status !== 'Resolved') return
      const closed = world.set(ticket, { status: 'Closed' })
      world.tell(then, 'ticket.closed', staleTicketCloser, {
        object: ticket,
        changes: closed,
        reason: 'Resolved for three days',
        causedBy: solved,
      })
    })
}

const reopen = (world: World, ticket: Rec, at: number, agent: Person, reason: string, cause: string): void =>
  world.at(laterAtWork(at, 2 * hour, 2 * day, world.random), (then) => {
    const changes = world.set(ticket, { status: 'Open' })
    world.tell(then, 'ticket.reopened', world.by(agent), { object: ticket, changes, reason, causedBy: cause })
    world.at(laterAtWork(then, hour, 2 * day, world.random), (later) => solve(world, ticket, later, agent))
  })
