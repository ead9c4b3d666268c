import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunningServer, TrailKeys } from '../http/running-server.ts'
import { Browser, byLink, join, password, startFirm } from './firm-people.ts'

let server: RunningServer
let orders: TrailKeys
beforeEach(async () => {
  server = await startFirm()
  orders = await server.trail('orders')
})
afterEach(() => server.remove())

const ada = { email: 'ada@tidewater.example', name: 'Ada Brook', password }
const tokenOf = async () => (await server.post('/v1/links', {})).json.link.split('#')[1]
const opens = async (token: string) => (await new Browser(server).post('/v1/session', { token })).status

describe('the first owner', () => {
  it('makes an account by a link of the machine, also where others were invited before', async () => {
    const machine = await byLink(server)
    const joy = await join(server, machine, 'joy@tidewater.example', ['administrator', 'auditor'])
    expect((await machine.session()).json.ownerMade).toBe(false)
    const taken = await machine.post('/v1/first-person', { ...ada, email: 'Joy@Tidewater.example' })
    expect([taken.status, taken.json.code, taken.json.pointer]).toEqual([409, 'person_exists', '/email'])
    expect((await machine.post('/v1/first-person', ada)).status).toBe(201)
    expect((await machine.session()).json).toMatchObject({ who: { name: 'Ada Brook' }, owner: true })
    expect((await joy.browser.session()).json).toMatchObject({ owner: false, trails: ['orders'] })
  })

  it('is nobody who came in otherwise, whatever they look after', async () => {
    const joy = await join(server, await byLink(server), 'joy@tidewater.example', ['administrator', 'auditor'])
    expect((await joy.browser.post('/v1/first-person', ada)).status).toBe(403)
    for (const key of [orders.admin, orders.reader, orders.writer])
      expect((await server.post('/v1/first-person', ada, key)).status).toBe(403)
    expect((await server.call('POST', '/v1/first-person', { body: ada })).status).toBe(401)
    expect((await joy.browser.session()).json.ownerMade).toBeUndefined()
  })

  it('is one: also while the invitation of an owner waits to be taken', async () => {
    await server.post('/v1/people', { email: 'eve@tidewater.example', name: 'Eve' })
    const machine = await byLink(server)
    expect((await machine.session()).json.ownerMade).toBe(true)
    expect((await machine.post('/v1/first-person', ada)).json.code).toBe('person_exists')
  })
})

describe('links of the machine that nobody has used', () => {
  it('end when the first owner joins by an invitation, and those that are made later do not', async () => {
    const before = await tokenOf()
    const invite = async (email: string) => {
      const invited = await server.post('/v1/people', { email, name: 'Ada Brook' })
      return () => new Browser(server).put('/v1/person-link', { token: invited.json.link.split('#')[1], password })
    }
    const joins = await invite('ada@tidewater.example')
    expect((await joins()).status).toBe(200)
    expect(await opens(before)).toBe(401)
    const later = await tokenOf()
    const joinsToo = await invite('eve@tidewater.example')
    await joinsToo()
    expect(await opens(later)).toBe(200)
  })

  it('end when somebody who was invited before is made the first owner', async () => {
    const machine = await byLink(server)
    const joy = await join(server, machine, 'joy@tidewater.example', ['support'])
    const unused = await tokenOf()
    expect((await machine.put(`/v1/people/${joy.id}`, { owner: true })).status).toBe(204)
    expect(await opens(unused)).toBe(401)
    expect((await machine.session()).json.ownerMade).toBe(true)
  })
})
