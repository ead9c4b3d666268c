import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const catalogueIn = (currency: string) => ({
  objects: {
    order: {
      label: 'Order',
      fields: {
        total: { label: 'Total', kind: 'money', currency },
        note: { label: 'Note' },
        card: { label: 'Card', kind: 'money' },
      },
    },
  },
  actions: { 'order.repriced': { category: 'data' } },
})
const total = (n: number, before: string, after: string) =>
  orderEvent(n, {
    action: 'order.repriced',
    object: { type: 'order', id: '7', name: 'Order #7' },
    changes: [{ field: 'total', before, after }],
  })
const [inPounds, inEuros] = [total(1, '10.00', '12.50'), total(2, '12.50', '15')]
const several = orderEvent(3, {
  action: 'order.repriced',
  object: { type: 'order', id: '8', name: 'Order #8' },
  changes: [
    { field: 'total', before: 0, after: '' },
    { field: 'card', after: '3.00' },
    { field: 'note', after: '12' },
  ],
})

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('prices')
  const push = (body: unknown) => server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body })
  const send = (event: object) => server.post(`${trail.path}/events`, event, trail.writer)
  const answers = [await push(catalogueIn('GBP')), await send(inPounds), await push(catalogueIn('EUR')), await send(inEuros)]
  answers.push(await send(several))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
})
afterAll(() => server.remove())

describe('an amount of money', () => {
  it('is in the currency of the catalogue it was recorded under, on its own, in a list and on its record', async () => {
    const one = await server.get(`${trail.path}/events/${inPounds.id}`, trail.reader)
    expect(one.json.changes).toEqual([
      { field: 'total', before: '10.00', after: '12.50', label: 'Total', kind: 'money', currency: 'GBP' },
    ])
    const list = await server.get(`${trail.path}/events?q=object:order/7`, trail.reader)
    expect(list.json.data.map(({ changes }: { changes: { currency: string }[] }) => changes[0]?.currency)).toEqual(['EUR', 'GBP'])
    const state = await server.get(`${trail.path}/objects/order/7/state`, trail.reader)
    expect(state.json.fields).toMatchObject([{ field: 'total', value: '15', kind: 'money', currency: 'EUR' }])
  })

  it('has its currency in a spreadsheet, with the digits that were recorded; nothing else has', async () => {
    const csv = await fetch(`${server.url}${trail.path}/export?format=csv`, {
      headers: { authorization: `Bearer ${trail.reader}` },
    })
    const rows = parse<Record<string, string>>(await csv.text(), { columns: true, bom: true })
    const sides = ({ id }: { readonly [member: string]: unknown }) => {
      const row = rows.find(({ Event }) => Event === id)
      return [row?.Before, row?.After]
    }
    expect(sides(inPounds)).toEqual(['10.00 GBP', '12.50 GBP'])
    expect(sides(inEuros)).toEqual(['12.50 EUR', '15 EUR'])
    expect(sides(several)).toEqual(['Total: 0 EUR\nCard: \nNote: ', 'Total: \nCard: 3.00\nNote: 12'])
  })

  it('has a catalogue whose newest version the trail names', async () => {
    expect((await server.get(trail.path, trail.reader)).json.catalogue).toBe(2)
    const plain = await server.trail('plain')
    expect((await server.get(plain.path, plain.reader)).json.catalogue).toBe(0)
  })
})
