import { sales } from './people.ts'
import type { Random } from './random.ts'
import type { Rec } from './world.ts'

const first =
  'Blue Corner Little Old Copper Paper Harbour Lantern North Silver Green Quiet Red Market River Garden Station Velvet Chapel Mill Orchard Pilot Anchor Bramble Cloud Ember Fox Juniper Kite Linden Magpie Nettle Otter Plum Quarry Robin Sable Thistle Union Wren'.split(
    ' ',
  )
const second =
  'Door Lamp Kettle Boat Bakery Room House Yard Table Bridge Window Cup Spoon Stairs Arch Gate Post Roof Loft Bench Clock Tower Press Barrel Swan Hare Oak Crane Tide Pier'.split(
    ' ',
  )
const kind = ['Café', 'Coffee', 'Coffee House', 'Kitchen', 'Hotel', 'Bistro', 'Espresso Bar', 'Bakery', 'Roasters', 'Deli']
const towns = [
  'Bristol',
  'Bath',
  'Cardiff',
  'Exeter',
  'Gloucester',
  'Swindon',
  'Taunton',
  'Cheltenham',
  'Newport',
  'Plymouth',
  'Swansea',
  'Salisbury',
]
const streets = [
  'High Street',
  'Mill Lane',
  'Quay Street',
  'Park Row',
  'Church Road',
  'Station Road',
  'Bridge Street',
  'Market Place',
  'Queen’s Road',
  'Wharf Road',
]

/** A café, hotel or bakery. The same numbers give the same customer. */
export const newCustomer = (number: number, random: Random): Rec => {
  const name = `${first[(number * 7) % first.length]} ${second[(number * 13 + Math.floor(number / 40)) % second.length]} ${kind[(number * 3 + Math.floor(number / 11)) % kind.length]}`
  const owner = random.pick(sales)
  const plan = random.weighted({ Starter: 5, Standard: 4, Partner: 1 })
  return {
    type: 'customer',
    id: String(number),
    name,
    fields: {
      name,
      status: random.chance(0.9) ? 'Active' : 'Trial',
      billingStatus: 'Active',
      plan,
      owner: owner.name,
      email: `hello@${name
        .toLowerCase()
        .normalize('NFD')
        .replaceAll(/[^a-z]+/g, '')}.example`,
      phone: `+44 117 ${random.whole(200, 999)} ${random.whole(1000, 9999)}`,
      address: `${random.whole(1, 180)} ${random.pick(streets)}, ${random.pick(towns)}`,
      creditLimit: (random.whole(1, 20) * 500).toFixed(2),
      discount: plan === 'Partner' ? '12.5' : plan === 'Standard' ? '5.0' : '0.0',
    },
  }
}
