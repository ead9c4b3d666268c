import { caseAsRecord, pathOfNames } from '@daybook/core'
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
  { type: '..', id: '.' },
  { type: '~..', id: '~.' },
  { type: '%', id: '~/x' },
] as const
const related = { type: 'order/a', id: 'b' }

let server: RunningServer
let trail: TrailKeys
const events = records.map((object, n) =>
  orderEvent(n + 1, { object, changes: [{ field: 'note', before: null, after: `note ${n}` }] }),
)
const touching = orderEvent(60, { object: { type: 'stock', id: '1' }, related: [{ ...related, relation: 'order' }] })
const bought = orderEvent(61, { object: { type: 'stock', id: '2' }, customer: { id: 'c/1', name: 'Jane Roe' } })
/** Whatever a type or an id may be. */
const odd = ['.', '..', 'a/b', '%2F', '%', '?', '#', ' ', 'é', '\u202e', '~.', '~..']
const oddCases = odd.map((text, n) =>
  orderEvent(80 + n, {
    object: { type: text, id: text },
    workflow: { type: text, id: text, step: 'Asked' },
    batch: { id: text, kind: 'run' },
  }),
)
const steps = [
  orderEvent(70, { workflow: { type: 'refund', id: 'x/y', step: 'Asked' } }),
  orderEvent(71, { workflow: { type: 'refund/x', id: 'y', step: 'Paid' } }),
]

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('office')
  const { status, text } = await server.post(
    `${trail.path}/events`,
    [...events, touching, bought, ...steps, ...oddCases],
    trail.writer,
  )
  expect(status, text).toBe(200)
})
afterAll(() => server.remove())

const pathOf = ({ type, id }: { readonly type: string; readonly id: string }): string =>
  pathOfNames(trail.path, 'objects', type, id)
const get = (path: string) => server.call('GET', path, { key: trail.reader })

describe('a record whose type or id has slashes, or is a step of a path', () => {
  it.each(records.map((record, at) => ({ ...record, at })))(
    '$type and $id are one record and no other, in its timeline, state and comparison',
    async (record) => {
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
    },
  )

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

  it.each(odd.map((text, n) => ({ text, event: oddCases[n]?.id })))(
    '$text names a record, a case, its workflow and an import',
    async ({ text, event }) => {
      const address = (room: string, ...names: readonly string[]) => pathOfNames(trail.path, room, ...names)
      const timeline = await get(`${address('objects', text, text)}/events`)
      expect(timeline.json.data.map(({ id }: { id: string }) => id)).toEqual([event])
      const one = await get(address('workflows', text, text))
      expect([one.status, one.json.type, one.json.id]).toEqual([200, text, text])
      const all = await get(address('workflows', text))
      expect(all.json.data.map(({ id }: { id: string }) => id)).toEqual([text])
      const batch = await get(address('batches', text))
      expect([batch.status, batch.json.id]).toEqual([200, text])
      for (const more of ['undo', 'downstream']) expect((await get(`${address('batches', text)}/${more}`)).status).toBe(200)
    },
  )

  it('behind the mark a name without one is no name, and every other method is refused as without it', async () => {
    expect((await get(`${trail.path}/~/objects/order/~../events`)).status).toBe(404)
    expect((await get(`${trail.path}/~/batches/x`)).status).toBe(404)
    expect((await server.call('POST', `${trail.path}/~/batches/~x`, { key: trail.reader })).status).toBe(405)
  })
})

describe('who looked at a record or a case that is written as another is', () => {
  const looksAt = async ({ type, id }: { readonly type: string; readonly id: string }) => {
    const wanted = `thisRecord=${encodeURIComponent([type, id].map(encodeURIComponent).join('/'))}`
    const { json } = await get(`${trail.path}/events?category=trail&action=trail.record_viewed&${wanted}`)
    const { json: counts } = await get(
      `${trail.path}/facets?category=trail&action=trail.record_viewed&fields=actor&limit=9&${wanted}`,
    )
    expect(counts.total).toEqual(json.total)
    return json.data
  }
  const times = (looks: readonly { readonly context: { readonly times: number } }[]) => looks.map(({ context }) => context.times)

  beforeAll(async () => {
    // Stopping tells what waits: what was looked at above is apart from what is looked at here.
    await server.restart()
    for (const [times, record] of [
      [1, { type: 'order', id: 'a/b' }],
      [2, { type: 'order/a', id: 'b' }],
      [3, { type: '..', id: '.' }],
    ] as const)
      for (let n = 0; n < times; n++) await get(`${pathOf(record)}/state`)
    for (const [times, id] of [
      [1, ['refund', 'x/y']],
      [2, ['refund/x', 'y']],
    ] as const)
      for (let n = 0; n < times; n++) await get(pathOfNames(trail.path, 'workflows', ...id))
    await server.restart()
  })

  it('is told, folded and found by type and id', async () => {
    expect(times(await looksAt({ type: 'order', id: 'a/b' }))[0]).toBe(1)
    expect(times(await looksAt({ type: 'order/a', id: 'b' }))[0]).toBe(2)
    expect(times(await looksAt({ type: '..', id: '.' }))[0]).toBe(3)
    for (const record of [
      { type: 'order', id: 'a/b' },
      { type: 'order/a', id: 'b' },
    ])
      for (const { related } of await looksAt(record)) expect(related).toEqual([{ ...record, relation: 'record' }])
  })

  it('tells cases apart too, and names those without slashes as ever', async () => {
    expect(times(await looksAt(caseAsRecord({ type: 'refund', id: 'x/y' })))[0]).toBe(1)
    expect(times(await looksAt(caseAsRecord({ type: 'refund/x', id: 'y' })))[0]).toBe(2)
    expect(await looksAt({ type: 'workflow', id: '~./~.' })).not.toEqual([])
  })

  it('is asked by one type and one id, and takes nothing else for a record', async () => {
    for (const wrong of ['order', 'order/', '/a', 'order/a/b', '%25/a%2', '']) {
      const { status, json } = await get(`${trail.path}/events?thisRecord=${wrong}`)
      expect([wrong, status, json.code, json.pointer]).toEqual([wrong, 400, 'bad_parameter', '/thisRecord'])
    }
  })
})
