import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidV7 } from '../../src/trail/uuid.ts'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const events = orderEvents(25)
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, events, trail.writer)
})
afterAll(() => server.remove())

const list = (query: string) => server.get(`${trail.path}/events${query}`, trail.reader)
type Item = { readonly id: string; readonly seq: number; readonly action: string }

const pages = async (query: string): Promise<Item[][]> => {
  const all: Item[][] = []
  for (let cursor: string | null = null; ; ) {
    const { json } = await list(`?${query}${cursor === null ? '' : `&cursor=${cursor}`}`)
    all.push(json.data)
    cursor = json.nextCursor
    if (cursor === null) return all
  }
}

describe('the list of events', () => {
  it('shows the newest first, each as a sentence, and counts exactly', async () => {
    const { status, json } = await list('?limit=3')
    expect(status).toBe(200)
    expect(json.data.map((e: Item) => e.id)).toEqual(
      events
        .slice(-3)
        .reverse()
        .map((e) => e.id),
    )
    expect(json.data[0].sentence).toBe('Maria Lopez updated Order #1824: Status from Pending Review to Approved')
    expect(json.data[0].parts.map((part: { text: string }) => part.text).join('')).toBe(json.data[0].sentence)
    expect(json.total).toEqual({ value: 25, exact: true })
  })

  it.each(['order=recorded&limit=7', 'order=recorded-desc&limit=7', 'order=asc&limit=7', 'limit=7', 'limit=1000'])(
    'goes through every event once by %s',
    async (query) => {
      const ids = (await pages(query)).flat().map(({ id }) => id)
      const expected = events.map((e) => e.id)
      expect(ids).toEqual(/order=(recorded|asc)&/.test(query) ? expected : expected.toReversed())
    },
  )

  it('links to the next page', async () => {
    const { headers, json } = await list('?order=recorded&limit=10')
    const link = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? ''
    expect(link).toContain(`cursor=${json.nextCursor}`)
    expect((await server.get(link, trail.reader)).json.data[0].id).toBe(events[10]?.id)
    expect((await list('?limit=1000')).headers.get('link')).toBeNull()
  })

  it('goes on where it was while events arrive', async () => {
    const first = await list('?limit=5')
    await server.post(`${trail.path}/events`, orderEvent(90), trail.writer)
    const second = await list(`?limit=5&cursor=${first.json.nextCursor}`)
    expect(second.json.data[0].id).toBe(events.at(-6)?.id)
  })

  it('keeps the trail’s own events out unless they are asked for', async () => {
    const business = (await pages('limit=1000')).flat()
    expect(business.every(({ action }) => !action.startsWith('trail.'))).toBe(true)
    const own = (await pages('category=trail&limit=1000')).flat()
    expect(own.length).toBeGreaterThan(3)
    expect(own.every(({ action }) => action.startsWith('trail.'))).toBe(true)
    const all = await list('?category=all&order=recorded-desc&limit=1000')
    expect(all.json.total.value).toBe(business.length + own.length)
    expect(all.json.data.map((e: Item) => e.seq)).toEqual(
      Array.from({ length: all.json.total.value }, (_, n) => all.json.total.value - 1 - n),
    )
  })

  it.each([
    ['q=nonsense:1', 'bad_query'],
    ['q=actor:', 'bad_query'],
    ['category=nonsense', 'bad_query'],
    ['from=yesterday', 'bad_query'],
    ['from=2026-13-01', 'bad_query'],
    ['actor=', 'bad_query'],
    ['not.surprise=1', 'bad_parameter'],
    ['order=sideways', 'bad_parameter'],
    ['limit=0', 'bad_parameter'],
    ['limit=1001', 'bad_parameter'],
    ['limit=1e2', 'bad_parameter'],
    ['limit=5&limit=6', 'bad_parameter'],
    ['cursor=AAAA', 'bad_parameter'],
    ['surprise=1', 'bad_parameter'],
  ])('refuses ?%s in a sentence', async (query, code) => {
    const { status, json } = await list(`?${query}`)
    expect([status, json.code]).toEqual([400, code])
    expect(json.detail).toMatch(/^[A-Z].*\.$/)
  })

  it('refuses a cursor of another list', async () => {
    const { json } = await list('?limit=2&order=recorded')
    expect((await list(`?limit=2&cursor=${json.nextCursor}`)).json.code).toBe('bad_parameter')
  })
})

describe('one event', () => {
  it('is found by its id in any case, as it was recorded', async () => {
    const id = String(events[3]?.id)
    const { status, json } = await server.get(`${trail.path}/events/${id.toUpperCase()}`, trail.reader)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      id,
      actor: events[3]?.actor,
      object: events[3]?.object,
      category: 'data',
      causes: [],
      hidden: [],
    })
  })

  it('names what triggered it, nearest first, and does not go round in circles', async () => {
    const [a, b, c] = [uuidV7(1), uuidV7(2), uuidV7(3)]
    const chain = [
      { ...orderEvent(1), id: a, causedBy: c },
      { ...orderEvent(2), id: b, causedBy: a },
      { ...orderEvent(3), id: c, causedBy: b },
    ]
    await server.post(`${trail.path}/events`, chain, trail.writer)
    const { json } = await server.get(`${trail.path}/events/${c}`, trail.reader)
    expect(json.causes.map((cause: Item) => cause.id)).toEqual([b, a])
    expect(json.causes[0].sentence).toContain('Order #1802')
  })

  it.each(['0', 'x', '00000000-0000-4000-8000-000000000000', '..%2f..%2fetc', '%ff'])('answers 404 for %s', async (id) => {
    const { status, json } = await server.get(`${trail.path}/events/${id}`, trail.reader)
    expect([status, json.code]).toEqual([404, 'not_found'])
  })
})

describe('readers of a field', () => {
  it('get its value; everybody else sees that it is hidden, and from whom', async () => {
    const catalogue = {
      objects: {
        payout: {
          label: 'Payout',
          fields: { iban: { label: 'IBAN', kind: 'text', readers: ['finance'], justification: 'Needed to trace payouts' } },
        },
      },
      actions: { 'payout.changed': { category: 'data' }, 'note.added': { category: 'access', readers: ['legal'] } },
    }
    await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
    const event = orderEvent(1, {
      action: 'payout.changed',
      object: { type: 'payout', id: 'p1', name: 'Payout 1' },
      changes: [
        { field: 'iban', before: 'old account', after: 'new account' },
        { field: 'status', before: 'Draft', after: 'Sent' },
      ],
    })
    const note = orderEvent(2, { action: 'note.added', reason: 'A private remark' })
    await server.post(`${trail.path}/events`, [event, note], trail.writer)
    const asAdmin = await server.get(`${trail.path}/events/${event.id}`, trail.admin)
    expect(asAdmin.json.changes[0]).toEqual({
      field: 'iban',
      before: 'old account',
      after: 'new account',
      label: 'IBAN',
      kind: 'text',
    })
    const asReader = await server.get(`${trail.path}/events/${event.id}`, trail.reader)
    expect(asReader.text).not.toContain('new account')
    expect(asReader.json.changes.map((c: { field: string }) => c.field)).toEqual(['status'])
    expect(asReader.json.hidden).toEqual([{ slot: 'chg/iban', why: 'withheld', roles: ['finance'] }])
    expect(asReader.json.catalogue).toBe(1)
    const proof = await server.get(`${trail.path}/events/${event.id}/proof`, trail.reader)
    expect(proof.text).not.toContain('new account')
    expect(
      proof.json.slots.filter((s: { state: string }) => s.state === 'withheld').map((s: { name: string }) => s.name),
    ).toEqual(['chg/iban'])
    expect(proof.json.hash).toBe(asAdmin.json.hash)
    const hiddenNote = await server.get(`${trail.path}/events/${note.id}`, trail.reader)
    expect(hiddenNote.text).not.toContain('private remark')
    expect(hiddenNote.json.action).toBe('note.added')
    for (const path of ['/export', '/export?format=bundle', '/events?limit=1000']) {
      const out = await server.get(`${trail.path}${path}`, trail.reader)
      expect(out.text).not.toContain('new account')
      expect(out.text).not.toContain('private remark')
      expect((await server.get(`${trail.path}${path}`, trail.admin)).text).toContain('new account')
    }
  })
})
