import { lanes, queryFromParameters } from '@daybook/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller, Person } from '../../src/access/caller.ts'
import { starterRoles } from '../../src/access/role.ts'
import { finds, mayChange } from '../../src/views/holder.ts'
import { parametersOf, type SavedView, spans } from '../../src/views/saved-view.ts'
import { orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, orderEvents(5), trail.writer)
})
afterAll(() => server.remove())

const views = async (key: string) => (await server.get(`${trail.path}/views`, key)).json.data
const events = async (action: string) =>
  (await server.get(`${trail.path}/events?action=${action}&order=recorded&limit=1000`)).json.data
const put = (id: string, body: unknown, key: string) => server.call('PUT', `${trail.path}/views/${id}`, { key, body })

describe('a saved view', () => {
  it('is in the lists of those it is for, survives a restart, and each change of it is an event', async () => {
    const question = { name: 'Approvals of Maria', q: 'actor:maria', lane: 'business', range: { kind: 'relative', last: '7d' } }
    const made = await server.post(`${trail.path}/views`, question, trail.reader)
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ ...question, audience: { kind: 'private' }, owner: { isYou: true }, mayChange: true })
    expect(await views(trail.admin)).toEqual([])
    const shared = { ...question, name: 'Maria', audience: { kind: 'shared' } }
    expect((await put(made.json.id, shared, trail.reader)).status).toBe(200)
    expect((await put(made.json.id, shared, trail.reader)).status).toBe(200)
    expect((await views(trail.admin)).map((view: { name: string; owner: object }) => [view.name, view.owner])).toEqual([
      ['Maria', { name: 'reader of orders', isYou: false }],
    ])
    await server.restart()
    expect(await views(trail.reader)).toEqual([{ ...made.json, ...shared, changedAt: expect.any(String) }])
    expect((await server.call('DELETE', `${trail.path}/views/${made.json.id}`, { key: trail.reader })).status).toBe(204)
    expect(await views(trail.reader)).toEqual([])
    const saved = await events('trail.view_saved')
    expect(saved.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'reader of orders (API client) saved the view “Approvals of Maria”',
      'reader of orders (API client) saved the view “Maria”',
    ])
    expect(saved[1].changes).toMatchObject([
      { field: 'name', before: 'Approvals of Maria', after: 'Maria' },
      { field: 'audience', before: 'private', after: 'shared' },
    ])
    expect((await events('trail.view_removed')).length).toBe(1)
  })

  it('is pinned for a role by an administrator only', async () => {
    const pinned = { name: 'Refunds', q: 'action:refund.*', audience: { kind: 'role', role: 'finance' } }
    expect((await server.post(`${trail.path}/views`, pinned, trail.reader)).json).toMatchObject({ code: 'forbidden' })
    const made = await server.post(`${trail.path}/views`, pinned, trail.admin)
    expect(made.json.audience).toEqual({ kind: 'role', role: 'finance' })
    expect(await views(trail.reader)).toEqual([])
  })

  it('is changed by nobody else, and not told from one that is not there', async () => {
    const mine = (await server.post(`${trail.path}/views`, { name: 'Mine' }, trail.admin)).json.id
    const shared = (await server.post(`${trail.path}/views`, { name: 'Ours', audience: { kind: 'shared' } }, trail.admin)).json.id
    const body = { name: 'Theirs' }
    expect((await put(mine, body, trail.reader)).status).toBe(404)
    expect((await put('nothing', body, trail.reader)).status).toBe(404)
    expect((await put(shared, body, trail.reader)).status).toBe(403)
    const other = await server.trail('other')
    expect((await server.call('PUT', `${other.path}/views/${shared}`, { key: other.admin, body })).status).toBe(404)
    expect((await server.get(`${other.path}/views`, other.admin)).json.data).toEqual([])
  })

  it.each([
    [{ name: '' }, 'bad_body', '/name'],
    [{ name: 'x', q: 'at:never' }, 'bad_query', '/q'],
    [{ name: 'x', q: 'a ( b' }, 'bad_query', '/q'],
    [{ name: 'x', q: 'ghp_1234567890abcdefghijklmnopqrstuvwxyz' }, 'bad_body', '/q'],
    [{ name: 'x', range: { kind: 'relative', last: '8d' } }, 'bad_body', '/range/last'],
    [{ name: 'x', range: { kind: 'frozen', from: 'soon' } }, 'bad_query', '/from'],
    [{ name: 'x', lane: 'everything' }, 'bad_body', '/lane'],
    [{ name: 'x', audience: { kind: 'role', role: '../x' } }, 'bad_body', '/audience/role'],
  ])('is refused where it could never be asked: %j', async (body, code, pointer) => {
    expect((await server.post(`${trail.path}/views`, body, trail.admin)).json).toMatchObject({ code, pointer })
  })
})

describe('who finds and changes a view', () => {
  const person = (id: string, ...roles: readonly string[]): Person => ({
    kind: 'person',
    id,
    name: id,
    email: `${id}@firm.example`,
    isOwner: false,
    roles: new Map([['orders', starterRoles.filter(({ name }) => roles.includes(name))]]),
    session: { id: 's', expiresAtMs: 0 },
  })
  const view = (audience: SavedView['audience']): SavedView => ({
    id: 'v',
    trail: 'orders',
    name: 'x',
    q: '',
    lane: 'business',
    range: { kind: 'any' },
    audience,
    owner: 'person:maria',
    ownerName: 'Maria Lopez',
    createdAt: '',
    changedAt: '',
  })
  const [maria, sam, ines, adam] = [
    person('maria', 'support'),
    person('sam', 'support'),
    person('ines', 'finance'),
    person('adam', 'administrator'),
  ]
  it.each([
    [{ kind: 'private' }, [maria], [maria]],
    [{ kind: 'shared' }, [maria, sam, ines, adam], [maria, adam]],
    [{ kind: 'role', role: 'finance' }, [maria, ines, adam], [maria, adam]],
  ] as const)('%j', (audience, finders, changers) => {
    const people: readonly Caller[] = [maria, sam, ines, adam]
    expect(people.filter((one) => finds(one, view(audience)))).toEqual(finders)
    expect(people.filter((one) => mayChange(one, view(audience)))).toEqual(changers)
  })
})

it('asks what its page would ask, in every lane and range', () => {
  const nowMs = Date.parse('2026-11-22T10:00:00Z')
  for (const lane of lanes)
    for (const range of [{ kind: 'any' }, ...spans.map((last) => ({ kind: 'relative', last }) as const)] as const)
      expect(() => queryFromParameters(parametersOf({ q: 'actor:maria', lane, range }, nowMs))).not.toThrow()
  expect(parametersOf({ q: 'category:access x', lane: 'own', range: { kind: 'relative', last: '30d' } }, nowMs)).toEqual([
    ['q', 'category:access x'],
    ['from', '2026-10-23'],
  ])
  const categories = (q: string) => parametersOf({ q, lane: 'all', range: { kind: 'any' } }, nowMs).map(([, value]) => value)
  expect(categories('sign_in_failed')).not.toContain('trail')
  expect(categories('action:user.sign_in_failed,trail.sign_in_failed')).toContain('trail')
  expect(parametersOf({ q: '', lane: 'business', range: { kind: 'frozen', to: '2026-11-01' } }, nowMs)).toEqual([
    ['category', 'data'],
    ['category', 'workflow'],
    ['to', '2026-11-01'],
  ])
})
