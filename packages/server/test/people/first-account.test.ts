import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../http/running-server.ts'
import { Browser, byLink, join, password, startFirm, told } from './firm-people.ts'

let server: RunningServer
let owner: Browser
beforeAll(async () => {
  server = await startFirm()
  await server.trail('orders')
  await server.trail('payroll')
})
afterAll(() => server.remove())

describe('the first account', () => {
  it('is made by whoever opened the link of the machine, owns the folder, and signs this browser in', async () => {
    const browser = await byLink(server)
    expect((await browser.session()).json).toMatchObject({ who: { type: 'admin' }, owner: true, ownerMade: false })
    const linkCookie = browser.cookie
    const other = await byLink(server)
    const unused = (await other.post('/v1/links')).json.link.split('#')[1]
    const ofTheCommand = (await server.post('/v1/links', {})).json.link.split('#')[1]
    const made = await browser.post('/v1/first-person', { email: ' Ada@Tidewater.Example ', name: 'Ada Brook', password })
    expect(made.status).toBe(201)
    const { json } = await browser.session()
    expect(json).toMatchObject({
      who: { type: 'user', name: 'Ada Brook', email: 'Ada@Tidewater.Example' },
      owner: true,
      trails: ['orders', 'payroll'],
      viewAs: null,
      owes: null,
    })
    expect(json.roles.orders.map((role: { label: string }) => role.label)).toEqual(['Auditor', 'Administrator'])
    expect(json.rights.orders).toEqual(['read', 'export', 'administer'])
    expect(browser.cookie).not.toBe(linkCookie)
    const before = await server.call('GET', '/v1/session', { headers: { cookie: linkCookie } })
    expect(before.status).toBe(401)
    // What began with a link of the machine belongs to nobody, and there is somebody now.
    expect((await other.session()).status).toBe(401)
    for (const token of [unused, ofTheCommand])
      expect((await new Browser(server).post('/v1/session', { token })).status).toBe(401)
    const revoked = await told(server, 'trail.session_revoked')
    expect(revoked.map((e: { sentence: string }) => e.sentence)).toEqual([
      'Administrator ended the session of a link of the machine',
      'Administrator ended the session of a link of the machine',
    ])
    owner = browser
  })

  it('is the only one that is made this way', async () => {
    const browser = await byLink(server)
    expect((await browser.session()).json).toMatchObject({ ownerMade: true })
    const second = await browser.post('/v1/first-person', { email: 'b@tidewater.example', name: 'B', password })
    expect([second.status, second.json.code]).toEqual([409, 'person_exists'])
  })

  it('leaves links of the machine as they were: they see everything', async () => {
    const browser = await byLink(server)
    expect((await browser.get('/v1/trails/orders/events')).status).toBe(200)
    expect((await browser.session()).json.rights.orders).toEqual([
      'read',
      'export',
      'reveal',
      'annotate',
      'alert',
      'review',
      'administer',
    ])
  })
})

describe('a session by a link of the machine', () => {
  it('is seen by owners, who end one or all, and with it the links that it made', async () => {
    const [one, two, three] = [await byLink(server), await byLink(server), await byLink(server)]
    const unused = (await one.post('/v1/links')).json.link.split('#')[1]
    const list = async (by = owner) => (await by.get('/v1/link-sessions')).json.data
    const before = await list(one)
    expect(before[0]).toEqual({
      id: expect.any(String),
      name: 'Link of the machine',
      current: expect.any(Boolean),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    })
    const { id } = before.find(({ current }: { current: boolean }) => current)
    expect((await owner.delete(`/v1/link-sessions/${id}`)).status).toBe(204)
    expect((await owner.delete(`/v1/link-sessions/${id}`)).status).toBe(404)
    expect((await one.session()).status).toBe(401)
    expect((await new Browser(server).post('/v1/session', { token: unused })).status).toBe(401)
    for (const trail of ['orders', 'payroll'])
      expect((await told(server, 'trail.session_revoked', trail))[0]).toMatchObject({
        sentence: 'Ada Brook ended the session of a link of the machine',
        object: { id },
      })
    // One of them ends all the others.
    expect((await two.delete('/v1/link-sessions')).status).toBe(204)
    expect([(await two.session()).status, (await three.session()).status]).toEqual([200, 401])
    expect(await list()).toHaveLength(1)
    expect((await owner.delete('/v1/link-sessions')).status).toBe(204)
    expect([(await two.session()).status, await list()]).toEqual([401, []])
  })

  it('is for nobody else to see or end', async () => {
    const { browser } = await join(server, owner, 'pia@x.example', ['administrator'])
    const [seen, ended] = [await browser.get('/v1/link-sessions'), await browser.delete('/v1/link-sessions')]
    expect([seen.status, ended.status]).toEqual([403, 403])
    const key = (await owner.post('/v1/trails/orders/keys', { role: 'admin' })).json.key
    expect((await server.get('/v1/link-sessions', key)).status).toBe(403)
  })
})
