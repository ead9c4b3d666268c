import type { EventInput } from '@daybook/core'
import { lookAtSensitive, signInDay } from './access.ts'
import { anyMoment, day, hour, isWorkingDay, startOfDay, weekday, workingMoment } from './calendar.ts'
import { careForCustomer, checkCredit, welcomeCustomer } from './care.ts'
import { newCustomer } from './customers.ts'
import { goods } from './goods.ts'
import { importSheet, priceSheet } from './imports.ts'
import { type Dispatch, planJob } from './jobs.ts'
import { ledgerline } from './machines.ts'
import { placeOrder, type Shop } from './orders.ts'
import { everybody, purchasing, sales } from './people.ts'
import { requestRefund, settleRefund, type Till } from './refunds.ts'
import { adjustStock, receiveStock, repriceProduct } from './stock.ts'
import { tellStories } from './stories.ts'
import { type Desk, openTicket } from './tickets.ts'
import { newVendor, onboardVendor } from './vendors.ts'
import { type Rec, World } from './world.ts'

/** A year of the firm: every event in the order of time, and every record as it stands at the end. */
export interface Year {
  readonly events: readonly EventInput[]
  readonly records: {
    readonly [kind in 'customers' | 'products' | 'orders' | 'tickets' | 'jobs' | 'refunds' | 'vendors']: readonly Rec[]
  }
  /** Roles by user id, as they are now. */
  readonly roles: ReadonlyMap<string, string>
}

/** The year that ends at `to`. The same seed and end give the same year. */
export const makeYear = (to: number, toolUrl = 'http://127.0.0.1:4340', seed = 1842): Year => {
  const from = startOfDay(to) - 365 * day
  const world = new World(seed, from, to, toolUrl)
  for (const { id, role } of everybody) world.roles.set(id, role)
  const customers = Array.from({ length: 4_260 }, (_, n) => newCustomer(n + 101 - 86, world.random))
  const shop: Shop = { customers, products: goods(), orders: [], nextOrder: 1001 }
  const desk: Desk = { customers, tickets: [], nextTicket: 80_001 }
  const dispatch: Dispatch = { customers, jobs: [], nextJob: 5_001 }
  const till: Till = { refunds: [], nextRefund: 101 }
  const vendors = Array.from({ length: 48 }, (_, n) => newVendor(n))
  tellStories(world, { customers, orders: shop.orders, vendors, desk, till })
  for (let start = from; start < to; start += day) liveDay(world, start, { shop, desk, dispatch, till, vendors })
  world.run()
  const { products, orders } = shop
  return {
    events: world.events.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0)),
    records: { customers, products, orders, tickets: desk.tickets, jobs: dispatch.jobs, refunds: till.refunds, vendors },
    roles: world.roles,
  }
}

interface House {
  readonly shop: Shop
  readonly desk: Desk
  readonly dispatch: Dispatch
  readonly till: Till
  readonly vendors: Rec[]
}

const liveDay = (world: World, start: number, house: House): void => {
  const { random } = world
  const { shop, desk, vendors } = house
  const open = isWorkingDay(start)
  const season = 1 + 0.25 * Math.sin(((start - world.from) / day / 365) * 2 * Math.PI)
  const plan = (times: number, moment: (start: number) => number, run: (at: number) => void) => {
    for (let n = random.times(times * season); n > 0; n--) world.at(moment(start), run)
  }
  const atWork = (dayStart: number) => workingMoment(dayStart, random)
  const anyTime = (dayStart: number) => anyMoment(dayStart, random)

  plan(open ? 60 : 28, anyTime, (at) => {
    const order = placeOrder(world, shop, at)
    if (random.chance(0.05)) world.at(at + random.between(4, 16) * day, (then) => refund(world, house, then, order))
    if (random.chance(0.1)) planJob(world, house.dispatch, at + hour, { order })
  })
  plan(open ? 44 : 12, anyTime, (at) => {
    const ticket = openTicket(world, desk, at)
    if (random.chance(0.14)) world.at(at + 5 * hour, (then) => void planJob(world, house.dispatch, then, { ticket }))
  })
  world.at(start + 2.5 * hour, (at) =>
    checkCredit(world, at, shop.customers, `run_credit_${new Date(at).toISOString().slice(0, 10)}`),
  )
  world.at(start + 4 * hour, (at) => {
    const system: Rec = { type: 'integration', id: 'ledgerline', name: 'Ledgerline accounting', fields: {} }
    const failing = world.events.at(-1)?.action === 'integration.sync_failed'
    if (!failing) world.tell(at, 'integration.sync_completed', ledgerline, { object: system, count: random.whole(60, 190) })
  })
  if (!open) return
  signInDay(world, start)
  lookAtSensitive(world, start, shop.customers, vendors)
  plan(9, atWork, (at) => void planJob(world, house.dispatch, at))
  plan(14, atWork, (at) => adjustStock(world, at, random.pick(shop.products)))
  plan(7, atWork, (at) => receiveStock(world, at, random.pick(shop.products), random.pick(vendors)))
  plan(1.5, atWork, (at) => repriceProduct(world, at, random.pick(shop.products)))
  plan(26, atWork, (at) => careForCustomer(world, at, random.pickSkewed(shop.customers)))
  plan(2.2, atWork, (at) => void shop.customers.push(welcomeCustomer(world, at, 15 + shop.customers.length)))
  plan(0.22, atWork, (at) => {
    const vendor = newVendor(vendors.length)
    vendors.push(vendor)
    for (const field of ['status', 'terms', 'risk']) delete vendor.fields[field]
    onboardVendor(world, at, vendor)
  })
  if (weekday(start) === 1)
    world.at(start + 9.5 * hour, (at) => {
      const id = `imp_prices_${new Date(at).toISOString().slice(0, 10)}`
      importSheet(world, at, priceSheet(world, random.pick(purchasing), shop.products, id, 0.35))
    })
  if (random.chance(0.03))
    world.at(start + 15 * hour, (at) => {
      const rows = Array.from({ length: random.whole(40, 260) }, () => random.pick(shop.customers)).map((record) => ({
        record,
        values: { newsletter: random.chance(0.7), owner: random.pick(sales).name },
      }))
      importSheet(world, at, {
        id: `imp_fair_${random.hex(6)}`,
        kind: 'customer',
        file: 'fair-contacts.csv',
        mapping: 'contacts v2',
        by: random.pick(sales),
        rows,
      })
    })
}

const refund = (world: World, { till }: House, at: number, order: Rec): void => {
  const asked = requestRefund(world, till, at, order)
  settleRefund(world, asked, at, order)
}
