import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../http/running-server.ts'
import { Browser, makeOwner, password, startFirm, told } from './firm-people.ts'

let server: RunningServer
let owner: Browser
beforeAll(async () => {
  server = await startFirm()
  await server.trail('orders')
  await server.trail('payroll')
  owner = await makeOwner(server)
})
afterAll(() => server.remove())

describe('an invitation', () => {
  it('lets one person join, once, with what was given and nothing more', async () => {
    const invited = await owner.post('/v1/trails/orders/readers', { email: 'jo@x.example', name: 'Jo', roles: ['support'] })
    expect(invited.json).toMatchObject({
      person: { state: 'invited', roles: ['support'] },
      link: expect.stringContaining('/join#'),
    })
    const token = invited.json.link.split('#')[1]
    const browser = new Browser(server)
    const looked = await browser.post('/v1/person-link', { token })
    expect(looked.json).toMatchObject({ kind: 'invitation', email: 'jo@x.example', name: 'Jo' })
    expect((await browser.signIn('jo@x.example')).json.code).toBe('sign_in_failed')
    const weak = await browser.put('/v1/person-link', { token, password: 'password1234' })
    expect([weak.status, weak.json.code, weak.json.pointer]).toEqual([422, 'weak_password', '/password'])
    expect((await browser.put('/v1/person-link', { token, name: 'Jo Fell', password })).json).toEqual({ signedIn: true })
    const { json } = await browser.session()
    expect(json).toMatchObject({ who: { name: 'Jo Fell' }, owner: false, trails: ['orders'] })
    expect((await browser.get('/v1/trails/payroll/events')).status).toBe(404)
    expect((await browser.get('/v1/trails/orders/keys')).status).toBe(403)
    const again = await new Browser(server).put('/v1/person-link', { token, password })
    expect([again.status, again.json.code]).toEqual([410, 'link_expired'])
    const [event] = await told(server, 'trail.person_invited')
    expect(event.sentence).toBe('Ada Brook invited Jo to the trail')
    expect((await told(server, 'trail.person_joined'))[0].sentence).toBe('Jo Fell made the account of Jo Fell')
  })

  it('is replaced by a newer one, and cannot be taken twice at the same time', async () => {
    const invited = await owner.post('/v1/trails/orders/readers', { email: 'kim@x.example', name: 'Kim', roles: ['support'] })
    const newer = await owner.post(`/v1/people/${invited.json.person.id}/link`)
    const [old, token] = [invited.json.link, newer.json.link].map((link: string) => link.split('#')[1])
    expect((await new Browser(server).post('/v1/person-link', { token: old })).status).toBe(410)
    const both = await Promise.all([1, 2].map(() => new Browser(server).put('/v1/person-link', { token, password })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
  })

  it('to a second trail gives somebody with an account the roles at once, and no link', async () => {
    const second = await owner.post('/v1/trails/payroll/readers', { email: 'JO@x.example', name: 'Someone', roles: ['finance'] })
    expect(second.json).toMatchObject({ link: null, person: { name: 'Jo Fell', roles: ['finance'], state: 'active' } })
    const again = await owner.post('/v1/trails/payroll/readers', { email: 'jo@x.example', name: 'Jo', roles: ['finance'] })
    expect([again.status, again.json.code, again.json.pointer]).toEqual([409, 'person_exists', '/email'])
  })

  it.each([
    [{ email: 'no address', name: 'N', roles: ['support'] }, '/email'],
    [{ email: 'a@x.example', name: ' ', roles: ['support'] }, '/name'],
    [{ email: 'a@x.example', name: 'A', roles: [] }, '/roles'],
    [{ email: 'a@x.example', name: 'A', roles: ['support', 'wizard'] }, '/roles/1'],
    [{ email: 'a@x.example', name: 'A', roles: ['support'], owner: true }, '/owner'],
  ])('is not made of %j', async (body, pointer) => {
    const { status, json } = await owner.post('/v1/trails/orders/readers', body)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
  })
})

describe('an invitation that is taken while it is changed', () => {
  it('makes nobody an owner again', async () => {
    const invited = (await owner.post('/v1/people', { email: 'mo@x.example', name: 'Mo' })).json
    const token = invited.link.split('#')[1]
    const taking = new Browser(server).put('/v1/person-link', { token, password })
    const [taken, changed] = await Promise.all([taking, owner.put(`/v1/people/${invited.person.id}`, { owner: false })])
    expect([taken.status, changed.status]).toEqual([200, 204])
    const people = (await owner.get('/v1/people')).json.data
    expect(people.find(({ id }: { id: string }) => id === invited.person.id)).toMatchObject({ owner: false, state: 'active' })
  })
})
