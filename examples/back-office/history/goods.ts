import type { Rec } from './world.ts'

const line = (sku: string, name: string, price: number, stock: number): Rec => ({
  type: 'product',
  id: sku,
  name,
  fields: { title: name, price: price.toFixed(2), stock, reorderAt: Math.max(2, Math.round(stock / 5)), active: true },
})

const makes = [
  ['BR', 'Brasserie', 3900],
  ['LV', 'Levante', 5400],
  ['AU', 'Aurora', 7200],
  ['PR', 'Pressa', 2650],
] as const
const parts = [
  ['GSK', 'group gasket', 6],
  ['SHW', 'shower screen', 9],
  ['PMP', 'rotary pump', 148],
  ['BLR', 'boiler element', 212],
  ['PFL', 'portafilter', 64],
  ['VLV', 'solenoid valve', 58],
  ['STM', 'steam wand', 87],
  ['PCB', 'control board', 340],
  ['FLT', 'water filter', 41],
  ['GRN', 'burr set', 96],
] as const
const bar = [
  ['GRD-60', 'Grinder K60', 780],
  ['GRD-80', 'Grinder K80', 1190],
  ['TMP-58', 'Tamper 58 mm', 38],
  ['PIT-60', 'Milk pitcher 0.6 l', 21],
  ['KNB-01', 'Knock box', 34],
  ['CLN-1K', 'Cleaning powder 1 kg', 18],
  ['CLN-TB', 'Cleaning tablets, 100', 26],
  ['DSC-5L', 'Descaler 5 l', 44],
  ['CUP-ES', 'Espresso cups, 12', 39],
  ['CUP-CP', 'Cappuccino cups, 12', 47],
  ['BRW-BT', 'Batch brewer', 1640],
  ['KTL-90', 'Hot water tower', 890],
  ['SCL-02', 'Dosing scale', 115],
  ['WTR-SF', 'Water softener', 265],
] as const

/** What the firm sells, what goes out most first: what stands around a machine, parts, and machines with one to three groups. */
export const goods = (): readonly Rec[] => [
  ...bar.map(([sku, name, price]) => line(sku, name, price, 60)),
  ...makes.flatMap(([code, name, price]) =>
    parts.map(([part, what, cost]) => line(`${code}-${part}`, `${name} ${what}`, cost * (0.7 + price / 9000), 40)),
  ),
  ...makes.flatMap(([code, name, price]) =>
    [1, 2, 3].map((groups) =>
      line(`${code}-${groups}`, `${name} ${groups}-group`, price * (0.6 + groups * 0.45), 4 + groups * 3),
    ),
  ),
]
