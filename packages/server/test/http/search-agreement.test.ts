import { formatQuery, matches, parseQuery, type Query, reachOf, type Searchable, timeRangeOf } from '@daybook/core'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { someEvent } from '../../../core/test/query/arbitrary-events.ts'
import { someQuery } from '../../../core/test/query/arbitrary-queries.ts'
import { readTar } from '../../src/bundle/index.ts'
import { csvHead, csvRows } from '../../src/reading/csv-rows.ts'
import { xlsxHead, xlsxRows } from '../../src/reading/xlsx-rows.ts'
import { uuidV7 } from '../../src/trail/uuid.ts'
import type { EventView } from '../../src/trail/view.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
/** A key that reads as a role to which some events are not there. */
let desk: string
const seed = Number(process.env.DAYBOOK_SEED ?? Date.now() % 2 ** 31)
const samples = <T>(arbitrary: fc.Arbitrary<T>, count: number, more = 0): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: seed + more })

/** What a producer could have sent of a random event. The server refuses some, which is no matter here. */
const asSent = ({ seq, defects, hidden, category, causedBy, error, ...event }: Searchable): Record<string, unknown> => ({
  ...event,
  id: uuidV7(Date.now()),
  action: event.action === 'trail.exported' ? 'order.exported' : event.action,
  history: true,
  ...(event.outcome === 'success' ? {} : { error: error ?? { code: 'E_1' } }),
  ...(event.changes ? { changes: event.changes.map(asChange) } : {}),
  ...(event.source ? { source: { ...event.source, name: event.source.name || 'A program' } } : {}),
})

const asChange = ({ kind, treated, ...change }: NonNullable<Searchable['changes']>[number]) =>
  'before' in change || 'after' in change ? change : { ...change, treated: 'omit' }

const catalogue = {
  objects: {
    order: {
      label: 'Order',
      fields: {
        status: { label: 'Status', kind: 'status' },
        owner: { label: 'Owner', kind: 'owner', readers: ['managers'] },
        total: { label: 'Total', kind: 'money', readers: ['finance'] },
      },
    },
  },
  actions: { 'refund.approved': { category: 'workflow', readers: ['finance'] } },
}

const store = async (events: readonly unknown[]): Promise<void> => {
  const { status, text } = await server.post(`${trail.path}/events`, events, trail.writer)
  if (status !== 200 && status !== 422) throw new Error(text)
}
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('random')
  await store(samples(someEvent, 60).map(asSent))
  const pushed = await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
  expect([pushed.status, pushed.json.detail]).toEqual([200, undefined])
  await store(samples(someEvent, 140, 1).map(asSent))
  const grants = [{ categories: ['workflow', 'access'] }, { objects: ['order', 'refund'], sensitive: true }]
  const role = { label: 'Managers', description: 'Some events.', grants, rights: ['read', 'export'] }
  await server.call('PUT', `${trail.path}/roles/managers`, { key: server.local, body: role })
  desk = (await server.post(`${trail.path}/keys`, { role: 'reader', reads: 'managers' }, trail.admin)).json.key
  for (const key of [trail.reader, trail.admin, desk]) views.set(key, await recorded(key))
})
afterAll(() => server.remove())

/** Everything on the trail as each reader sees it, from the record itself: what `matches` is asked of. */
const views = new Map<string, readonly EventView[]>()
const recorded = async (key: string): Promise<EventView[]> => {
  const { json } = await server.get(`${trail.path}/events?category=all&order=recorded&limit=1000`, key)
  expect(json.nextCursor).toBeNull()
  return json.data
}

const seen = (key: string) => views.get(key) ?? []
const expected = (query: Query, key: string, all = seen(key)): EventView[] => {
  const reach = reachOf(query)
  const isWanted = ({ action = '' }: EventView) => reach === 'all' || action.startsWith('trail.') === (reach === 'own')
  return all.filter((view) => isWanted(view) && matches(query, view as Searchable))
}
const orders = ['desc', 'asc', 'recorded', 'recorded-desc'] as const
const inOrder = (found: readonly EventView[], order: string): EventView[] => {
  const sign = order === 'asc' || order === 'recorded' ? 1 : -1
  const time = ({ occurredAt = '' }: EventView) => (order.startsWith('recorded') ? 0 : Date.parse(occurredAt))
  return found.toSorted((a, b) => sign * (time(a) - time(b) || a.seq - b.seq))
}

const listed = async (parameters: Record<string, string>, key: string, between?: () => Promise<void>) => {
  const found: EventView[] = []
  for (let cursor: string | null = null; ; ) {
    const query = new URLSearchParams({ ...parameters, ...(cursor === null ? {} : { cursor }) })
    const { status, json, text } = await server.get(`${trail.path}/events?${query}`, key)
    if (status !== 200) throw new Error(`${query}: ${text}`)
    found.push(...json.data)
    cursor = json.nextCursor
    if (cursor === null) return { found, total: json.total }
    await between?.()
  }
}

interface Line {
  readonly seq: number
  readonly slots?: readonly { readonly name: string; readonly state?: string }[]
}
/** The events of a bundle. */
const linesOf = async (bytes: Uint8Array): Promise<readonly Line[]> => {
  async function* once() {
    yield bytes
  }
  const parts: Uint8Array[] = []
  for await (const { path, chunks } of readTar(once()))
    for await (const chunk of chunks) if (path === 'events.ndjson') parts.push(chunk)
  const text = Buffer.concat(parts).toString().trimEnd()
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
}

/** The values by which one event is counted, read off what the reader sees of it. */
const valuesOf: { readonly [dimension: string]: (view: EventView) => readonly (string | undefined)[] } = {
  actor: ({ actor }) => [actor?.id],
  actorType: ({ actor }) => [actor?.type],
  role: ({ actor }) => actor?.roles ?? [],
  action: ({ action }) => [action],
  category: ({ category }) => [category],
  object: ({ object }) => [object && `${object.type}/${object.id}`],
  field: ({ changes }) => (changes ?? []).map(({ field }) => field),
  source: ({ source }) => [source?.type],
  workflow: ({ workflow }) => [workflow?.type],
  step: ({ workflow }) => [workflow?.step],
  decision: ({ workflow, override }) => [workflow?.decision, override && 'overridden'],
  organization: ({ organization }) => [organization?.id],
  customer: ({ customer }) => [customer?.id],
  batch: ({ batch }) => [batch?.id],
  outcome: ({ outcome }) => [outcome],
  quality: ({ defects }) => defects.map(({ name }) => name),
}
const countsOf = (found: readonly EventView[], dimension: string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const view of found)
    for (const value of new Set(valuesOf[dimension]?.(view))) if (value) counts[`=${value}`] = (counts[`=${value}`] ?? 0) + 1
  return counts
}

/** The last span has its end too: an edge behind the last time that can be written is written as that. */
const countsWithin = (edges: readonly string[], found: readonly EventView[]): number[] => {
  const [times, ends] = [found.map(({ occurredAt = '' }) => Date.parse(occurredAt)), edges.map((edge) => Date.parse(edge))]
  const counts = ends.slice(1).map((to, at) => times.filter((ms) => ms >= (ends[at] ?? 0) && ms < to).length)
  const atTheEnd = times.filter((ms) => ms === Date.parse('9999-12-31T23:59:59.999Z')).length
  return edges.at(-1) === '9999-12-31T23:59:59.999Z' ? [...counts.slice(0, -1), (counts.at(-1) ?? 0) + atTheEnd] : counts
}

describe(`random events and queries (seed ${seed})`, () => {
  const texts = samples(someQuery, 260, 2)
    .map(formatQuery)
    // The trail's own events grow while this runs: each export is one.
    .filter((text) => text.length < 1_000 && reachOf(parseQuery(text)) === 'business')
    .slice(0, process.env.DAYBOOK_LONG ? 200 : 72)
  // So many that every order, page, format and reader meets every other.
  it('are enough', () => expect(texts.length).toBeGreaterThanOrEqual(process.env.DAYBOOK_LONG ? 100 : 72))
  const keys = () => [trail.reader, trail.admin, desk]

  it('are there for a role as its grants say', () => {
    const granted = seen(trail.admin).filter(
      ({ category = '', object }) =>
        ['workflow', 'access'].includes(category) || ['order', 'refund'].includes(object?.type ?? ''),
    )
    expect(seen(desk).map(({ seq }) => seq)).toEqual(granted.map(({ seq }) => seq))
    expect(granted.length).toBeGreaterThan(20)
    expect(granted.length).toBeLessThan(seen(trail.admin).length - 20)
  })

  it('are found, ordered, counted and exported as the matcher says, for readers who see all, not all of each event, and not every event', async () => {
    expect(seen(trail.admin).length).toBeGreaterThan(120)
    expect(seen(trail.reader).some(({ hidden }) => hidden.length > 0)).toBe(true)
    const dimensions = Object.keys(valuesOf)
    let compared = 0
    for (const [n, q] of texts.entries()) {
      const key = keys()[n % 3] as string
      const query = parseQuery(q)
      const right = expected(query, key)
      const order = orders[n % 4] as string
      const { found, total } = await listed({ q, order, limit: String([1000, 50, 7][(n >> 2) % 3]) }, key)
      expect([q, found.map(({ seq }) => seq)]).toEqual([q, inOrder(right, order).map(({ seq }) => seq)])
      expect([q, total]).toEqual([q, { value: right.length, exact: true }])
      const search = new URLSearchParams({ q })
      const fields = [0, 1, 2].map((k) => dimensions[(n * 3 + k) % dimensions.length] as string)
      const facets = await server.get(`${trail.path}/facets?${search}&fields=${fields}&limit=100`, key)
      for (const field of fields) {
        const counts = facets.json.facets[field].map(({ value, count }: { value: string; count: number }) => [`=${value}`, count])
        expect([q, field, Object.fromEntries(counts)]).toEqual([q, field, countsOf(right, field)])
      }
      const histogram = (await server.get(`${trail.path}/histogram?${search}&buckets=${1 + (n % 50)}`, key)).json
      // Whatever the range, and in the range that the query chooses.
      for (const [spans, found] of [
        [histogram.whole, expected(timeRangeOf(query).query, key)],
        [histogram.chosen, right],
      ] as const)
        expect([q, spans.counts]).toEqual([q, countsWithin(spans.edges, found)])
      compared += 3
      if (n % 4 > 0) continue
      const text = (await server.get(`${trail.path}/export?${search}&order=${order}`, key)).text
      const lines = text === '' ? [] : text.trimEnd().split('\n')
      expect([q, lines.map((line) => JSON.parse(line))]).toEqual([q, inOrder(right, order)])
      compared++
    }
    expect(compared).toBeGreaterThanOrEqual(3 * texts.length)
  })

  it('leave in every format as they are listed, with the same of them hidden', async () => {
    const bytesOf = async (q: string, format: string, order: string, key: string) => {
      const search = new URLSearchParams({ q, format, ...(format === 'bundle' ? {} : { order }) })
      const headers = { authorization: `Bearer ${key}` }
      const answer = await fetch(`${server.url}${trail.path}/export?${search}`, { headers })
      expect([q, format, answer.status]).toEqual([q, format, 200])
      return Buffer.from(await answer.arrayBuffer())
    }
    const sheetOf = (rows: string) => `<sheetData>${rows}</sheetData>`
    let rows = 0
    // Those that find something, and a few that do not. Everything once, and not as a bundle: that has the trail's own events too.
    const some = texts.filter((q, n) => n % 20 === 0 || expected(parseQuery(q), trail.reader).length > 3)
    const asked = ['*', ...some.filter((q) => q !== '*')]
    for (const [n, q] of asked.slice(0, process.env.DAYBOOK_LONG ? asked.length : 18).entries()) {
      const [key, order] = [keys()[n % 3] as string, orders[n % 4] as string]
      const right = inOrder(expected(parseQuery(q), key), order)
      rows += right.length
      const kind = ['csv', 'xlsx', 'bundle'][Math.floor(n / 3) % 3]
      if (kind === 'csv') {
        expect([q, (await bytesOf(q, 'csv', order, key)).toString()]).toEqual([q, `${csvHead()}${csvRows(right)}`])
      } else if (kind === 'xlsx') {
        const sheet = unzipSync(await bytesOf(q, 'xlsx', order, key))['xl/worksheets/sheet1.xml']
        expect(Buffer.from(sheet ?? []).toString()).toContain(sheetOf(`${xlsxHead()}${xlsxRows(right)}`))
      } else {
        const lines = await linesOf(await bytesOf(q, 'bundle', order, key))
        const found = inOrder(right, 'recorded')
        expect([q, lines.map(({ seq }) => seq)]).toEqual([q, found.map(({ seq }) => seq)])
        const closed = lines.map(({ slots = [] }) => slots.flatMap(({ name, state }) => (state === 'withheld' ? name : [])))
        const hidden = found.map((view) => view.hidden.flatMap(({ slot, why }) => (why === 'withheld' ? slot : [])))
        expect([q, closed.map((names) => names.toSorted())]).toEqual([q, hidden.map((names) => names.toSorted())])
      }
    }
    expect(rows).toBeGreaterThan(100)
  })

  it('mean the same as text and as parameters', async () => {
    const filters = samples(someQuery, 400, 3)
      .map(formatQuery)
      .map((text) => ({ text, name: /^([a-zA-Z]+):\S+$/.exec(text)?.[1] }))
      .filter(({ text, name }) => name !== undefined && name !== 'at' && !text.includes('('))
      .slice(0, process.env.DAYBOOK_LONG ? 60 : 30)
    expect(filters.length).toBeGreaterThan(20)
    for (const { text, name = '' } of filters) {
      const byText = await listed({ q: text, limit: '1000' }, trail.admin)
      const byParameter = await listed({ [name]: text.slice(name.length + 1), limit: '1000' }, trail.admin)
      expect([text, byParameter.found.map(({ seq }) => seq)]).toEqual([text, byText.found.map(({ seq }) => seq)])
    }
  })

  it('come on pages that neither repeat nor skip while events arrive, late ones too', async () => {
    for (const [n, q] of ['*', 'outcome:success', '-action:order.approved'].entries()) {
      const query = parseQuery(q)
      const before = expected(query, trail.admin, await recorded(trail.admin))
      let arrived = 0
      const { found } = await listed({ q, order: orders[n] as string, limit: '9' }, trail.admin, async () => {
        if (arrived++ < 8) await store(samples(someEvent, 3, 100 + n * 10 + arrived).map(asSent))
      })
      const seqs = found.map(({ seq }) => seq)
      expect(new Set(seqs).size).toBe(seqs.length)
      expect(before.map(({ seq }) => seq).filter((seq) => !seqs.includes(seq))).toEqual([])
      expect(inOrder(found, orders[n] as string).map(({ seq }) => seq)).toEqual(seqs)
      const after = expected(query, trail.admin, await recorded(trail.admin)).map(({ seq }) => seq)
      expect(seqs.filter((seq) => !after.includes(seq))).toEqual([])
    }
  })
})
