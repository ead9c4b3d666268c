import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let crm: TrailKeys
let ops: TrailKeys
let crmEvent: string
beforeAll(async () => {
  server = await RunningServer.start()
  crm = await server.trail('crm')
  ops = await server.trail('ops')
  const event = orderEvent(1, { batch: { id: 'imp_1' } })
  crmEvent = String(event.id)
  await server.post(`${crm.path}/events`, event, crm.writer)
  await server.call('PUT', `${crm.path}/catalogue`, { key: server.local, body: { objects: {}, actions: {} } })
})
afterAll(() => server.remove())

type Role = 'writer' | 'reader' | 'admin'
interface Route {
  readonly method: string
  readonly path: () => string
  readonly body?: () => unknown
  readonly may: readonly Role[]
}

/** Every address that is about one trail, and which of its keys may use it. */
const routes: readonly Route[] = [
  { method: 'GET', path: () => '', may: ['writer', 'reader', 'admin'] },
  { method: 'POST', path: () => '/events', body: () => orderEvent(2), may: ['writer', 'admin'] },
  { method: 'GET', path: () => '/events', may: ['reader', 'admin'] },
  { method: 'GET', path: () => `/events/${crmEvent}`, may: ['reader', 'admin'] },
  { method: 'GET', path: () => `/events/${crmEvent}/proof`, may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/log/checkpoint', may: ['writer', 'reader', 'admin'] },
  { method: 'GET', path: () => '/log/policy', may: ['writer', 'reader', 'admin'] },
  { method: 'GET', path: () => '/log/tile/0/000.p/1', may: ['writer', 'reader', 'admin'] },
  { method: 'GET', path: () => '/catalogue', may: ['writer', 'reader', 'admin'] },
  { method: 'GET', path: () => '/catalogue/1', may: ['writer', 'reader', 'admin'] },
  { method: 'PUT', path: () => '/catalogue', body: () => ({ objects: {}, actions: {} }), may: ['admin'] },
  { method: 'PUT', path: () => '/zone', body: () => ({ zone: 'Europe/Berlin' }), may: ['admin'] },
  { method: 'GET', path: () => '/keys', may: ['admin'] },
  { method: 'POST', path: () => '/keys', body: () => ({ role: 'reader' }), may: ['admin'] },
  {
    method: 'POST',
    path: () => '/embed-tokens',
    body: () => ({ object: { type: 'order', id: '1' }, reader: { id: 'u_7', name: 'Maria' }, origin: 'https://tool.example' }),
    may: ['reader', 'admin'],
  },
  { method: 'POST', path: () => '/heartbeat', body: () => ({ producer: { id: 'crm-1' } }), may: ['writer', 'admin'] },
  { method: 'GET', path: () => '/heartbeat', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/facets?fields=actor', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/histogram', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/values?filter=actor&typed=m', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/objects/order/1801/events', may: ['reader', 'admin'] },
  { method: 'GET', path: () => `/events/${crmEvent}/around`, may: ['reader', 'admin'] },
  { method: 'GET', path: () => `/events/${crmEvent}/causes`, may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/batches', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/batches/imp_1', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/batches/imp_1/undo', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/batches/imp_1/undo.csv', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/batches/imp_1/downstream', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/index', may: ['reader', 'admin'] },
  { method: 'POST', path: () => '/index/rebuild', body: () => ({}), may: ['admin'] },
  { method: 'GET', path: () => '/export?format=csv&actor=maria', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/export', may: ['reader', 'admin'] },
  { method: 'GET', path: () => '/export?format=bundle', may: ['reader', 'admin'] },
  {
    method: 'POST',
    path: () => '/imports',
    body: () => ({
      file: { name: 'a.csv', size: 1, sha256: 'a'.repeat(64) },
      mapping: 'm',
      lines: 1,
      claimed: { stored: 1, duplicates: 0, refused: 0 },
    }),
    may: ['writer', 'admin'],
  },
]

const use = ({ method, path, body }: Route, trail: string, key: string | undefined) =>
  server.call(method, `/v1/trails/${trail}${path()}`, { key, ...(body ? { body: body() } : {}) })

describe.each(
  routes.map(
    (route) =>
      [
        `${route.method} …${route
          .path()
          .split('?')[0]
          ?.replace(/[0-9a-f-]{36}/, '{id}')}`,
        route,
      ] as const,
  ),
)('%s', (_, route) => {
  it('is there for exactly the roles that may use it', async () => {
    for (const role of ['writer', 'reader', 'admin'] as const) {
      const { status, json } = await use(route, 'crm', crm[role])
      if (route.may.includes(role)) expect(status).toBeLessThan(300)
      else expect([role, status, json.code]).toEqual([role, 403, 'forbidden'])
    }
  })

  it('is not there for any key of another trail, and looks like a trail that does not exist', async () => {
    for (const role of ['writer', 'reader', 'admin'] as const) {
      const foreign = await use(route, 'crm', ops[role])
      const missing = await use(route, 'nowhere', ops[role])
      expect([foreign.status, missing.status]).toEqual([404, 404])
      expect({ ...foreign.json, requestId: '' }).toEqual({ ...missing.json, requestId: '' })
    }
  })

  it('needs a credential', async () => {
    for (const key of [undefined, 'nonsense', `dbk_${'0'.repeat(16)}_${'A'.repeat(43)}`]) {
      const { status, json, headers } = await use(route, 'crm', key)
      expect([status, json.code]).toEqual([401, 'unauthenticated'])
      expect(headers.get('www-authenticate')).toContain('Bearer')
    }
  })
})

describe('two trails', () => {
  it('keep the same event id apart', async () => {
    const event = orderEvent(5)
    const here = await server.post(`${crm.path}/events`, event, crm.writer)
    const there = await server.post(`${ops.path}/events`, { ...event, reason: 'Another tool, another trail' }, ops.writer)
    expect([here.json.results[0].status, there.json.results[0].status]).toEqual(['stored', 'stored'])
  })

  it('show a key its own trail only', async () => {
    expect((await server.get('/v1/trails', ops.reader)).json.data.map((t: { trail: string }) => t.trail)).toEqual(['ops'])
    expect((await server.get('/v1/trails')).json.data.map((t: { trail: string }) => t.trail)).toEqual(['crm', 'ops'])
  })

  it('sign under origins and keys of their own', async () => {
    expect(crm.origin).not.toBe(ops.origin)
    expect(crm.policy).not.toBe(ops.policy)
    const checkpoint = async ({ path, reader }: TrailKeys) =>
      (await server.get(`${path}/log/checkpoint`, reader)).text.split('\n')[0]
    expect(await checkpoint(crm)).toBe(crm.origin)
    expect(await checkpoint(ops)).toBe(ops.origin)
  })

  it('are made by the command and by people, never by a key', async () => {
    for (const key of [crm.admin, crm.writer, crm.reader]) {
      const { status, json } = await server.post('/v1/trails', { name: 'third' }, key)
      expect([status, json.code]).toEqual([403, 'forbidden'])
    }
  })
})
