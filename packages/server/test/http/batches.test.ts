import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('crm')
})
afterAll(() => server.remove())

const send = (events: readonly unknown[]) => server.post(`${trail.path}/events`, events, trail.writer)
const get = async (path: string) => (await server.get(`${trail.path}${path}`, trail.reader)).json
const importer = { type: 'import', id: 'importer', name: 'Customer import' }
const row = (id: string, n: number, action: string, more: Record<string, unknown> = {}) =>
  orderEvent(n, {
    action,
    actor: importer,
    source: { type: 'bulk_import', name: 'customers.csv' },
    object: { type: 'customer', id: `c_${n}`, name: `Customer ${n}` },
    batch: { id },
    ...more,
  })

describe('a batch', () => {
  const file = { name: 'customers.csv', size: 2048, sha256: 'a'.repeat(64) }
  const steps = [
    row('imp_1', 0, 'customer.import_started', { batch: { id: 'imp_1', kind: 'import', file, rows: 7, mapping: 'customers' } }),
    ...[1, 2, 3].map((n) => row('imp_1', n, 'customer.created')),
    row('imp_1', 4, 'customer.updated', { changes: [{ field: 'phone', label: 'Phone', before: '1', after: '2' }] }),
    row('imp_1', 5, 'customer.updated', { outcome: 'failure', error: { code: 'locked', message: 'The record is locked' } }),
    row('imp_1', 6, 'customer.viewed'),
  ]
  const completed = row('imp_1', 7, 'customer.import_completed', {
    batch: {
      id: 'imp_1',
      kind: 'import',
      claimed: { created: 3, updated: 2, unchanged: 1, failed: 1 },
      failures: [{ line: 6, reason: 'No e-mail address' }],
    },
  })

  it('is open until an event says that it ended, and counts what is there so far', async () => {
    await send(steps)
    const batch = await get('/batches/imp_1')
    expect(batch).toMatchObject({
      id: 'imp_1',
      kind: 'import',
      state: 'open',
      who: importer,
      file,
      rows: 7,
      mapping: 'customers',
      claimed: null,
      completed: null,
      recorded: { created: 3, updated: 1, deleted: 0, other: 1, failed: 1, events: 6, exact: true },
      failures: [],
    })
  })

  it('shows what was claimed beside what was recorded, and the rows that failed', async () => {
    await send([completed])
    const batch = await get('/batches/imp_1')
    expect(batch).toMatchObject({
      state: 'completed',
      claimed: { created: 3, updated: 2, unchanged: 1, failed: 1 },
      recorded: { created: 3, updated: 1, failed: 1, events: 6 },
      failures: [{ line: 6, reason: 'No e-mail address' }],
      started: { sentence: expect.any(String), at: steps[0]?.occurredAt },
      completed: { at: completed.occurredAt },
      fields: [
        { value: 'status', count: 6 + 1 },
        { value: 'phone', label: 'Phone', count: 1 },
      ].map((field) => expect.objectContaining(field)),
    })
    expect(batch.actions.find(({ value }: { value: string }) => value === 'customer.created').count).toBe(3)
    expect(batch.records.length).toBe(8)
  })

  it('is told by its id alone: not by a beginning, not by the name of its file', async () => {
    for (const id of ['imp_', 'imp_*', 'customers.csv', 'customers'])
      expect((await server.get(`${trail.path}/batches/${id}`, trail.reader)).status).toBe(404)
    expect((await server.get(`${trail.path}/batches/imp_1?actor=x`, trail.reader)).json.pointer).toBe('/actor')
  })

  it('may have an id of any characters, and no event that says it began', async () => {
    await send([row('a/b ü', 1, 'customer.created'), row('run:7', 1, 'billing.run_failed')])
    expect(await get(`/batches/${encodeURIComponent('a/b ü')}`)).toMatchObject({ id: 'a/b ü', state: 'open', started: null })
    expect((await get('/batches/run:7')).state).toBe('failed')
  })
})

describe('the list of batches', () => {
  it('has each once, those that began last first, however their events lie between each other', async () => {
    const fresh = await server.trail('many')
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    // Batch n begins in minute n and has events until much later; three at the same instant; one goes on after all others.
    const events = Array.from({ length: 30 }, (_, n) =>
      Array.from({ length: 5 }, (_, k) =>
        row(`b${n}`, k, 'customer.created', { occurredAt: at(Math.min(n, 26) + k * (n % 7) * 3) }),
      ),
    ).flat()
    const late = row('b3', 9, 'customer.updated', { occurredAt: at(500) })
    await server.post(`${fresh.path}/events`, [...events, late], fresh.writer)
    const seen: string[] = []
    for (let path: string | null = '/batches?limit=7'; path !== null; ) {
      const { json } = await server.get(`${fresh.path}${path}`, fresh.reader)
      seen.push(...json.data.map(({ id }: { id: string }) => id))
      path = json.nextCursor === null ? null : `/batches?limit=7&cursor=${json.nextCursor}`
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => `b${29 - n}`))
    const { json } = await server.get(`${fresh.path}/batches?q=action:customer.updated`, fresh.reader)
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(['b3'])
  })

  it('has the trail’s own imports only where they are asked for', async () => {
    const finished = {
      file: { name: 'old.csv', size: 1, sha256: 'b'.repeat(64) },
      mapping: 'm',
      lines: 4,
      claimed: { stored: 2, duplicates: 1, refused: 1 },
    }
    const { json } = await server.post(`${trail.path}/imports`, finished, trail.writer)
    const ids = async (query: string) => (await get(`/batches?${query}`)).data.map(({ id }: { id: string }) => id)
    expect(await ids('')).not.toContain(json.id)
    expect(await ids('category=trail')).toEqual([json.id])
    expect(await get(`/batches/${json.id}?category=trail`)).toMatchObject({
      kind: 'history',
      state: 'completed',
      claimed: { created: 2, failed: 1 },
    })
  })
})
