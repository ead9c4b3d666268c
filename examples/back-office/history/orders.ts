import { day, hour, laterAtWork, minute } from './calendar.ts'
import { parcelHub, priceFloor, webShop } from './machines.ts'
import { maria, sales, support, supportLead, warehouse } from './people.ts'
import { type Doer, type Rec, related, type World } from './world.ts'

/** What an order may hold still for, as somebody writes it. */
const holds = [
  'Address could not be delivered to',
  'Customer asked us to wait for the fitter',
  'Credit limit reached',
  'Part is back-ordered until Thursday',
]
const notes = [
  'Ring the bell at the yard',
  'Deliver before 10:00',
  'Leave with the neighbour at 14',
  'Call ahead: steep stairs',
  'Side entrance on Mill Lane',
]

export interface Shop {
  readonly customers: Rec[]
  readonly products: readonly Rec[]
  readonly orders: Rec[]
  nextOrder: number
}

/** Numbers of the orders that have a story of their own. */
const told = new Set([1377, 1842, 9120])

/** One order from the moment it is placed until it is delivered, cancelled or still under way. */
export const placeOrder = (world: World, shop: Shop, at: number, customer = world.random.pickSkewed(shop.customers)): Rec => {
  const { random } = world
  const fromShop = random.chance(0.62)
  const lines = Array.from({ length: 1 + random.times(0.9) }, () => random.pickSkewed(shop.products))
  const total = lines.reduce((sum, product) => sum + Number(product.fields.price) * random.whole(1, 3), 0)
  const needsReview = total > 2_500 || random.chance(0.06)
  if (told.has(shop.nextOrder)) shop.nextOrder++
  const order: Rec = { type: 'order', id: String(shop.nextOrder), name: `Order #${shop.nextOrder}`, customer, fields: {} }
  shop.nextOrder++
  shop.orders.push(order)
  const by: Doer = fromShop ? webShop : world.by(random.pick(sales))
  const changes = world.set(order, {
    status: needsReview ? 'Pending Review' : 'Approved',
    total: total.toFixed(2),
    items: lines.map(({ name }) => name),
    deliveryNote: fromShop ? '-' : random.pick(notes),
  })
  const placed = world.tell(at, 'order.placed', by, { object: order, changes, correlationId: `ord-${order.id}` })
  if (fromShop && random.chance(0.24)) correctNote(world, order, at)
  if (random.chance(0.05)) overridePrice(world, order, at)
  if (needsReview) review(world, order, at)
  else pack(world, order, at, placed)
  return order
}

/** The shop sends a dash for the delivery note; people put it right by hand, all year. */
const correctNote = (world: World, order: Rec, at: number): void =>
  world.at(laterAtWork(at, 10 * minute, 5 * hour, world.random), (then) => {
    const changes = world.set(order, { deliveryNote: world.random.pick(notes) })
    world.tell(then, 'order.updated', world.by(world.random.pick(support)), { object: order, changes })
  })

const overridePrice = (world: World, order: Rec, at: number): void => {
  const { random } = world
  const total = Number(order.fields.total)
  const wanted = (total * random.between(0.78, 0.9)).toFixed(2)
  const stopped = world.tell(at + 2 * minute, 'order.discount_refused', priceFloor, {
    object: order,
    reason: `a total of £${Number(wanted).toLocaleString('en-GB', { minimumFractionDigits: 2 })} is below the floor`,
  })
  world.at(laterAtWork(at, 20 * minute, 4 * hour, random), (then) => {
    const changes = world.set(order, { total: wanted })
    const manager = random.chance(0.7) ? maria : supportLead
    const reason = random.weighted({
      'Matched a written quote of a competitor': 4,
      'Goodwill after a late delivery': 4,
      'Volume promised for the next quarter': 3,
      'Agreed with the owner on the phone': 2,
    })
    world.tell(then, 'order.price_overridden', world.by(manager), {
      object: order,
      changes,
      override: { rule: 'price-floor', name: 'Price floor' },
      reason,
      causedBy: stopped,
    })
  })
}

const review = (world: World, order: Rec, at: number): void =>
  world.at(laterAtWork(at, 30 * minute, 9 * hour, world.random), (then) => {
    const { random } = world
    const by = world.by(random.chance(0.6) ? maria : supportLead)
    if (random.chance(0.06)) {
      const changes = world.set(order, { status: 'Cancelled' })
      world.tell(then, 'order.cancelled', by, { object: order, changes, reason: 'Credit check failed' })
      return
    }
    const changes = world.set(order, { status: 'Approved' })
    const approved = world.tell(then, 'order.approved', by, { object: order, changes })
    pack(world, order, then, approved)
  })

const pack = (world: World, order: Rec, at: number, cause: string): void =>
  world.at(laterAtWork(at, hour, 8 * hour, world.random), (then) => {
    const { random } = world
    if (random.chance(0.03)) {
      hold(world, order, then)
      return
    }
    const changes = world.set(order, { status: 'Packed' })
    world.tell(then, 'order.packed', world.by(random.pick(warehouse)), { object: order, changes, causedBy: cause })
    // Now and then something was forgotten, and the order moves back.
    if (random.chance(0.025)) sendBack(world, order, then)
    else ship(world, order, then)
  })

const hold = (world: World, order: Rec, at: number): void => {
  const { random } = world
  const changes = world.set(order, { status: 'On hold' })
  world.tell(at, 'order.held', world.by(random.pick(support)), { object: order, changes, reason: random.pick(holds) })
  world.at(laterAtWork(at, day, 6 * day, random), (then) => {
    const released = world.set(order, { status: 'Approved' })
    const id = world.tell(then, 'order.released', world.by(random.pick(support)), { object: order, changes: released })
    pack(world, order, then, id)
  })
}

const sendBack = (world: World, order: Rec, at: number): void =>
  world.at(laterAtWork(at, 20 * minute, 3 * hour, world.random), (then) => {
    const changes = world.set(order, { status: 'Approved' })
    const by = world.by(world.random.pick(warehouse))
    const id = world.tell(then, 'order.sent_back', by, { object: order, changes, reason: 'Picked the wrong burr set' })
    pack(world, order, then, id)
  })

const ship = (world: World, order: Rec, at: number): void =>
  world.at(laterAtWork(at, hour, 6 * hour, world.random), (then) => {
    const { random } = world
    const tracking = `PH${random.whole(10_000_000, 99_999_999)}GB`
    const changes = world.set(order, { status: 'Shipped', tracking })
    const shipped = world.tell(then, 'order.shipped', world.by(random.pick(warehouse)), { object: order, changes })
    world.at(then + random.between(16 * hour, 3 * day), (arrived) => {
      const delivered = world.set(order, { status: 'Delivered' })
      world.tell(arrived, 'order.delivered', parcelHub, { object: order, changes: delivered, causedBy: shipped })
    })
  })

export const orderOf = (order: Rec) => related(order, 'order')
