import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const sensitive = orderEvent(1, { action: 'salary.changed', object: { type: 'salary', id: 's_1', name: 'Salary of Jane Roe' } })
const kept = orderEvent(2, {
  object: { type: 'customer', id: 'c_1', name: 'Jane Roe' },
  changes: [{ field: 'iban', before: 'x', after: 'y' }],
})
const plain = orderEvents(30)
const catalogue = {
  objects: { customer: { label: 'Customer', fields: { iban: { label: 'IBAN', readers: ['finance'] } } } },
  actions: { 'salary.changed': { category: 'data', sensitivity: 'sensitive' } },
}
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
  await server.post(`${trail.path}/events`, [sensitive, kept, ...plain], trail.writer)
})
afterAll(() => server.remove())

interface Own {
  readonly action: string
  readonly sentence: string
  readonly count?: number
  readonly actor: { readonly name: string }
  readonly context?: { readonly [name: string]: unknown }
}

/** What the trail says now, without the looks that are not told yet; read from the record, which is itself a look. */
const own = async (action: string): Promise<readonly Own[]> =>
  (await server.get(`${trail.path}/events?category=trail&order=recorded&limit=1000`)).json.data.filter(
    (one: Own) => one.action === action,
  )
const read = async (path: string, key = trail.reader) => {
  const answer = await server.get(`${trail.path}${path}`, key)
  expect(answer.status, answer.text).toBe(200)
  return answer.json
}

const by = (name: string, looks: readonly Own[]) => looks.filter(({ actor }) => actor.name === `${name} of orders`)

describe('what is on the record', () => {
  it('is not taken off it by a catalogue, whatever that calls its records and fields', async () => {
    const other = await server.trail('masked')
    const put = (body: object) => server.call('PUT', `${other.path}/catalogue`, { key: other.admin, body })
    const omit = { label: 'Hidden', treatment: 'omit' }
    const kept = { label: 'Kept', readers: ['nobody'], justification: 'For nobody' }
    const fields = (names: readonly string[], how: object) => Object.fromEntries(names.map((name) => [name, how]))
    const objects = {
      person: { label: 'Person', fields: { ...fields(['roles'], omit), ...fields(['email'], kept) } },
      role: { label: 'Role', fields: { ...fields(['reads', 'may'], omit), ...fields(['label'], kept) } },
      view: { label: 'View', fields: fields(['name', 'q', 'lane'], omit) },
      trail: { label: 'Trail', fields: { ...fields(['zone'], omit), ...fields(['query'], kept) } },
    }
    expect((await put({ objects, actions: {} })).status).toBe(200)
    for (const action of ['trail.searched', 'trail.exported'])
      expect((await put({ objects, actions: { [action]: { category: 'data' } } })).json.code).toBe('bad_catalogue')
    await server.post(`${other.path}/readers`, { email: 'jo@x.example', name: 'Jo', roles: ['support'] })
    const role = { label: 'Desk', description: 'A desk.', grants: [], rights: ['read'] }
    await server.call('PUT', `${other.path}/roles/desk`, { key: server.local, body: role })
    await server.post(`${other.path}/views`, { name: 'Mine', q: 'actor:maria' })
    await server.call('PUT', `${other.path}/zone`, { key: server.local, body: { zone: 'Europe/Berlin' } })
    const { data } = (await server.get(`${other.path}/events?category=trail&order=recorded&limit=100`, other.reader)).json
    const changes = data.flatMap((event: { changes?: readonly object[] }) => event.changes ?? [])
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'email', after: 'jo@x.example' }),
        expect.objectContaining({ field: 'roles', after: ['Support'] }),
        expect.objectContaining({ field: 'may', after: ['search and open events'] }),
        expect.objectContaining({ field: 'label', after: 'Desk' }),
        expect.objectContaining({ field: 'q', after: 'actor:maria' }),
        expect.objectContaining({ field: 'zone', after: 'Europe/Berlin' }),
      ]),
    )
    expect(data.flatMap(({ hidden }: { hidden: readonly object[] }) => hidden)).toEqual([])
  })
})

describe('what could not be put on the record', () => {
  it('cannot be asked: no address with a NUL in it is answered', async () => {
    const hiding = encodeURIComponent('order OR "\u0000"')
    const asked = ['/events', '/facets', '/histogram', '/export', '/export-preview', '/batches', '/objects/customer/c_1/events']
    for (const path of asked) {
      const answer = await server.get(`${trail.path}${path}?q=${hiding}&fields=actor`, trail.admin)
      expect([answer.status, answer.json.code], path).toEqual([400, 'invalid_unicode'])
    }
    for (const path of ['/values?filter=actor&typed=%00', '/batches/%00', '/objects/a%00/b/state', '/events?actor=x&actor=%00'])
      expect((await server.get(`${trail.path}${path}`, trail.reader)).json.code, path).toBe('invalid_unicode')
    expect((await server.get(`${trail.path}/events?q=%2500`, trail.admin)).status).toBe(200)
  })
})

describe('reading what is sensitive', () => {
  it('is on the trail before the answer', async () => {
    await read(`/events/${sensitive.id}`)
    await read(`/events/${kept.id}`, trail.admin)
    await read('/objects/customer/c_1/state', trail.admin)
    const [one, two] = await own('trail.event_viewed')
    expect([one?.actor.name, two?.actor.name]).toEqual(['reader of orders', 'admin of orders'])
    expect(one?.context).toMatchObject({ sensitive: true, times: 1 })
    expect((await own('trail.record_viewed')).map(({ actor }) => actor.name)).toEqual(['admin of orders'])
  })

  it('is not what stays hidden from the reader', async () => {
    const before = (await own('trail.event_viewed')).length
    await read(`/events/${kept.id}`)
    expect((await own('trail.event_viewed')).length).toBe(before)
  })
})

describe('reading', () => {
  const id = String(plain[3]?.id)
  beforeAll(async () => {
    for (const path of [
      '/events?q=actor:maria&limit=5',
      '/facets?q=actor:maria&fields=source',
      '/histogram?q=actor:maria&from=2026-11-01',
      '/events?q=actor:maria&limit=1',
    ])
      await read(path)
    const { nextCursor } = await read('/events?limit=10')
    await read(`/events?limit=10&cursor=${nextCursor}`)
    for (const typed of ['m', 'ma', 'mar']) await read(`/values?filter=actor&typed=${typed}`)
    await read(`/events/${id}/around?minutes=5`)
    await read('/batches')
    await read('/workflows')
    await read('/objects/order/1803/events')
    await read('/objects/order/1803/state')
    await read(`/events/${id}`)
    await read(`/events/${id}/proof`)
    await read(`/events/${id}/causes`)
    for (let n = 0; n < 20; n++) await read('/events?category=trail&limit=5', trail.admin)
    expect(by('reader', await own('trail.searched'))).toEqual([])
    // Stopping tells everything that waits.
    await server.restart()
  })

  it('is on the record, every way of it, by programs too, folded by reader and question', async () => {
    const searched = by('reader', await own('trail.searched'))
    expect(searched.map(({ count, context }) => [context?.query, context?.list ?? 'events', context?.times, count ?? 0])).toEqual(
      [
        ['actor:maria', 'events', 4, 5],
        ['', 'events', 2, 20],
        ['actor:*', 'values', 3, 0],
        ['', 'around', 1, 0],
        ['', 'imports', 1, 0],
        ['', 'workflows', 1, 0],
      ],
    )
    expect(searched[2]?.context?.typed).toEqual(['mar'])
    expect(searched.map(({ sentence }) => sentence)).toEqual([
      'reader of orders (API client) searched for actor:maria, and was shown 5 events',
      'reader of orders (API client) looked through the trail, and was shown 20 events',
      'reader of orders (API client) searched for actor:*',
      expect.stringMatching(/^reader of orders \(API client\) looked through the trail around event \d+$/),
      'reader of orders (API client) looked through the trail',
      'reader of orders (API client) looked through the trail',
    ])
  })

  it('of a record and of an event names it, and is found by the record', async () => {
    const record = by('reader', await own('trail.record_viewed')).at(-1)
    expect(record).toMatchObject({ context: { times: 2 }, related: [{ type: 'order', id: '1803', relation: 'record' }] })
    const event = by('reader', await own('trail.event_viewed')).at(-1)
    expect(event).toMatchObject({ context: { times: 3 }, object: { type: 'event', id } })
    const looks = await server.get(`${trail.path}/events?category=trail&q=record:order/1803`)
    expect(looks.json.data.map((one: Own) => one.action).sort()).toEqual(['trail.event_viewed', 'trail.record_viewed'])
  })

  it('of reading is on the record too, and does not run away', async () => {
    const looks = by('admin', await own('trail.searched')).filter(({ context }) => context?.query === 'category:trail')
    expect(looks.map(({ context }) => context?.times)).toEqual([20])
  })

  it('shows in no list of the business', async () => {
    expect((await server.get(`${trail.path}/events?limit=1000`)).json.data.length).toBe(32)
  })

  it('of an export says beforehand and on the record what leaves, and what is kept from its reader', async () => {
    const address = 'q=action:order.updated&from=2026-11-01&format=csv'
    const preview = await read(`/export-preview?${address}`)
    expect(preview).toEqual({
      events: 31,
      format: 'csv',
      query: 'action:order.updated at:>=2026-11-01T00:00:00.000Z',
      hidden: [{ name: 'customer.iban', label: 'Customer: IBAN', roles: ['finance'] }],
    })
    await fetch(`${server.url}${trail.path}/export?${address}`, { headers: { authorization: `Bearer ${trail.reader}` } })
    const [exported] = await own('trail.exported')
    expect(exported).toMatchObject({
      count: preview.events,
      context: { format: 'csv', query: preview.query, hidden: ['customer.iban'] },
    })
    expect((await read(`/export-preview?${address}`, trail.admin)).hidden).toEqual([])
    expect((await server.get(`${trail.path}/export-preview`, trail.writer)).status).toBe(403)
  })

  it('by a key without a name is told by what the key may do and its id', async () => {
    for (const role of ['reader', 'admin']) {
      const { json } = await server.call('POST', `${trail.path}/keys`, { key: trail.admin, body: { role } })
      const answer = await server.get(`${trail.path}/export?format=ndjson&q=salary`, json.key)
      expect(answer.status).toBe(200)
      expect((await own('trail.exported')).map(({ actor }) => actor.name)).toContain(`${role} key (${json.id})`)
    }
  })

  it('of somebody who verified says what they found, at once where it did not hold', async () => {
    const tell = (outcome: string) => server.post(`${trail.path}/verifications`, { outcome, size: 12 }, trail.reader)
    expect((await tell('held')).status).toBe(200)
    await tell('broken')
    const [broken] = await own('trail.verified')
    expect([broken?.sentence, broken?.context?.size]).toEqual([
      'reader of orders (API client) verified the trail, and it did not hold',
      12,
    ])
  })

  it('of very much is told together, with every question', async () => {
    await server.restart()
    const before = (await own('trail.searched')).length
    const long = 'x'.repeat(1_500)
    for (let n = 0; n < 120; n++) await read(`/events?q=order ${n} ${long}&limit=1`)
    await server.restart()
    const looks = (await own('trail.searched')).slice(before).filter(({ actor }) => actor.name === 'reader of orders')
    const together = looks.filter(({ context }) => context?.queries !== undefined)
    expect([looks.length, together.length]).toEqual([61, 1])
    expect(together[0]?.sentence).toBe('reader of orders (API client) searched for 60 different things')
    const asked = looks.flatMap(({ context }) => (context?.queries ?? [context]) as readonly { readonly query: string }[])
    expect(asked.map(({ query }) => query)).toEqual(Array.from({ length: 120 }, (_, n) => `order ${n} ${long}`))
  })

  it('goes on where the trail takes no events, and is recorded once it does', async () => {
    const journal = join(server.data, 'trails/orders/journal.db')
    await server.stop()
    copyFileSync(journal, join(server.folder, 'backup.db'))
    await server.startAgain()
    await server.post(`${trail.path}/events`, [orderEvent(7)], trail.writer)
    await server.stop()
    copyFileSync(join(server.folder, 'backup.db'), journal)
    await server.startAgain()
    expect((await server.get(trail.path)).json.state).toBe('sealed')
    const before = (await own('trail.event_viewed')).length
    await read(`/events/${sensitive.id}`, trail.admin)
    expect((await own('trail.event_viewed')).length).toBe(before)
    expect((await server.post(`${trail.path}/epochs`, { reason: 'Restored' }, trail.admin)).status).toBe(201)
    await expect.poll(async () => (await own('trail.event_viewed')).length, { timeout: 15_000, interval: 500 }).toBe(before + 1)
  })
})
