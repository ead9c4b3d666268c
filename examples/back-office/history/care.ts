import { day, hour, laterAtWork } from './calendar.ts'
import { newCustomer } from './customers.ts'
import { nightlyCredit } from './machines.ts'
import { maria, sales, support } from './people.ts'
import type { Rec, World } from './world.ts'

/** What people do to customers' records on an ordinary day. */
export const careForCustomer = (world: World, at: number, customer: Rec): void => {
  const { random } = world
  const what = random.weighted({ phone: 4, address: 3, email: 2, discount: 1, owner: 2, creditLimit: 1, plan: 1 })
  if (what === 'owner') {
    const owner = random.pick(sales)
    const changes = world.set(customer, { owner: owner.name })
    const reason = random.pick([
      'Moves to the west region',
      'Asked for another contact',
      'Balanced the portfolios',
      'Parental leave',
    ])
    if (changes.length > 0)
      world.tell(at, 'customer.owner_changed', world.by(random.pick(sales)), { object: customer, changes, reason })
    return
  }
  const town = String(customer.fields.address).split(', ')[1]
  const fresh = {
    phone: `+44 117 ${random.whole(200, 999)} ${random.whole(1000, 9999)}`,
    address: `${random.whole(1, 180)} ${random.pick(['Harbour Way', 'Castle Street', 'Victoria Road', 'Orchard Close'])}, ${town}`,
    email: `office@${String(customer.fields.email).split('@')[1]}`,
    discount: random.pick(['0.0', '2.5', '5.0', '7.5', '10.0', '12.5']),
    creditLimit: (random.whole(1, 24) * 500).toFixed(2),
    plan: random.pick(['Starter', 'Standard', 'Partner']),
  }[what]
  const changes = world.set(customer, { [what]: fresh })
  const by = what === 'discount' || what === 'creditLimit' ? maria : random.pick([...support, ...sales])
  if (changes.length > 0) world.tell(at, 'customer.updated', world.by(by), { object: customer, changes })
}

/** A new customer, on trial for a month. */
export const welcomeCustomer = (world: World, at: number, number: number): Rec => {
  const { random } = world
  const customer = newCustomer(number, random)
  const fields = { ...customer.fields, status: 'Trial', billingStatus: 'Trial' }
  for (const field of Object.keys(customer.fields)) delete customer.fields[field]
  const by = world.by(random.pick(sales))
  world.tell(at, 'customer.created', by, { object: customer, changes: world.set(customer, fields) })
  world.at(laterAtWork(at, 20 * day, 34 * day, random), (then) => {
    if (customer.fields.status !== 'Trial') return
    const stays = random.chance(0.8)
    const changes = world.set(customer, { status: stays ? 'Active' : 'Closed' })
    world.tell(then, stays ? 'customer.activated' : 'customer.closed', world.by(random.pick(sales)), {
      object: customer,
      changes,
      ...(stays ? {} : { reason: 'Trial ended without an order' }),
    })
    const billed = world.set(customer, { billingStatus: stays ? 'Active' : 'None' })
    world.tell(then + 4_000, 'customer.billing_changed', nightlyCredit, { object: customer, changes: billed })
  })
  return customer
}

/** Every night a job looks at limits and payments; where somebody is late, billing is suspended until it is paid. */
export const checkCredit = (world: World, at: number, customers: readonly Rec[], run: string): void => {
  const { random } = world
  const touched = random.whole(5, 11)
  world.tell(at, 'credit_check.run_started', nightlyCredit, { batch: { id: run, kind: 'credit check', rows: customers.length } })
  let updated = 0
  for (let n = 0; n < touched; n++) {
    const customer = random.pick(customers)
    const late = customer.fields.billingStatus === 'Active' && random.chance(0.4)
    const values = late
      ? { billingStatus: 'Suspended' }
      : {
          creditLimit: (Math.max(1, Math.round(Number(customer.fields.creditLimit) / 500) + random.whole(-2, 2)) * 500).toFixed(
            2,
          ),
        }
    const changes = world.set(customer, values)
    if (changes.length === 0) continue
    updated++
    const action = late ? 'customer.billing_changed' : 'customer.credit_changed'
    const id = world.tell(at + (n + 1) * 900, action, nightlyCredit, { object: customer, changes, batch: { id: run } })
    if (late)
      world.at(at + random.between(day, 9 * day) + 7 * hour, (then) => {
        if (customer.fields.billingStatus !== 'Suspended') return
        const paid = world.set(customer, { billingStatus: 'Active' })
        world.tell(then, 'customer.billing_changed', nightlyCredit, { object: customer, changes: paid, causedBy: id })
      })
  }
  world.tell(at + (touched + 2) * 900, 'credit_check.run_completed', nightlyCredit, {
    batch: {
      id: run,
      kind: 'credit check',
      rows: customers.length,
      claimed: { updated, unchanged: customers.length - updated },
    },
  })
}
