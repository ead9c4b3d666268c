import { purchasing, warehouse } from './people.ts'
import type { Rec, World } from './world.ts'

const reasons = {
  'Counted again': 6,
  'Damaged in the rack': 3,
  'Found behind the pallet': 2,
  'Taken for a repair': 3,
  'Returned by a customer': 2,
} as const

/** The warehouse puts a count right. */
export const adjustStock = (world: World, at: number, product: Rec): void => {
  const { random } = world
  const stock = Number(product.fields.stock)
  const moved = random.chance(0.7) ? -random.whole(1, Math.max(1, Math.min(4, stock))) : random.whole(1, 5)
  const changes = world.set(product, { stock: Math.max(0, stock + moved) })
  if (changes.length > 0)
    world.tell(at, 'product.stock_adjusted', world.by(random.pick(warehouse)), {
      object: product,
      changes,
      reason: random.weighted(reasons),
    })
}

export const receiveStock = (world: World, at: number, product: Rec, vendor: Rec): void => {
  const { random } = world
  const changes = world.set(product, { stock: Number(product.fields.stock) + random.whole(2, 30) })
  world.tell(at, 'product.stock_received', world.by(random.pick(warehouse)), {
    object: product,
    changes,
    related: [{ type: 'vendor', id: vendor.id, name: vendor.name, relation: 'vendor' }],
  })
}

export const repriceProduct = (world: World, at: number, product: Rec): void => {
  const { random } = world
  const changes = world.set(product, { price: (Number(product.fields.price) * random.between(0.97, 1.06)).toFixed(2) })
  if (changes.length === 0) return
  world.tell(at, 'product.price_changed', world.by(random.pick(purchasing)), {
    object: product,
    changes,
    reason: 'New list of the maker',
  })
}
