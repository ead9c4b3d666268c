import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../http/running-server.ts'
import { Browser, codeOf, join, makeOwner, password, startFirm, told } from './firm-people.ts'

let server: RunningServer
let owner: Browser
beforeAll(async () => {
  server = await startFirm()
  await server.trail('orders')
  owner = await makeOwner(server)
})
afterAll(() => server.remove())

describe('sessions', () => {
  it('are listed with device, address and time, and end one by one or all others at once', async () => {
    const { browser } = await join(server, owner, 'lee@x.example', ['support'])
    const phone = new Browser(server, 'Phone')
    const tablet = new Browser(server, 'Tablet')
    for (const device of [phone, tablet]) await device.signIn('lee@x.example')
    const { data } = (await browser.get('/v1/account/sessions')).json
    expect(data.map((s: { device: string }) => s.device).sort()).toEqual(['Phone', 'Tablet', 'Test browser'])
    expect(data.filter((s: { current: boolean }) => s.current)).toHaveLength(1)
    expect(data[0]).toMatchObject({ address: '127.0.0.1', way: 'password', seenAt: expect.any(String) })
    const ofPhone = data.find((s: { device: string }) => s.device === 'Phone').id
    expect((await browser.delete(`/v1/account/sessions/${ofPhone}`)).status).toBe(204)
    expect((await phone.session()).status).toBe(401)
    expect((await tablet.session()).status).toBe(200)
    await browser.delete('/v1/account/sessions')
    expect((await tablet.session()).status).toBe(401)
    expect((await browser.session()).status).toBe(200)
    expect((await told(server, 'trail.session_revoked')).slice(0, 2).map((e: { sentence: string }) => e.sentence)).toEqual([
      'lee ended the session of lee',
      'lee ended the session of lee',
    ])
  })

  it('of others are not there, but for who looks after them', async () => {
    const [mine, other] = [
      await join(server, owner, 'm1@x.example', ['support']),
      await join(server, owner, 'm2@x.example', ['support']),
    ]
    const [{ id }] = (await owner.get(`/v1/people/${other.id}/sessions`)).json.data
    expect((await mine.browser.delete(`/v1/account/sessions/${id}`)).status).toBe(404)
    expect((await mine.browser.get(`/v1/people/${other.id}/sessions`)).status).toBe(404)
    expect((await owner.delete(`/v1/people/${other.id}/sessions/${id}`)).status).toBe(204)
    expect((await other.browser.session()).status).toBe(401)
  })

  it('get a new token at every change of rights, and the old one closes', async () => {
    const { id, browser } = await join(server, owner, 'nia@x.example', ['support'])
    const first = browser.cookie
    await owner.put(`/v1/trails/orders/readers/${id}`, { roles: ['support', 'operations'] })
    const { json } = await browser.session()
    expect(json.rights.orders).toContain('export')
    expect(browser.cookie).not.toBe(first)
    // What was on its way with the old one is still answered, for a minute.
    expect((await server.call('GET', '/v1/session', { headers: { cookie: first } })).status).toBe(200)
    await browser.delete('/v1/session')
    for (const cookie of [first, browser.cookie])
      expect((await server.call('GET', '/v1/session', { headers: { cookie } })).status).toBe(401)
  })

  it('other than the one that changed the password end with it', async () => {
    const { browser } = await join(server, owner, 'pat@x.example', ['support'])
    const other = new Browser(server)
    await other.signIn('pat@x.example')
    const wrong = await browser.put('/v1/account/password', { current: 'not the password', password: 'nine blue ladders' })
    expect([wrong.status, wrong.json.pointer]).toEqual([422, '/current'])
    expect((await browser.put('/v1/account/password', { current: password, password: 'nine blue ladders' })).status).toBe(204)
    expect((await browser.session()).status).toBe(200)
    expect((await other.session()).status).toBe(401)
    expect((await new Browser(server).signIn('pat@x.example')).status).toBe(401)
    expect((await new Browser(server).signIn('pat@x.example', undefined, 'nine blue ladders')).status).toBe(200)
  })

  it('and accounts are there after a restart', async () => {
    await server.restart()
    expect((await owner.session()).json.who.name).toBe('Ada Brook')
  })
})

describe('a cookie that somebody copied', () => {
  it('opens nothing once the password is changed, and is renewed by nothing', async () => {
    const { browser } = await join(server, owner, 'kit@x.example', ['administrator'])
    const thief = new Browser(server)
    thief.cookie = browser.cookie
    expect((await browser.put('/v1/account/password', { current: password, password: 'nine blue ladders' })).status).toBe(204)
    expect((await thief.delete('/v1/session/view-as')).status).toBe(401)
    expect((await thief.session()).status).toBe(401)
    expect((await browser.session()).status).toBe(200)
  })

  it('does not get by without the password through what administrators do for others', async () => {
    const { id, browser } = await join(server, owner, 'liv@x.example', ['administrator'])
    const begun = await browser.post('/v1/account/second-factor', { password })
    await browser.put('/v1/account/second-factor', { code: codeOf(begun.json.secret) })
    expect((await browser.post(`/v1/people/${id}/link`)).json.code).toBe('forbidden')
    expect((await browser.delete(`/v1/people/${id}/second-factor`)).json.code).toBe('forbidden')
    expect((await browser.get('/v1/account')).json.secondFactor.since).not.toBeNull()
  })
})
