import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

/** Records of which some have the same path, `type/id`, or become another's when they are decoded once too often. */
const records = [
  { type: 'order', id: 'a/b' },
  { type: 'order/a', id: 'b' },
  { type: 'order', id: 'a%2Fb' },
  { type: 'order%2Fa', id: 'b' },
  { type: 'order', id: '..' },
  { type: 'order/..', id: 'a' },
  { type: 'order', id: 'events' },
  { type: 'customer', id: 'c/1' },
  { type: 'customer/c', id: '1' },
  { type: 'order', id: 'a//b/' },
  { type: 'order/a/', id: 'b/' },
] as const
const related = { type: 'order/a', id: 'b' }

let server: RunningServer
let trail: TrailKeys
const events = records.map((object, n) =>
  orderEvent(n + 1, { object, changes: [{ field: 'note', before: null, after: `note ${n}` }] }),
)
const touching = orderEvent(60, { object: { type: 'stock', id: '1' }, related: [{ ...related, relation: 'order' }] })
const bought = orderEvent(61, { object: { type: 'stock', id: '2' }, customer: { id: 'c/1', name: 'Jane Roe' } })
const steps = [
  orderEvent(70, { workflow: { type: 'refund', id: 'x/y', step: 'Asked' } }),
  orderEvent(71, { workflow: { type: 'refund/x', id: 'y', step: 'Paid' } }),
]

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('office')
  const { status, text } = await server.post(`${trail.path}/events`, [...events, touching, bought, ...steps], trail.writer)
  expect(status, text).toBe(200)
})
afterAll(() => server.remove())

const pathOf = ({ type, id }: { readonly type: string; readonly id: string }): string => {
  // A browser takes a segment of dots for a step in the path, however they are written: such an id needs no test of its own.
  const part = (text: string) => encodeURIComponent(text)
  return `${trail.path}/objects/${part(type)}/${part(id)}`
}
const get = (path: string) => server.call('GET', path, { key: trail.reader })

describe('a record whose type or id has slashes', () => {
  const reachable = records.map((record, at) => ({ ...record, at })).filter(({ id }) => id !== '..')
  it.each(reachable)('$type and $id are one record and no other, in its timeline, state and comparison', async (record) => {
    const { at } = record
    const own = events[at]?.id
    const isRelated = record.type === related.type && record.id === related.id
    const isCustomer = record.type === 'customer' && record.id === 'c/1'
    const expected = [own, ...(isRelated ? [touching.id] : []), ...(isCustomer ? [bought.id] : [])]
    const { json } = await get(`${pathOf(record)}/events?order=recorded`)
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(expected)
    expect(json.total).toEqual({ value: expected.length, exact: true })
    const only = (await get(`${pathOf(record)}/events?only=object`)).json
    expect(only.data.map(({ id }: { id: string }) => id)).toEqual([own])
    const state = (await get(`${pathOf(record)}/state`)).json
    expect([state.fields.length, state.fields[0].value]).toEqual([1, `note ${at}`])
    const compared = (await get(`${pathOf(record)}/compare?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z`)).json
    expect(compared.to.fields).toEqual(state.fields)
  })

  it('a slash that is not encoded is a step of the address, not a part of the id', async () => {
    expect((await get(`${trail.path}/objects/order/a/b/events`)).status).toBe(404)
    expect((await get(`${trail.path}/objects/order/a/b/state`)).status).toBe(404)
  })

  it('has cases that are told apart in the same way', async () => {
    for (const [at, step] of steps.entries()) {
      const { type, id } = step.workflow as { type: string; id: string }
      const { json } = await get(`${trail.path}/workflows/${encodeURIComponent(type)}/${encodeURIComponent(id)}`)
      expect([json.steps.length, json.steps[0].id ?? json.steps[0].event?.id]).toEqual([1, steps[at]?.id])
    }
  })
})
