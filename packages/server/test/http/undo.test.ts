import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const importer = { type: 'import', id: 'importer', name: 'Customer import' }
const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute)).toISOString()
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const segment = (before: string, after: string) => [{ field: 'segment', label: 'Segment', before, after }]
const changed = (n: number, id: string, minute: number, more: object) =>
  orderEvent(n, {
    id: uuid(n),
    action: 'customer.updated',
    occurredAt: at(minute),
    actor: maria,
    object: { type: 'customer', id, name: `Customer ${id}` },
    ...more,
  })
const row = (n: number, id: string, before: string, after: string) =>
  changed(n, id, n, {
    actor: importer,
    source: { type: 'bulk_import', name: 'customers.csv' },
    batch: { id: 'imp_1' },
    changes: segment(before, after),
  })

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('crm')
  const events = [
    changed(0, '1', 0, { changes: segment('Hotel', 'Café') }),
    row(1, '1', 'Café', '=Bakery'),
    row(2, '2', 'Café', 'Bakery'),
    row(3, '3', 'Café', 'Bakery'),
    row(4, '3', 'Bakery', 'Bar'),
    changed(5, '2', 20, { changes: segment('Bakery', 'Hotel') }),
    changed(6, '3', 21, { changes: segment('Bar', 'Café') }),
    changed(7, '2', 22, { changes: [{ field: 'phone', before: '1', after: '2' }] }),
    orderEvent(8, {
      id: uuid(8),
      occurredAt: at(23),
      action: 'mail.sent',
      actor: importer,
      source: { type: 'automation', name: 'Mailer' },
      causedBy: uuid(1),
    }),
    orderEvent(9, {
      id: uuid(9),
      occurredAt: at(24),
      action: 'mail.opened',
      actor: importer,
      source: { type: 'webhook', name: 'Mail provider' },
      causedBy: uuid(8),
    }),
  ]
  const sent = await server.post(`${trail.path}/events`, events, trail.writer)
  expect(sent.status).toBe(200)
})
afterAll(() => server.remove())

const get = (path: string, key = trail.reader) => server.get(`${trail.path}${path}`, key)

describe('the undo list', () => {
  it('has record, field, before and after of each row, and whether it was changed since', async () => {
    const { json } = await get('/batches/imp_1/undo')
    expect(json.data).toMatchObject([
      { record: { id: '1', name: 'Customer 1' }, label: 'Segment', before: 'Café', after: '=Bakery', state: 'as_left' },
      {
        record: { id: '2' },
        before: 'Café',
        after: 'Bakery',
        state: 'changed',
        now: 'Hotel',
        since: { id: uuid(5), actor: { name: 'Maria Lopez' } },
      },
      { record: { id: '3' }, before: 'Café', after: 'Bar', state: 'put_back', now: 'Café', since: { id: uuid(6) } },
    ])
    expect(json).toMatchObject({ whole: true, nextCursor: null })
  })

  it('comes in pages that have each row once', async () => {
    const rows: unknown[] = []
    let cursor = ''
    do {
      const { json } = await get(`/batches/imp_1/undo?limit=1${cursor}`)
      rows.push(...json.data)
      cursor = json.nextCursor === null ? '' : `&cursor=${encodeURIComponent(json.nextCursor)}`
    } while (cursor !== '')
    expect(rows).toEqual((await get('/batches/imp_1/undo')).json.data)
  })

  it('leaves as CSV, which is on the trail as an export, and only for those who may export', async () => {
    const answer = await get('/batches/imp_1/undo.csv')
    expect(answer.headers.get('content-disposition')).toContain('crm-undo.csv')
    const lines = answer.text.split('\r\n')
    expect(lines[0]).toContain('"Record","Record (type)","Record (id)","What it did","Field","Before","After","Changed since"')
    expect(lines[1]).toContain(`"Customer 1","customer","1","changed","Segment","Café","'=Bakery","no"`)
    expect(lines[2]).toContain('"Café","Bakery","yes","Hotel"')
    expect(lines[3]).toContain('"Café","Bar","put back","Café"')
    const { json } = await get('/events?category=trail&action=trail.exported', trail.admin)
    expect(json.data[0]).toMatchObject({ count: 4, context: { format: 'undo list', query: 'batch:imp_1' } })
    expect((await get('/batches/imp_1/undo.csv', trail.writer)).status).toBe(403)
  })
})

it('tells what a batch triggered, and what that triggered', async () => {
  const { json } = await get('/batches/imp_1/downstream')
  expect(json).toMatchObject({
    count: 2,
    whole: true,
    sources: [
      { value: 'automation', count: 1 },
      { value: 'webhook', count: 1 },
    ],
    data: [{ id: uuid(8) }, { id: uuid(9) }],
  })
})

it('does not know a batch that has no event', async () => {
  for (const path of ['undo', 'undo.csv', 'downstream']) expect((await get(`/batches/imp_9/${path}`)).status).toBe(404)
})

it('is on the record before it is answered where it shows what is kept for some', async () => {
  const looks = async () =>
    (await get('/events?category=trail&action=trail.record_viewed&order=recorded-desc', trail.admin)).json.total.value
  const before = await looks()
  const fields = { segment: { label: 'Segment', readers: ['finance'] } }
  const catalogue = { objects: { customer: { label: 'Customer', fields } }, actions: {} }
  expect((await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })).status).toBe(200)
  const { json } = await get('/batches/imp_1/undo', trail.admin)
  expect(json.data[0]).toMatchObject({ before: 'Café' })
  expect(await looks()).toBe(before + 1)
  const hidden = (await get('/batches/imp_1/undo')).json.data
  expect(hidden.filter((row: { readonly hidden?: true }) => row.hidden !== true)).toEqual([])
  expect(JSON.stringify(hidden)).not.toContain('Café')
})
