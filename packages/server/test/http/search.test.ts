import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidV7 } from '../../src/trail/uuid.ts'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
type Event = Record<string, unknown> & { readonly id: string }
const event = (n: number, more: Record<string, unknown> = {}) => orderEvent(n, more) as Event

const zoe = { type: 'user', id: 'u_zoe', name: 'Zoë Brandt', email: 'zoe@example.com', roles: ['Support Manager'] }
const events: readonly Event[] = [
  event(0, { occurredAt: '2026-11-02T09:00:00Z', actor: zoe, source: { type: 'user_action' } }),
  event(1, {
    occurredAt: '2026-11-01T09:00:00Z',
    actor: { type: 'automation', id: 'stale', name: 'Stale ticket closer' },
    source: { type: 'automation', name: 'Stale ticket closer' },
    changes: [{ field: 'total', before: '400.00', after: '600.50' }],
  }),
  event(2, { occurredAt: '1970-01-01T00:00:00Z', history: true, actor: zoe, reason: 'Loaded from the old system' }),
  event(3, { occurredAt: '2026-11-03T09:00:00Z', count: 1_200, customer: { id: 'c/4 8', name: 'Acmé Ltd' } }),
  event(4, {
    occurredAt: '2026-11-03T09:00:00Z',
    related: [{ type: 'order', id: '1800', name: 'Order #1800', relation: 'parent' }],
  }),
]
const newestFirst = [4, 3, 0, 1, 2]

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, events, trail.writer)
})
afterAll(() => server.remove())

const get = (path: string, key = trail.reader) => server.get(`${trail.path}${path}`, key)
const found = async (query: string): Promise<number[]> => {
  const { json, text, status } = await get(`/events?${query}`)
  expect([status, text.slice(0, status === 200 ? 0 : undefined)]).toEqual([200, ''])
  return json.data.map(({ id }: Event) => events.findIndex((one) => one.id === id))
}

describe('the list of events', () => {
  it('is in the order in which things happened, newest first, ties by position, history of 1970 last', async () => {
    expect(await found('')).toEqual(newestFirst)
    expect(await found('order=asc')).toEqual(newestFirst.toReversed())
    expect(await found('order=recorded')).toEqual([0, 1, 2, 3, 4])
    expect(await found('order=recorded-desc')).toEqual([4, 3, 2, 1, 0])
  })

  it.each([
    ['q=actor:zoe', [0, 2]],
    ['actor=zoe', [0, 2]],
    ['actor=ZOE@example.com', [0, 2]],
    ['q=zoe%20-source:user_action', [2]],
    ['actor=zoe&not.source=user_action', [2]],
    ['count=%3E1000', [3]],
    ['q=count:1000..1200', [3]],
    ['count=%3E1200', []],
    ['not.count=*&actor=zoe', [0, 2]],
    ['object=order/1803&object=order/1804', [4, 3]],
    ['object=order/1803,order/1804', [4, 3]],
    ['from=2026-11-01&to=2026-11-02', [1]],
    ['to=1970-01-02', [2]],
    ['field=total&after=%3E500', [1]],
    ['field=total&after=%3E700', []],
    ['status=Approved&actorType=user&order=asc', [2, 0, 3, 4]],
    ['customer=acme', [3]],
    ['q=acme', [3]],
    ['role=support%20manager', [0, 2]],
    ['reason=none&actor=zoe', [0]],
    ['q=%22old%20system%22', [2]],
    ['order=recorded&actor=zoe', [0, 2]],
    ['from=2026-11-05&to=2026-11-01', []],
    ['q=at:2026-11-02', [0]],
  ])('finds by ?%s', async (query, wanted) => {
    expect(await found(query)).toEqual(wanted)
  })

  it('says how many there are and how far the index is', async () => {
    const { json } = await get('/events?actor=zoe&limit=1')
    expect(json).toMatchObject({ total: { value: 2, exact: true }, index: { behind: 0 }, nextCursor: expect.any(String) })
    expect(json.index.size).toBeLessThanOrEqual((await server.get(trail.path)).json.size)
  })

  it('goes on from its cursor with the same filters, and follows its own link', async () => {
    const first = await get('/events?q=status:Approved%20-actor:stale&limit=2')
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await server.get(link, trail.reader)
    const ids = [...first.json.data, ...second.json.data].map(({ id }: Event) => id)
    expect(ids).toEqual([4, 3, 0, 2].map((n) => events[n]?.id))
    expect([second.json.nextCursor, second.headers.get('link')]).toEqual([null, null])
  })

  it('refuses a cursor of another query, order, range, trail or kind of list, and any that it did not give', async () => {
    const cursor = (await get('/events?actor=zoe&limit=1')).json.nextCursor
    const other = await server.trail('other')
    const bent = Buffer.from(Buffer.from(cursor, 'base64url').toString().replace(/\d$/, 'x')).toString('base64url')
    for (const path of [
      `/events?actor=sam&cursor=${cursor}`,
      `/events?cursor=${cursor}`,
      `/events?actor=zoe&order=asc&cursor=${cursor}`,
      `/events?actor=zoe&from=2020-01-01&cursor=${cursor}`,
      `/events?actor=zoe&category=trail&cursor=${cursor}`,
      `/batches?actor=zoe&cursor=${cursor}`,
      `/events?actor=zoe&cursor=${bent}`,
      `/events?actor=zoe&cursor=`,
      `/events?actor=zoe&cursor=${'A'.repeat(5000)}`,
    ]) {
      const { status, json } = await get(path)
      expect([path, status, json.code, json.pointer]).toEqual([path, 400, 'bad_parameter', '/cursor'])
    }
    const { status, json } = await server.get(`${other.path}/events?actor=zoe&cursor=${cursor}`, other.reader)
    expect([status, json.pointer]).toEqual([400, '/cursor'])
  })

  it('finds what was just stored', async () => {
    for (let n = 0; n < 20; n++) {
      const one = event(n, { object: { type: 'parcel', id: `p${n}` } })
      await server.post(`${trail.path}/events`, one, trail.writer)
      const { json } = await get(`/events?object=parcel/p${n}`)
      expect(json.data.map(({ id }: Event) => id)).toEqual([one.id])
    }
  })
})

describe('a page', () => {
  it('has as many as were asked for, and fewer only where events are very large', async () => {
    const large = await server.trail('large')
    const text = (n: number) => `${n} ${'x'.repeat(60_000)}`
    const events = Array.from({ length: 72 }, (_, n) =>
      event(n, { changes: ['a', 'b', 'c'].map((field) => ({ field, after: text(n) })) }),
    )
    for (let n = 0; n < events.length; n += 24) await server.post(`${large.path}/events`, events.slice(n, n + 24), large.writer)
    const small = Array.from({ length: 600 }, (_, n) => event(n, { action: 'order.seen' }))
    await server.post(`${large.path}/events`, small, large.writer)
    const get = async (query: string) => (await server.get(`${large.path}/events?${query}`, large.reader)).json
    for (const limit of [1, 150, 199, 201, 599, 600])
      expect((await get(`action=order.seen&limit=${limit}`)).data.length).toBe(limit)
    const seen: string[] = []
    let pages = 0
    for (let cursor: string | null = ''; cursor !== null; pages++) {
      const { data, nextCursor } = await get(`action=order.updated&limit=1000${cursor && `&cursor=${cursor}`}`)
      seen.push(...data.map(({ id }: Event) => id))
      cursor = nextCursor
    }
    expect(new Set(seen).size).toBe(72)
    expect(pages).toBe(2)
  })
})

describe('a wrong query', () => {
  it.each([
    ['q=actor:zoe%20(', 400, 'bad_query', '/q', expect.any(Number)],
    ['q=nonsense:x', 400, 'bad_query', '/q', 0],
    ['from=yesterday', 400, 'bad_query', '/from', expect.any(Number)],
    ['limit=0', 400, 'bad_parameter', '/limit', undefined],
    ['limit=1001', 400, 'bad_parameter', '/limit', undefined],
    ['limit=5&limit=5', 400, 'bad_parameter', '/limit', undefined],
    ['order=upwards', 400, 'bad_parameter', '/order', undefined],
    ['colour=red', 400, 'bad_parameter', '/colour', undefined],
    ['a~/b=red', 400, 'bad_parameter', '/a~0~1b', undefined],
    ['__proto__=1', 400, 'bad_parameter', '/__proto__', undefined],
    ['constructor=1', 400, 'bad_parameter', '/constructor', undefined],
  ])('?%s is refused in a sentence, with its place', async (query, status, code, pointer, at) => {
    const answer = await get(`/events?${query}`)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect([answer.status, answer.json.code, answer.json.pointer, answer.json.at]).toEqual([status, code, pointer, at])
    expect(answer.json.detail).toMatch(/^[A-Z].*\.$/)
    expect(answer.json.detail).not.toMatch(/nonsense|yesterday|upwards|colour|red/)
  })

  it.each(['/facets?fields=actor&q=(', '/histogram?q=(', '/export?q=(', '/batches?q=(', '/objects/order/1/events?q=('])(
    'is refused by %s as well',
    async (path) => {
      const { status, json } = await get(path)
      expect([status, json.code, json.pointer]).toEqual([400, 'bad_query', '/q'])
    },
  )
})

describe('facets', () => {
  it('count by value, with what a person reads for it', async () => {
    const { json } = await get('/facets?fields=source,actor,field&q=actor:zoe,stale')
    expect(json.facets.source).toEqual([
      { value: 'automation', label: 'Automation', count: 1 },
      { value: 'user_action', label: 'User action', count: 1 },
    ])
    expect(json.facets.actor).toEqual([
      { value: 'u_zoe', label: 'Zoë Brandt', count: 2 },
      { value: 'stale', label: 'Stale ticket closer', count: 1 },
    ])
    expect(json.facets.field.map(({ value, count }: { value: string; count: number }) => [value, count])).toEqual([
      ['status', 2],
      ['total', 1],
    ])
    expect([json.exact, json.total]).toEqual([
      { source: true, actor: true, field: true },
      { value: 3, exact: true },
    ])
  })

  it('leave the trail’s own events out unless they are asked for', async () => {
    const count = async (query: string) => (await get(`/facets?fields=category&${query}`)).json.facets.category
    expect((await count('')).map(({ value }: { value: string }) => value)).not.toContain('trail')
    expect((await count('category=trail')).map(({ value }: { value: string }) => value)).toEqual(['trail'])
    expect((await count('category=all')).map(({ value }: { value: string }) => value)).toContain('trail')
  })

  it.each(['', 'fields=', 'fields=colour', 'fields=actor,', 'fields=actor&limit=0', 'fields=actor&limit=101'])(
    'refuse ?%s',
    async (query) => {
      const { status, json } = await get(`/facets?${query}`)
      expect([status, json.code]).toEqual([400, 'bad_parameter'])
    },
  )
})

describe('the histogram', () => {
  it('counts the whole match and the chosen range', async () => {
    const { json } = await get('/histogram?actor=zoe&from=2026-11-02&to=2026-11-03&buckets=24')
    expect(json.whole.counts.reduce((a: number, b: number) => a + b)).toBe(2)
    expect(json.whole.edges[0]).toBe('1970-01-01T00:00:00.000Z')
    expect([json.chosen.width, json.chosen.edges[0], json.chosen.edges.at(-1)]).toEqual([
      'PT1H',
      '2026-11-02T00:00:00.000Z',
      '2026-11-03T00:00:00.000Z',
    ])
    expect(json.chosen.counts).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1 : 0)))
  })

  it('is empty where nothing matches', async () => {
    const { json } = await get('/histogram?actor=nobody')
    expect([json.whole.counts, json.whole.edges, json.chosen.counts]).toEqual([[], [], []])
    expect((await get('/histogram?from=2026-11-03&to=2026-11-01')).json.chosen.counts).toEqual([])
  })
})

describe('the values of a filter', () => {
  it('complete what is typed, by id and by any word of the name', async () => {
    const typed = async (query: string) => (await get(`/values?${query}`)).json.data
    expect(await typed('filter=actor&typed=bra')).toEqual([{ value: 'u_zoe', label: 'Zoë Brandt', count: 2 }])
    expect((await typed('filter=source&typed=auto'))[0]).toMatchObject({ value: 'automation', label: 'Automation' })
    expect(await typed('filter=actor&typed=zzz')).toEqual([])
    expect((await get('/values?filter=colour')).status).toBe(400)
  })
})

describe('the timeline of a record', () => {
  const timeline = async (record: string, query = ''): Promise<number[]> =>
    (await get(`/objects/${record}/events${query}`)).json.data.map(({ id }: Event) => events.findIndex((one) => one.id === id))

  it('has what acted on it, was related to it, or whose customer it is', async () => {
    expect(await timeline('order/1800')).toEqual([4, 0])
    expect(await timeline('order/1800', '?only=object')).toEqual([0])
    expect(await timeline('order/1800', '?order=asc')).toEqual([0, 4])
    expect(await timeline('order/1800', '?actor=zoe')).toEqual([0])
    expect(await timeline('customer/c%2F4%208')).toEqual([3])
  })

  it('takes the type and id alone for the record: neither a name, nor a part', async () => {
    for (const record of ['order/180', 'order/Order%20%231800', 'customer/Acm%C3%A9%20Ltd', 'order/18*', 'ord*/1800'])
      expect(await timeline(record)).toEqual([])
  })

  it('finds ids of any characters', async () => {
    const ids = ['a/b', 'a%2Fb', 'dots...', '…', 'ü ñ', '100%', 'a,b', '"quoted"', '*', 'none', 'a:b', '(x)', '-x', '東京', '😀']
    const all = ids.map((id, n) => event(n, { object: { type: 'odd_thing', id } }))
    await server.post(`${trail.path}/events`, all, trail.writer)
    for (const [n, id] of ids.entries()) {
      const { json } = await get(`/objects/odd_thing/${encodeURIComponent(id)}/events`)
      expect([id, json.data.map((one: Event) => one.id)]).toEqual([id, [all[n]?.id]])
    }
  })

  it('goes on from its cursor', async () => {
    const first = await get('/objects/order/1800/events?limit=1')
    const second = await get(`/objects/order/1800/events?limit=1&cursor=${first.json.nextCursor}`)
    expect([first.json.data[0].id, second.json.data[0].id, second.json.nextCursor]).toEqual([events[4]?.id, events[0]?.id, null])
    expect((await get(`/objects/order/1801/events?limit=1&cursor=${first.json.nextCursor}`)).status).toBe(400)
  })
})

describe('around an event', () => {
  it('shows what happened before and after, nearest first, and what each has in common with it', async () => {
    const at = (minute: number) => `2025-05-05T12:${String(minute).padStart(2, '0')}:00Z`
    const one = event(50, { occurredAt: at(30), actor: zoe, correlationId: 'req_1', batch: { id: 'b1' }, customer: { id: 'c1' } })
    const near = [
      event(51, { occurredAt: at(21), correlationId: 'req_1' }),
      event(52, { occurredAt: at(29), actor: zoe }),
      event(53, { occurredAt: at(30), object: { type: 'other', id: '1' }, related: [one.object] }),
      event(54, { occurredAt: at(40), batch: { id: 'b1' }, customer: { id: 'c1' } }),
      event(55, { occurredAt: at(41) }),
    ]
    await server.post(`${trail.path}/events`, [near[0], one, ...near.slice(1)], trail.writer)
    const { json } = await get(`/events/${one.id}/around`)
    const told = (side: { data: (Event & { same: string[] })[] }) =>
      side.data.map(({ id, same }) => [near.findIndex((other) => other.id === id), same])
    expect(told(json.before)).toEqual([
      [1, ['person']],
      [0, ['request']],
    ])
    expect(told(json.after)).toEqual([
      [2, ['record']],
      [3, ['batch', 'customer', 'record']].map((part) => (Array.isArray(part) ? ['record', 'batch', 'customer'] : part)),
    ])
    expect([json.event.id, json.minutes, json.before.more, json.after.more]).toEqual([one.id, 10, false, false])
    const wide = await get(`/events/${one.id}/around?minutes=11&limit=1`)
    expect([wide.json.after.data.length, wide.json.after.more]).toEqual([1, true])
    expect(told((await get(`/events/${one.id}/around?actor=zoe`)).json.before)).toEqual([[1, ['person']]])
    const found = async (same: string) => {
      const { json } = await get(`/events/${one.id}/around?same=${same}`)
      return [...json.before.data, ...json.after.data].map(({ id }: Event) => near.findIndex((other) => other.id === id))
    }
    expect(await Promise.all(['record', 'person', 'request', 'batch', 'customer'].map(found))).toEqual([
      [2, 3],
      [1],
      [0],
      [3],
      [3],
    ])
    expect(await found('person,request')).toEqual([1, 0])
  })

  it('looks behind everything else for what has something in common with it', async () => {
    const at = (second: number) => new Date(Date.UTC(2025, 6, 5, 12, 0, second)).toISOString()
    const one = event(60, { occurredAt: at(0), batch: { id: 'b60' } })
    const others = Array.from({ length: 400 }, (_, n) => event(n + 100, { occurredAt: at(1 + (n % 60)) }))
    const last = event(61, { occurredAt: at(90), batch: { id: 'b60' } })
    await server.post(`${trail.path}/events`, [one, ...others, last], trail.writer)
    const { after } = (await get(`/events/${one.id}/around?same=batch&limit=5`)).json
    expect([after.data.map(({ id }: Event) => id), after.more]).toEqual([[last.id], false])
    const mostly = (await get(`/events/${one.id}/around?limit=5`)).json.after
    expect([mostly.data.length, mostly.more]).toEqual([5, true])
  })

  it('finds the nearest where thousands happened in the same millisecond', async () => {
    const occurredAt = '2024-01-01T00:00:00.000Z'
    const many = Array.from({ length: 2_000 }, (_, n) => event(n, { occurredAt }))
    for (let n = 0; n < many.length; n += 500) await server.post(`${trail.path}/events`, many.slice(n, n + 500), trail.writer)
    const ids = (side: { data: Event[] }) => side.data.map(({ id }) => many.findIndex((one) => one.id === id))
    const around = async () => {
      const { json } = await get(`/events/${many[1_200]?.id}/around?limit=2`)
      return [ids(json.before), ids(json.after), json.before.more]
    }
    // On a busy machine the index may take longer than an answer waits for it.
    await expect.poll(around, { timeout: 60_000 }).toEqual([[1_199, 1_198], [1_201, 1_202], true])
  })

  it.each(['minutes=0', 'minutes=1441', 'minutes=1.5', 'limit=0', 'limit=201', 'cursor=x', 'same=colour'])(
    'refuses ?%s',
    async (query) => {
      const { status, json } = await get(`/events/${events[0]?.id}/around?${query}`)
      expect([status, json.code]).toEqual([400, 'bad_parameter'])
    },
  )

  it('answers 404 for an event that is not there', async () => {
    for (const path of ['around', 'causes'])
      expect((await get(`/events/00000000-0000-4000-8000-000000000000/${path}`)).json.code).toBe('not_found')
  })
})

describe('causes and effects', () => {
  it('lead up to what triggered an event and down to what it triggered, and once round a circle', async () => {
    const [root, a, b, c] = [uuidV7(1), uuidV7(2), uuidV7(3), uuidV7(4)]
    await server.post(
      `${trail.path}/events`,
      [
        event(1, { id: root, causedBy: c }),
        event(2, { id: a, causedBy: root }),
        event(3, { id: b, causedBy: root }),
        event(4, { id: c, causedBy: a }),
      ],
      trail.writer,
    )
    const { json } = await get(`/events/${a}/causes`)
    expect(json.causes.map(({ id }: Event) => id)).toEqual([root, c])
    expect(json.effects.map(({ id, depth, causedBy }: Event) => [id, depth, causedBy])).toEqual([
      [c, 1, a],
      [root, 2, c],
      [b, 3, root],
    ])
    expect([json.event.id, json.more]).toEqual([a, false])
  })

  it('are bounded, and say so', async () => {
    const cause = event(1)
    const effects = Array.from({ length: 300 }, (_, n) => event(n, { causedBy: cause.id }))
    await server.post(`${trail.path}/events`, [cause, ...effects], trail.writer)
    const { json } = await get(`/events/${cause.id}/causes`)
    expect([json.effects.length, json.more]).toEqual([200, true])
  })

  it('go two hundred deep, and say where there is more', async () => {
    const ids = Array.from({ length: 402 }, (_, n) => uuidV7(1_000_000 + n))
    const deep = ids.map((id, n) => event(n, { id, ...(n === 0 ? {} : { causedBy: ids[n - 1] }) }))
    await server.post(`${trail.path}/events`, deep, trail.writer)
    const middle = (await get(`/events/${ids[200]}/causes`)).json
    expect([middle.causes.length, middle.moreCauses, middle.causes[199].id]).toEqual([200, false, ids[0]])
    expect([middle.effects.length, middle.more, middle.effects[199].id]).toEqual([200, true, ids[400]])
    const low = (await get(`/events/${ids[401]}/causes`)).json
    expect([low.causes.length, low.moreCauses, low.causes[199].id, low.more]).toEqual([200, true, ids[201], false])
  })
})
