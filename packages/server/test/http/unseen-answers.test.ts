import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { facetDimensions } from '../../src/search/search-index.ts'
import { uuidV7 } from '../../src/trail/uuid.ts'
import { join, makeOwner, startFirm } from '../people/firm-people.ts'
import type { RunningServer, TrailKeys } from './running-server.ts'

/**
 * Two trails that differ in nothing but what one reader may not see: other values, names, reasons and files where they are kept for
 * others, and in the second, events that are not for them at all. Whatever is asked, no answer may tell the two apart.
 */
let server: RunningServer
const trails: TrailKeys[] = []
/** What each reader sends to each of the two. */
const readers: { readonly name: string; readonly headers: readonly Record<string, string>[] }[] = []

const sorts = ['one', 'two'] as const
type Sort = (typeof sorts)[number]

beforeAll(async () => {
  server = await startFirm()
  const owner = await makeOwner(server)
  for (const sort of sorts) {
    const trail = await server.trail(sort)
    trails.push(trail)
    const pushed = await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
    expect([pushed.status, pushed.json.detail]).toEqual([200, undefined])
    const stored = await server.post(`${trail.path}/events`, [...seen(sort), ...(sort === 'two' ? unseen : [])], trail.writer)
    expect([stored.status, stored.json.detail]).toEqual([200, undefined])
  }
  const keys = []
  for (const trail of trails)
    keys.push((await server.post(`${trail.path}/keys`, { role: 'reader', reads: 'support' }, trail.admin)).json.key)
  readers.push({ name: 'key as support', headers: keys.map((key) => ({ authorization: `Bearer ${key}` })) })
  const { browser } = await join(server, owner, 'ola@x.example', ['operations'], 'one')
  const again = { email: 'ola@x.example', name: 'Ola', roles: ['operations'] }
  expect((await owner.post('/v1/trails/two/readers', again)).status).toBe(201)
  readers.push({ name: 'operations', headers: [{ cookie: browser.cookie }, { cookie: browser.cookie }] })
  const origin = 'https://tool.example'
  const about = { object: { type: 'order', id: 'o_1' }, reader: { id: 'r_1', name: 'Rea', roles: ['support'] }, origin }
  const tokens = []
  for (const { path, admin } of trails) tokens.push((await server.post(`${path}/embed-tokens`, about, admin)).json.token)
  readers.push({ name: 'embedded history', headers: tokens.map((token) => ({ authorization: `Bearer ${token}`, origin })) })
  for (const { path, admin } of trails) {
    while ((await server.get(`${path}/index`, admin)).json.behind > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  }
})
afterAll(() => server.remove())

const catalogue = {
  objects: {
    order: {
      label: 'Order',
      fields: {
        note: { label: 'Note' },
        status: {
          label: 'Status',
          kind: 'status',
          sequence: ['Open', 'Packed', 'Done'],
          readers: ['finance'],
          justification: 'Needed for settling',
        },
        margin: { label: 'Margin', kind: 'money', currency: 'EUR', readers: ['finance'], justification: 'Needed for pricing' },
        due: { label: 'Due', kind: 'date', readers: ['finance'], justification: 'Needed for dunning' },
        iban: { label: 'IBAN', treatment: 'encrypt', readers: ['finance'] },
      },
    },
  },
  actions: {
    'order.updated': { category: 'data' },
    'order.approved': { category: 'workflow' },
    'order.sealed': { category: 'data', readers: ['people'] },
    'order.import_started': { category: 'data', readers: ['people'] },
    'role.changed': { category: 'security' },
  },
  workflows: { refund: { steps: ['Asked', 'Checked', 'Paid'] } },
}

const minute = (n: number) => new Date(Date.UTC(2026, 10, 2, 9, n)).toISOString()
const idAt = (n: number) => uuidV7(Date.UTC(2026, 10, 2, 9, n))
const ids = Array.from({ length: 40 }, (_, n) => idAt(n))

const margins = { one: ['100', '200', '90.50'], two: ['900', '7', '12000'] } as const
const states = { one: ['Open', 'Packed', 'Done'], two: ['Done', 'Open', 'Packed'] } as const
const dues = { one: ['2025-01-01', '2026-01-01'], two: ['2027-06-01', '2024-02-29'] } as const
const banks = { one: 'DE02120300000000202051', two: 'FR1420041010050500013M02606' } as const
const words = { one: 'quartz', two: 'feldspar' } as const

const base = (n: number, action: string, more: object) => ({
  id: ids[n] as string,
  action,
  occurredAt: minute(n),
  actor: { type: 'user', id: `u_${n % 3}`, name: ['Ada', 'Ben', 'Cem'][n % 3] },
  source: { type: 'user_action', name: 'Back office' },
  object: { type: 'order', id: `o_${n % 4}`, name: `Order #${n % 4}` },
  ...more,
})

/** Changes of which the reader sees the note alone. */
const updated = (n: number, sort: Sort) =>
  base(n, 'order.updated', {
    organization: { id: 'acme', name: 'Acme' },
    customer: { id: 'c_1', name: 'Customer' },
    changes: [
      { field: 'note', before: `${n * 300}`, after: `${n * 400}` },
      { field: 'status', before: states[sort][n % 3], after: states[sort][(n + 1) % 3] },
      { field: 'margin', before: margins[sort][n % 3], after: margins[sort][(n + 1) % 3] },
      { field: 'due', before: dues[sort][n % 2], after: dues[sort][(n + 1) % 2] },
      { field: 'iban', after: banks[sort] },
    ],
    ...(n % 2 === 0 ? { batch: { id: 'b_1', kind: 'import' } } : {}),
    ...(n > 4 ? { causedBy: ids[n - 2] } : {}),
  })

/** An event of which the reader sees that it happened, to which record and by whom's id, and nothing of what it says. */
const sealed = (n: number, sort: Sort, action = 'order.sealed') => {
  const word = words[sort]
  return base(n, action, {
    actor: { type: 'user', id: 'u_9', name: `${word} actor`, email: `${word}@x.example` },
    source: { type: 'api', name: 'Shop', ip: sort === 'one' ? '192.0.2.1' : '192.0.2.77', userAgent: word },
    object: { type: 'order', id: 'o_1', name: `${word} order` },
    related: [{ type: 'invoice', id: 'i_1', name: `${word} invoice`, relation: 'invoice' }],
    customer: { id: 'c_1', name: `${word} customer` },
    batch: {
      id: 'b_1',
      kind: 'import',
      claimed: { created: 2, updated: 3, failed: 1 },
      file: { name: `${word}.csv`, size: 10 },
      failures: sort === 'one' ? [{ line: 1, reason: word }] : [2, 3].map((line) => ({ line, reason: word })),
    },
    changes: [
      { field: 'note', before: sort === 'one' ? 'x' : word, after: sort === 'one' ? word : '700' },
      ...(sort === 'one' ? [] : [{ field: 'hint', after: word }]),
      { field: 'margin', before: '1', after: sort === 'one' ? '2' : '800' },
    ],
    outcome: 'failure',
    error: { code: 'E', message: word },
    reason: sort === 'one' ? word : `${word} again`,
    context: { [word]: word },
  })
}

const decided = (n: number, step: string) =>
  base(n, 'order.approved', { reason: 'Checked', workflow: { type: 'refund', id: 'w_1', step, decision: 'approved' } })

const seen = (sort: Sort) => [
  sealed(0, sort, 'order.import_started'),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => updated(n, sort)),
  decided(9, 'Asked'),
  decided(10, 'Checked'),
  sealed(11, sort),
  updated(12, sort),
  sealed(13, sort),
]

/** Of the same records, people, customer, case, import and causes, earlier and later than all the others. */
const unseen = [
  ...[21, 22].map((n) => ({
    ...updated(n, 'two'),
    action: 'role.changed',
    object: { type: 'order', id: 'o_1', name: 'Unseen order' },
  })),
  { ...decided(23, 'Paid'), action: 'role.changed', actor: { type: 'admin', id: 'u_1', name: 'Unseen name' } },
  { ...sealed(24, 'two'), action: 'role.changed', causedBy: ids[3] },
  { ...base(25, 'role.changed', { customer: { id: 'c_1', name: 'Unseen customer' } }), occurredAt: '2025-03-04T05:06:07.000Z' },
  { ...base(26, 'role.changed', { batch: { id: 'b_1', claimed: { created: 9 } } }), history: true },
  {
    ...base(27, 'role.changed', { batch: { id: 'b_2', kind: 'import' } }),
    source: { type: 'bulk_import', name: 'Unseen import' },
  },
]

/** By the value itself, by its beginning, by comparing, by what it is not, by the field, and by what is said of quality. */
const questions = [
  'after:>500',
  '-after:>500',
  'before:<150',
  'field:margin after:>500',
  'field:margin before:<100',
  'field:due after:>2026-06-01',
  'field:due before:<2025-06-01',
  '-field:margin',
  'field:status',
  'field:iban after:DE*',
  'after:FR1420041010050500013M02606',
  'status:Done',
  '-status:Done',
  'status:P*',
  'field:status before:Done after:Open',
  'after:none',
  'quality:*',
  '-quality:*',
  'quality:no_before OR quality:no_change_named OR quality:misspelt_status',
  'quartz',
  'feld*',
  '-"feldspar order"',
  'actor:quartz',
  'actor:feldspar*',
  'actor:u_9 reason:none',
  '-reason:none',
  'object:feldspar*',
  'customer:quartz',
  'batch:feldspar.csv',
  'ip:192.0.2.77',
  'ip:192.0.2.*',
  'outcome:failure',
  'actor:"Unseen name"',
  'step:Paid',
  'category:security',
  'at:<2026-01-01',
]
const facets = facetDimensions.join()
const typed = ['actor', 'object', 'customer', 'batch', 'status', 'field', 'step', 'role', 'integration', 'organization', 'source']

const addresses = [
  ...['desc', 'asc', 'recorded', 'recorded-desc'].map((order) => `/events?limit=1000&order=${order}`),
  '/events?category=all&limit=1000',
  `/facets?fields=${facets}&limit=100`,
  `/facets?fields=${facets}&limit=100&category=all`,
  '/histogram',
  '/histogram?category=all&buckets=7',
  ...typed.flatMap((filter) => ['', 'q', 'un', 'd'].map((text) => `/values?filter=${filter}&typed=${text}&limit=50`)),
  '/batches',
  '/batches?category=all',
  ...['b_1', 'b_2', 'b_3'].flatMap((id) => ['', '/undo', '/undo.csv', '/downstream'].map((part) => `/batches/${id}${part}`)),
  ...[0, 3, 5, 11, 12, 24].flatMap((n) =>
    ['', '/around?minutes=1440&limit=200', '/causes', '/notes'].map((part) => `/events/${ids[n]}${part}`),
  ),
  ...['order/o_1', 'order/o_2', 'customer/c_1', 'invoice/i_1'].flatMap((record) => [
    `/objects/${record}/events`,
    `/objects/${record}/events?only=object&order=asc`,
    `/objects/${record}/state?at=2026-11-02T09:06:00Z`,
    `/objects/${record}/state?at=2026-12-01T00:00:00Z`,
    `/objects/${record}/compare?from=2026-11-02T09:03:00Z&to=2026-12-01T00:00:00Z`,
  ]),
  ...[
    '',
    '/refund',
    '/refund?state=ended',
    '/refund?override=without_reason',
    '/refund?step=paid&waiting=PT1M',
    '/refund?backward=true',
    '/refund/w_1',
  ].map((path) => `/workflows${path}`),
  '/questions',
  '/views',
  '/looks',
  '/export',
  '/export?format=csv',
  '/export?format=csv&order=asc',
  '/export?format=xlsx',
  '/export-preview',
]
const asked = questions.flatMap((question) => {
  const q = `q=${encodeURIComponent(question)}`
  return [
    `/events?${q}&limit=1000`,
    `/facets?fields=${facets}&limit=100&${q}`,
    `/histogram?${q}`,
    `/batches?${q}`,
    `/export-preview?${q}`,
  ]
})

/** What two trails differ in whatever is on them: their names, the times of recording, hashes, cursors and how long they are. */
const bare = (text: string): string =>
  text
    .replaceAll(/"nextCursor":"[^"]*"/g, '"nextCursor":"…"')
    .replaceAll(/"(hash|key)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/"requestId":"[^"]*"|"(?:size|behind|stored)":\d+/g, '…')
    .replaceAll(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, (time) => (/^2026-11-02|^2026-12-01/.test(time) ? time : '…'))
    .replaceAll(/(?:daybook\.example|trails)\/(?:one|two)|"(?:trail|name)":"(?:one|two)"/g, '…')

type Answered = readonly [status: number, text: string]

/** Where two answers begin to differ, with some of what stands around it. */
const differing = (one: Answered, two: Answered): readonly string[] => {
  const at = [...one[1]].findIndex((_, n) => one[1][n] !== two[1][n])
  return [one, two].map(([status, text]) => `${status} …${text.slice(Math.max(0, at - 120), at + 80)}`)
}

const answerTo = async (address: string, at: number, headers: Record<string, string> = {}): Promise<Answered> => {
  const answer = await fetch(`${server.url}${trails[at]?.path}${address}`, { headers })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const isSheet = answer.status === 200 && address.includes('xlsx')
  // Of a sheet, the day it was recorded is a number with a fraction beyond any other.
  const text = isSheet ? Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString() : bytes.toString()
  return [answer.status, bare(isSheet ? text.replaceAll(/<v>4\d{4}\.\d+<\/v>/g, '…') : text)]
}

/** Of what is asked: the first reader asks all of it, the second half, and an embedded history what it may ask at all. */
const asks: readonly ((address: string, at: number) => boolean)[] = [
  () => true,
  (_, at) => at % 2 === 0,
  (address) => /^\/(objects|events\/)/.test(address),
]

it('is told from no answer, whatever is asked and however', async () => {
  const told: string[] = []
  let compared = 0
  for (const [n, { name, headers }] of readers.entries())
    for (const address of [...addresses.filter(asks[n] ?? (() => true)), ...asked.filter((_, at) => at % 2 === n)]) {
      const [one, two] = [await answerTo(address, 0, headers[0]), await answerTo(address, 1, headers[1])]
      compared += one[0] === 200 ? 1 : 0
      if (one[0] >= 500 || one[0] !== two[0] || one[1] !== two[1]) told.push([name, address, ...differing(one, two)].join('\n'))
    }
  expect(told).toEqual([])
  expect(compared).toBeGreaterThan(200)
}, 300_000)

it('is in no page of a list, and moves no cursor', async () => {
  for (const { headers } of readers.slice(0, 2))
    for (const list of [
      '/events?limit=3',
      '/events?limit=3&order=recorded',
      '/batches?limit=1',
      '/events?limit=2&q=after:%3E500',
    ])
      for (let pages = 0, cursors: readonly string[] = ['', '']; cursors[0] !== undefined && pages < 20; pages++) {
        const answers = await Promise.all(
          trails.map(async ({ path }, at) => {
            const more = cursors[at] === '' ? '' : `&cursor=${encodeURIComponent(cursors[at] ?? '')}`
            const answer = await fetch(`${server.url}${path}${list}${more}`, { headers: headers[at] ?? {} })
            const json = (await answer.json()) as { data: { seq: number; id: string }[]; nextCursor: string | null }
            return { found: json.data.map(({ id }) => id), next: json.nextCursor ?? undefined }
          }),
        )
        const [one, two] = answers
        expect([list, one?.found, one?.next === undefined]).toEqual([list, two?.found, two?.next === undefined])
        cursors = answers.flatMap(({ next }) => next ?? [])
      }
})

it('is not told by what an alert would have done', async () => {
  const person = readers.find(({ name }) => name === 'operations')
  for (const q of questions) {
    const tried = await Promise.all(
      trails.map(async ({ path }) => {
        const answer = await fetch(`${server.url}${path}/alert-trials`, {
          method: 'POST',
          headers: {
            ...person?.headers[0],
            origin: server.url,
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/json',
          },
          body: JSON.stringify({ q, lane: 'all', days: 90, atLeast: 2 }),
        })
        return [answer.status, bare(await answer.text())]
      }),
    )
    expect([q, tried[0]]).toEqual([q, tried[1]])
    expect([q, tried[0]?.[0]]).toEqual([q, 200])
  }
})

it('is told to who may see it, so that the two are not alike for everybody', async () => {
  const admin = (at: number) => ({ authorization: `Bearer ${trails[at]?.admin}` })
  const alike = []
  for (const address of [
    '/events?q=after:%3E500',
    '/facets?fields=status',
    '/events?q=quartz',
    '/batches/b_1',
    '/histogram',
    `/objects/order/o_1/state`,
  ])
    if ((await answerTo(address, 0, admin(0)))[1] === (await answerTo(address, 1, admin(1)))[1]) alike.push(address)
  expect(alike).toEqual([])
})
