import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { starterRoles } from '../../src/access/role.ts'
import { orderEvent } from '../http/firm-events.ts'
import type { RunningServer, TrailKeys } from '../http/running-server.ts'
import { Browser, byLink, join, makeOwner, password, startFirm, told } from './firm-people.ts'

let server: RunningServer
let owner: Browser
let orders: TrailKeys
let payroll: TrailKeys
beforeAll(async () => {
  server = await startFirm()
  orders = await server.trail('orders')
  payroll = await server.trail('payroll')
  owner = await makeOwner(server)
  await server.post(`${orders.path}/events`, orderEvent(1), orders.writer)
})
afterAll(() => server.remove())

const refund = {
  label: 'Refund desk',
  description: 'Reads refunds.',
  grants: [{ categories: ['data', 'workflow'], actions: ['refund.*'], objects: ['refund'] }],
  rights: ['read', 'annotate'],
}

describe('the roles of a trail', () => {
  it('are those that every trail has at first', async () => {
    const { data } = (await owner.get('/v1/trails/orders/roles')).json
    expect(data.map(({ origin, heldBy, mayChange, ...role }: Record<string, unknown>) => role)).toEqual(starterRoles)
    expect(data.find((role: { name: string }) => role.name === 'auditor')).toMatchObject({
      origin: 'starter',
      heldBy: [{ name: 'Ada Brook' }],
      mayChange: true,
    })
  })

  it('are made, changed and removed on one trail, and the trail says in words what changed', async () => {
    expect((await owner.put('/v1/trails/orders/roles/refund-desk', refund)).json).toMatchObject({ origin: 'own', heldBy: [] })
    await owner.put('/v1/trails/orders/roles/refund-desk', {
      ...refund,
      rights: ['read', 'export'],
      grants: [{ sensitive: true }],
    })
    await owner.put('/v1/trails/orders/roles/support', { ...starterRoles[0], name: undefined, rights: ['read'] })
    expect((await owner.get('/v1/trails/orders/roles/support')).json).toMatchObject({ origin: 'changed', rights: ['read'] })
    expect((await owner.get('/v1/trails/payroll/roles/support')).json).toMatchObject({ origin: 'starter' })
    expect((await owner.get('/v1/trails/payroll/roles/refund-desk')).status).toBe(404)
    const { name: _, ...asAtFirst } = starterRoles[0] ?? { name: '' }
    expect((await owner.put('/v1/trails/orders/roles/support', asAtFirst)).json).toMatchObject({ origin: 'starter' })
    expect((await owner.delete('/v1/trails/orders/roles/refund-desk')).status).toBe(204)
    expect((await owner.delete('/v1/trails/orders/roles/engineer')).status).toBe(204)
    const names = (await owner.get('/v1/trails/orders/roles')).json.data.map((role: { name: string }) => role.name)
    expect(names).not.toContain('engineer')
    expect(names).not.toContain('refund-desk')
    const changed = (await told(server, 'trail.role_changed')).at(-1)
    expect(changed.sentence).toBe('Ada Brook changed what the role Refund desk reads or may do')
    expect(changed.changes).toMatchObject([
      {
        field: 'reads',
        before: ['category data, workflow; action refund.*; records of type refund'],
        after: ['everything; sensitive ones too'],
      },
      {
        field: 'may',
        before: ['search and open events', 'write notes and ask questions'],
        after: ['search and open events', 'export'],
      },
    ])
    expect((await told(server, 'trail.role_changed', 'payroll')).length).toBe(0)
  })

  it('that look after a trail do not open by another catalogue what their holder may not read', async () => {
    const catalogue = { objects: {}, actions: { 'employee.dismissed': { category: 'data', sensitivity: 'sensitive' } } }
    expect((await owner.put('/v1/trails/payroll/catalogue', catalogue)).status).toBe(200)
    const { browser } = await join(server, owner, 'quy@x.example', ['administrator', 'support'], 'payroll')
    const opened = { objects: {}, actions: { 'employee.dismissed': { category: 'data' } } }
    expect((await browser.put('/v1/trails/payroll/catalogue', opened)).json.code).toBe('forbidden')
    expect((await browser.get('/v1/trails/payroll/catalogue')).json.version).toBe(1)
  })

  it('that look after a trail do not tell what others keep for themselves to ask', async () => {
    const chief = await join(server, owner, 'rex@x.example', ['administrator'], 'payroll')
    const guard = await join(server, owner, 'sky@x.example', ['security'], 'payroll')
    const saved = await guard.browser.post('/v1/trails/payroll/views', { name: 'Watch Jane Roe', q: 'actor:"jane roe"' })
    expect([saved.status, saved.json.audience.kind]).toEqual([201, 'private'])
    const own = async ({ browser }: typeof chief) =>
      (await browser.get('/v1/trails/payroll/events?category=trail&limit=1000&order=recorded-desc')).text
    expect(await own(guard)).toContain('Watch Jane Roe')
    expect(await own(chief)).toContain('trail.person_joined')
    expect(await own(chief)).not.toMatch(/jane roe/i)
  })

  it('are not removed while anybody holds them, and the refusal says who', async () => {
    await owner.put('/v1/trails/orders/roles/refund-desk', refund)
    const { id } = await join(server, owner, 'ben@x.example', ['refund-desk'])
    const refused = await owner.delete('/v1/trails/orders/roles/refund-desk')
    expect([refused.status, refused.json.code]).toEqual([409, 'role_in_use'])
    expect(refused.json.detail).toBe('ben holds this role. Give them another role first.')
    await owner.put(`/v1/trails/orders/readers/${id}`, { roles: ['support'] })
    expect((await owner.delete('/v1/trails/orders/roles/refund-desk')).status).toBe(204)
  })

  it.each([
    [{ ...refund, label: ' ' }, '/label'],
    [{ ...refund, rights: ['read', 'rule'] }, '/rights/1'],
    [{ ...refund, rights: ['export'] }, '/rights'],
    [{ ...refund, grants: [{ categories: [] }] }, '/grants/0/categories'],
    [{ ...refund, grants: [{ categories: ['gossip'] }] }, '/grants/0/categories/0'],
    [{ ...refund, grants: [{ actions: ['refund approved'] }] }, '/grants/0/actions/0'],
    [{ ...refund, grants: [{ everything: true }] }, '/grants/0/everything'],
    [{ ...refund, name: 'other' }, '/name'],
  ])('are not made of %j', async (body, pointer) => {
    const { status, json } = await owner.put('/v1/trails/orders/roles/new-one', body)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
  })

  it.each(['Upper', '1st', 'a b', 'x'.repeat(33)])('are not named %o', async (name) => {
    expect((await owner.put(`/v1/trails/orders/roles/${encodeURIComponent(name)}`, refund)).json.code).toBe('bad_parameter')
  })
})

describe('somebody’s roles', () => {
  it('count from the next request, and the trail says from what to what', async () => {
    const { id, browser } = await join(server, owner, 'cy@x.example', ['support'])
    const events = () => browser.get('/v1/trails/orders/events')
    expect((await events()).json.total.value).toBe(1)
    expect((await browser.get('/v1/trails/orders/export?format=csv')).status).toBe(403)
    await owner.put(`/v1/trails/orders/readers/${id}`, { roles: ['operations', 'finance'] })
    expect((await browser.get('/v1/trails/orders/export?format=csv')).status).toBe(200)
    expect((await told(server, 'trail.person_changed'))[0].changes).toMatchObject([
      { field: 'roles', label: 'Roles', before: ['Support'], after: ['Operations', 'Finance'] },
    ])
    await owner.put('/v1/trails/orders/roles/finance', { ...refund, label: 'Finance', grants: [] })
    await owner.put(`/v1/trails/orders/readers/${id}`, { roles: ['finance'] })
    expect((await events()).json.total.value).toBe(0)
    expect((await owner.delete(`/v1/trails/orders/readers/${id}`)).status).toBe(204)
    expect((await events()).status).toBe(404)
    expect((await browser.session()).json.trails).toEqual([])
    expect((await told(server, 'trail.person_removed'))[0].sentence).toBe('Ada Brook removed cy from the trail')
  })

  it('are given by administrators of the trail to others, and never to themselves', async () => {
    const chief = await join(server, owner, 'di@x.example', ['administrator'])
    const other = await join(server, chief.browser, 'ed@x.example', ['auditor'])
    expect((await chief.browser.put(`/v1/trails/orders/readers/${other.id}`, { roles: ['support'] })).status).toBe(200)
    const own = await chief.browser.put(`/v1/trails/orders/readers/${chief.id}`, { roles: ['administrator', 'auditor'] })
    expect([own.status, own.json.code]).toEqual([403, 'forbidden'])
    const wider = await chief.browser.put('/v1/trails/orders/roles/administrator', {
      ...refund,
      rights: ['read', 'administer'],
      grants: [{ sensitive: true }],
    })
    expect([wider.status, wider.json.code]).toEqual([403, 'forbidden'])
    // Looking after the log is not reading it.
    expect((await chief.browser.get('/v1/trails/orders/events')).json.total.value).toBe(0)
    expect((await chief.browser.get('/v1/trails/payroll/readers')).status).toBe(404)
    expect((await chief.browser.post('/v1/trails', { name: 'mine' })).status).toBe(403)
    expect((await chief.browser.get('/v1/people')).status).toBe(403)
  })

  it('on other trails keep an administrator from becoming that person', async () => {
    const chief = await join(server, owner, 'flo@x.example', ['administrator'])
    const both = await join(server, owner, 'gus@x.example', ['support'])
    await owner.post('/v1/trails/payroll/readers', { email: 'gus@x.example', name: 'Gus', roles: ['finance'] })
    const ownerId = (await owner.session()).json.who.id
    for (const id of [both.id, ownerId])
      for (const [method, path, body] of [
        ['POST', 'link', {}],
        ['DELETE', 'second-factor', undefined],
        ['GET', 'sessions', undefined],
      ] as const) {
        const { status, json } = await chief.browser.call(method, `/v1/people/${id}/${path}`, body)
        expect([path, status, json.code]).toEqual([path, 403, 'forbidden'])
      }
    const alone = await join(server, owner, 'hal@x.example', ['support'])
    expect((await chief.browser.post(`/v1/people/${alone.id}/link`)).status).toBe(201)
    expect((await chief.browser.put(`/v1/people/${alone.id}`, { owner: true })).status).toBe(403)
    // Somebody who was invited elsewhere and has not joined: roles, but no link that opens the other trail.
    await owner.post('/v1/trails/payroll/readers', { email: 'ivy@x.example', name: 'Ivy', roles: ['finance'] })
    const invited = await chief.browser.post('/v1/trails/orders/readers', {
      email: 'ivy@x.example',
      name: 'Ivy',
      roles: ['support'],
    })
    expect(invited.json).toMatchObject({ link: null, person: { state: 'invited' } })
    expect((await chief.browser.post(`/v1/people/${invited.json.person.id}/link`)).status).toBe(403)
  })

  it('cannot be taken from the last who could give them back', async () => {
    const ownerId = (await owner.session()).json.who.id
    for (const refused of [
      await owner.put(`/v1/people/${ownerId}`, { owner: false }),
      await owner.put(`/v1/people/${ownerId}`, { disabled: true }),
      await server.call('PUT', `/v1/people/${ownerId}`, { key: server.local, body: { owner: false } }),
    ])
      expect([refused.status, refused.json.code]).toEqual([409, 'last_administrator'])
    expect((await owner.session()).status).toBe(200)
    const second = await owner.post('/v1/people', { email: 'joy@x.example', name: 'Joy' })
    expect((await owner.put(`/v1/people/${ownerId}`, { owner: false })).json.code).toBe('last_administrator')
    const joy = new Browser(server)
    await joy.put('/v1/person-link', { token: second.json.link.split('#')[1], password })
    expect((await joy.session()).json).toMatchObject({ owner: true, trails: ['orders', 'payroll'] })
    // An owner looks after trails, and reads by roles like everybody.
    expect((await joy.get('/v1/trails/orders/events')).status).toBe(403)
    expect((await joy.post('/v1/links')).json.code).toBe('forbidden')
    expect((await owner.put(`/v1/people/${ownerId}`, { owner: false })).status).toBe(204)
    expect((await owner.session()).json).toMatchObject({
      owner: false,
      rights: { orders: expect.arrayContaining(['administer']) },
    })
    expect((await joy.put(`/v1/people/${ownerId}`, { owner: true })).status).toBe(204)
  })

  it('are managed by an admin key of the trail, on that trail only', async () => {
    const mine = await server.post(
      `${orders.path}/readers`,
      { email: 'ken@x.example', name: 'Ken', roles: ['support'] },
      orders.admin,
    )
    expect(mine.status).toBe(201)
    expect((await server.get('/v1/people', orders.admin)).status).toBe(403)
    const { id } = mine.json.person
    expect((await server.get(`/v1/people/${id}/sessions`, payroll.admin)).status).toBe(404)
    expect((await server.get(`/v1/people/${id}/sessions`, orders.admin)).status).toBe(200)
    expect((await server.get(`${orders.path}/readers`, orders.reader)).status).toBe(403)
    expect((await server.get(`${orders.path}/readers`, payroll.admin)).status).toBe(404)
  })
})

describe('what an administrator made while holding a role', () => {
  const desk = { label: 'Desk', description: '', grants: [{ categories: ['workflow'] }], rights: ['read'] }
  const wider = { ...desk, grants: [{ categories: ['data', 'workflow', 'trail'] }] }
  const copies = {
    name: 'Copies',
    receiver: { kind: 'https', url: 'https://siem.example/in' },
    roles: ['copied'],
    paused: true,
  }
  const give = (id: string, roles: readonly string[]) => owner.put(`/v1/trails/orders/readers/${id}`, { roles })

  it('keeps its maker from changing the role, also once it is taken from them, and from making it anew', async () => {
    await owner.put('/v1/trails/orders/roles/desk', desk)
    const { id, browser } = await join(server, owner, 'tom@x.example', ['administrator', 'desk'])
    const key = (await browser.post('/v1/trails/orders/keys', { role: 'reader', reads: 'desk' })).json
    await give(id, ['administrator'])
    const change = (by = browser) => by.put('/v1/trails/orders/roles/desk', wider)
    const refused = await change()
    expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining('you made reads as this role')])
    expect((await browser.get('/v1/trails/orders/roles/desk')).json.mayChange).toBe(false)
    expect((await browser.delete('/v1/trails/orders/roles/desk')).status).toBe(204)
    expect((await change()).status).toBe(403)
    expect((await change(owner)).status).toBe(200)
    await browser.delete(`/v1/trails/orders/keys/${key.id}`)
    expect((await browser.put('/v1/trails/orders/roles/desk', desk)).status).toBe(200)
  })

  it('is as much a copy to another system, of whoever chose the receiver or what is sent there', async () => {
    await owner.put('/v1/trails/orders/roles/copied', desk)
    const una = await join(server, owner, 'una@x.example', ['administrator', 'copied'])
    const vic = await join(server, owner, 'vic@x.example', ['administrator'])
    const made = (await una.browser.post('/v1/trails/orders/forwarders', copies)).json
    expect(made.maker).toEqual({ id: una.id, name: 'una', state: 'active' })
    await give(una.id, ['administrator'])
    const mayChange = async () => {
      const tried = [una, vic].map(({ browser }) => browser.get('/v1/trails/orders/roles/copied'))
      return (await Promise.all(tried)).map(({ json }) => json.mayChange)
    }
    const asHolder = async (more: object) => {
      await give(vic.id, ['administrator', 'copied'])
      const changed = await vic.browser.put(`/v1/trails/orders/forwarders/${made.id}`, { ...copies, ...more })
      await give(vic.id, ['administrator'])
      return changed.json.maker.name
    }
    expect(await mayChange()).toEqual([false, true])
    expect((await una.browser.put('/v1/trails/orders/roles/copied', wider)).status).toBe(403)
    expect([await asHolder({ q: 'refund' }), await mayChange()]).toEqual(['una', [false, false]])
    const receiver = { kind: 'https', url: 'https://vic.example/in' }
    expect([await asHolder({ receiver }), await mayChange()]).toEqual(['vic', [true, false]])
  })

  it('works on when the maker is gone, and the lists say whose it was', async () => {
    const { id, browser } = await join(server, owner, 'wyn@x.example', ['administrator', 'support'])
    const key = (await browser.post('/v1/trails/orders/keys', { role: 'reader', reads: 'support' })).json
    const copy = (await browser.post('/v1/trails/orders/forwarders', { ...copies, roles: ['support'] })).json
    const makers = async () => {
      const lists = [await owner.get('/v1/trails/orders/keys'), await owner.get('/v1/trails/orders/forwarders')]
      return lists.map(({ json }) => json.data.find((one: { id: string }) => [key.id, copy.id].includes(one.id)).maker)
    }
    const wyn = { id, name: 'wyn', state: 'active' }
    expect(await makers()).toEqual([wyn, wyn])
    await owner.delete(`/v1/trails/orders/readers/${id}`)
    expect(await makers()).toEqual([1, 2].map(() => ({ ...wyn, state: 'no_roles' })))
    await owner.put(`/v1/people/${id}`, { disabled: true })
    expect(await makers()).toEqual([1, 2].map(() => ({ ...wyn, state: 'disabled' })))
    expect((await server.get('/v1/trails/orders/events', key.key)).status).toBe(200)
    expect((await owner.get('/v1/trails/orders/keys')).json.data[0].maker).toBeNull()
  })
})

describe('viewing as a role', () => {
  it('shows what the role and oneself may read, until it is stopped, and is on the trail', async () => {
    const browser = await byLink(server)
    const all = (await browser.get('/v1/trails/orders/events?category=trail')).json.total.value
    expect(all).toBeGreaterThan(10)
    const viewed = await browser.put('/v1/session/view-as', { trail: 'orders', roles: ['support'] })
    expect(viewed.json.reads.orders).toEqual({ everything: false, sensitive: false, categories: ['data', 'workflow'] })
    expect(viewed.json).toMatchObject({
      viewAs: { trail: 'orders', roles: ['support'] },
      rights: { orders: ['read', 'annotate'] },
    })
    // A view is of one trail: what may be done on the others is as before.
    expect(viewed.json.rights.payroll).toContain('administer')
    expect((await browser.get('/v1/trails/orders/events?category=trail')).json.total.value).toBe(0)
    expect((await browser.get('/v1/trails/orders/events')).json.total.value).toBe(1)
    expect((await browser.delete('/v1/session/view-as')).json.viewAs).toBeNull()
    expect((await browser.get('/v1/trails/orders/events?category=trail')).json.total.value).toBeGreaterThan(all)
    const [event] = await told(server, 'trail.viewed_as')
    expect(event.changes).toMatchObject([{ label: 'Viewed as', after: ['Support'] }])
  })

  it('never shows more than oneself may read, and is for administrators of the trail', async () => {
    const chief = await join(server, owner, 'lou@x.example', ['administrator'])
    expect((await chief.browser.put('/v1/session/view-as', { trail: 'orders', roles: ['auditor'] })).status).toBe(200)
    expect((await chief.browser.get('/v1/trails/orders/events')).json.total.value).toBe(0)
    const reader = await join(server, owner, 'max@x.example', ['support'])
    const view = (trail: string, roles: readonly string[]) => reader.browser.put('/v1/session/view-as', { trail, roles })
    expect((await view('orders', ['support'])).status).toBe(403)
    expect((await view('payroll', ['support'])).status).toBe(404)
    expect((await chief.browser.put('/v1/session/view-as', { trail: 'orders', roles: ['wizard'] })).json.pointer).toBe('/roles/0')
    expect(
      (await server.call('PUT', '/v1/session/view-as', { key: orders.admin, body: { trail: 'orders', roles: ['support'] } }))
        .status,
    ).toBe(403)
  })
})
