import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunningServer } from '../http/running-server.ts'
import { Browser, byLink, codeOf, join, password, startFirm, told } from './firm-people.ts'

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

describe('signing in', () => {
  it('answers the same for a wrong password, no account, a disabled one and one that was not joined', async () => {
    const off = await join(server, owner, 'off@x.example', ['support'])
    await owner.post('/v1/trails/orders/readers', { email: 'new@x.example', name: 'New', roles: ['support'] })
    expect((await owner.put(`/v1/people/${off.id}`, { disabled: true })).status).toBe(204)
    const answers = await Promise.all(
      [
        ['jo@x.example', 'another long word'],
        ['nobody@x.example', password],
        ['off@x.example', password],
        ['new@x.example', password],
      ].map(([email = '', word]) => new Browser(server).signIn(email, undefined, word)),
    )
    const said = answers.map(({ status, json }) => ({ status, ...json, requestId: '' }))
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(said[0]).toMatchObject({ status: 401, code: 'sign_in_failed' })
    expect((await off.browser.session()).status).toBe(401)
  })

  it('takes the e-mail address in any case, and keeps no password in the clear', async () => {
    expect((await new Browser(server).signIn('  JO@X.Example')).status).toBe(200)
    const db = new DatabaseSync(joinPath(server.data, 'access.db'), { readOnly: true })
    const rows = db.prepare('SELECT * FROM passwords').all()
    db.close()
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) expect(Buffer.from(row.hash as Uint8Array).toString()).not.toContain(password)
    expect(new Set(rows.map((row) => Buffer.from(row.salt as Uint8Array).toString('hex'))).size).toBe(rows.length)
  })

  it('makes whoever guesses wait longer and longer, also with the right password, and says so once a minute on the trail', async () => {
    const { id } = await join(server, owner, 'target@x.example', ['support'])
    const guess = () => new Browser(server).signIn('target@x.example', undefined, 'not the password')
    const answers = await Promise.all(Array.from({ length: 12 }, guess))
    const codes = answers.map(({ json }) => json.code)
    expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7)
    const waiting = await new Browser(server).signIn('target@x.example')
    expect([waiting.status, waiting.json.code]).toEqual([429, 'too_many_attempts'])
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
    const failed = await vi.waitFor(async () => {
      const events = await told(server, 'trail.sign_in_failed')
      const mine = events.filter((event: { object: { id: string } }) => event.object.id === id)
      expect(mine).toHaveLength(1)
      return mine
    })
    expect(failed[0]).toMatchObject({ outcome: 'denied', source: { ip: '127.0.0.1', userAgent: 'Test browser' } })
    expect(failed[0].sentence).toBe('Daybook (system) refused a sign-in as target')
    const elsewhere = await told(server, 'trail.sign_in_failed', 'payroll')
    expect(elsewhere.map((event: { object: { id: string } }) => event.object.id)).not.toContain(id)
  })

  it('needs a page of this server', async () => {
    const foreign = await server.call('POST', '/v1/session', {
      body: { email: 'jo@x.example', password },
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.json.code).toBe('bad_origin')
  })
})

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

describe('a second factor', () => {
  const setUp = async (browser: Browser) => {
    const begun = await browser.post('/v1/account/second-factor', { password })
    const confirmed = await browser.put('/v1/account/second-factor', { code: codeOf(begun.json.secret) })
    return { secret: begun.json.secret as string, uri: begun.json.uri as string, codes: confirmed.json.recoveryCodes as string[] }
  }

  it('counts once its first code was shown, and is asked for from then on; no code is good twice', async () => {
    const { browser } = await join(server, owner, 'quin@x.example', ['support'])
    const begun = await browser.post('/v1/account/second-factor', { password })
    expect(begun.json.uri).toMatch(/^otpauth:\/\/totp\/Daybook:quin%40x\.example\?/)
    expect((await new Browser(server).signIn('quin@x.example')).status).toBe(200)
    const wrong = await browser.put('/v1/account/second-factor', { code: '000000' })
    expect([wrong.status, wrong.json.pointer]).toEqual([422, '/code'])
    const { secret, codes } = await setUp(browser)
    expect(new Set(codes).size).toBe(10)
    const needed = await new Browser(server).signIn('quin@x.example')
    expect([needed.status, needed.json.code]).toEqual([401, 'second_factor_needed'])
    expect((await new Browser(server).signIn('quin@x.example', undefined, 'not the password')).json.code).toBe('sign_in_failed')
    expect((await new Browser(server).signIn('quin@x.example', codeOf(secret))).json.code).toBe('sign_in_failed')
    const code = codeOf(secret, 1)
    expect((await new Browser(server).signIn('quin@x.example', code)).status).toBe(200)
    expect((await new Browser(server).signIn('quin@x.example', code)).json.code).toBe('sign_in_failed')
    const db = new DatabaseSync(joinPath(server.data, 'access.db'), { readOnly: true })
    const rows = JSON.stringify(db.prepare('SELECT hex(secret) AS secret FROM second_factors').all())
    db.close()
    expect(rows).not.toContain(Buffer.from(secret).toString('hex').toUpperCase())
  })

  it('that does not follow a right password is on the record, unless it comes after all', async () => {
    const came = await join(server, owner, 'xan@x.example', ['support'])
    const missed = await join(server, owner, 'wim@x.example', ['support'])
    const { secret } = await setUp(came.browser)
    await setUp(missed.browser)
    for (const email of ['xan@x.example', 'wim@x.example', 'wim@x.example'])
      expect((await new Browser(server).signIn(email)).json.code).toBe('second_factor_needed')
    expect((await new Browser(server).signIn('xan@x.example', codeOf(secret, 1))).status).toBe(200)
    const failed = async () =>
      (await told(server, 'trail.sign_in_failed')).filter((event: { object: { id: string } }) =>
        [came.id, missed.id].includes(event.object.id),
      )
    expect(await failed()).toEqual([])
    // Stopping tells what waits.
    await server.restart()
    const events = await failed()
    expect(events).toMatchObject([{ object: { id: missed.id }, count: 2, outcome: 'denied', source: { ip: '127.0.0.1' } }])
    expect(events[0].sentence).toBe(
      'Daybook (system) refused 2 sign-ins as wim: The password was right, and no right code of the second factor followed',
    )
  })

  it('has recovery codes that are good once each, and an administrator for the day they are gone too', async () => {
    const { id, browser } = await join(server, owner, 'rae@x.example', ['support'])
    const { codes } = await setUp(browser)
    const [code = ''] = codes
    expect((await new Browser(server).signIn('rae@x.example', code.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect((await new Browser(server).signIn('rae@x.example', code)).json.code).toBe('sign_in_failed')
    expect((await browser.get('/v1/account')).json.secondFactor).toMatchObject({
      recoveryCodesLeft: 9,
      since: expect.any(String),
    })
    const renewed = await browser.post('/v1/account/recovery-codes', { password })
    expect((await new Browser(server).signIn('rae@x.example', codes[1])).json.code).toBe('sign_in_failed')
    expect((await new Browser(server).signIn('rae@x.example', renewed.json.recoveryCodes[0])).status).toBe(200)
    // Codes that are right never make anybody wait.
    for (const right of renewed.json.recoveryCodes.slice(1, 8))
      expect((await new Browser(server).signIn('rae@x.example', right)).status).toBe(200)
    expect((await owner.delete(`/v1/people/${id}/second-factor`)).status).toBe(204)
    expect((await browser.session()).status).toBe(401)
    expect((await new Browser(server).signIn('rae@x.example')).status).toBe(200)
    expect((await told(server, 'trail.second_factor_removed'))[0].sentence).toBe('Ada Brook removed the second factor of rae')
  })

  it('that is required and missing opens nothing but one’s own account until it is set up', async () => {
    const { id, browser } = await join(server, owner, 'sol@x.example', ['operations'])
    expect((await browser.get('/v1/trails/orders/events')).status).toBe(200)
    await owner.put(`/v1/people/${id}`, { secondFactorRequired: true })
    expect((await browser.session()).json).toMatchObject({ owes: 'second_factor', trails: [], owner: false })
    expect((await browser.get('/v1/trails/orders/events')).status).toBe(404)
    await setUp(browser)
    expect((await browser.session()).json).toMatchObject({ owes: null, trails: ['orders'] })
    expect((await browser.get('/v1/trails/orders/events')).status).toBe(200)
  })

  it('is asked of administrators by the rule of the folder', async () => {
    const chief = await join(server, owner, 'tom@x.example', ['administrator'])
    const reader = await join(server, owner, 'una@x.example', ['support'])
    expect((await reader.browser.put('/v1/sign-in-rules', { secondFactor: 'nobody' })).status).toBe(403)
    expect((await owner.put('/v1/sign-in-rules', { secondFactor: 'administrators' })).status).toBe(200)
    expect((await chief.browser.session()).json.owes).toBe('second_factor')
    expect((await owner.session()).json.owes).toBe('second_factor')
    expect((await reader.browser.session()).json.owes).toBeNull()
    await server.call('PUT', '/v1/sign-in-rules', { key: server.local, body: { secondFactor: 'nobody' } })
    expect((await owner.session()).json.owes).toBeNull()
    expect((await told(server, 'trail.sign_in_rules_changed')).length).toBe(2)
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

describe('a forgotten password', () => {
  it('is set anew by a link, which ends every session and leaves the second factor', async () => {
    const { id, browser } = await join(server, owner, 'val@x.example', ['support'])
    const made = await owner.post(`/v1/people/${id}/link`)
    expect(made.json.link).toContain('/reset#')
    expect((await browser.session()).status).toBe(200)
    const token = made.json.link.split('#')[1]
    const fresh = new Browser(server)
    expect((await fresh.post('/v1/person-link', { token })).json).toMatchObject({ kind: 'reset', email: 'val@x.example' })
    expect((await fresh.put('/v1/person-link', { token, password: 'nine blue ladders' })).json).toEqual({ signedIn: true })
    expect((await browser.session()).status).toBe(401)
    expect((await fresh.session()).json.who.name).toBe('val')
    expect((await told(server, 'trail.password_reset'))[0].sentence).toBe(
      'Ada Brook made a link by which val can set a new password',
    )
  })
})

describe('secrets', () => {
  it('are in no event and nowhere in the folder as they are', async () => {
    const invited = await owner.post('/v1/trails/orders/readers', { email: 'zoe@x.example', name: 'Zoe', roles: ['support'] })
    const token = invited.json.link.split('#')[1]
    const browser = new Browser(server)
    await browser.put('/v1/person-link', { token, password: 'nine blue ladders' })
    const begun = await browser.post('/v1/account/second-factor', { password: 'nine blue ladders' })
    const { recoveryCodes } = (await browser.put('/v1/account/second-factor', { code: codeOf(begun.json.secret) })).json
    const session = browser.cookie.split('=')[1] ?? ''
    await browser.session()
    const secrets = ['nine blue ladders', token, session, begun.json.secret, ...recoveryCodes].flatMap((secret) => [
      secret,
      secret.replaceAll('-', ''),
    ])
    expect(secrets.every((secret) => secret.length > 12)).toBe(true)
    await server.stop()
    const files = readdirSync(server.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(joinPath(parentPath, name))
      for (const secret of secrets) expect([name, bytes.includes(secret)]).toEqual([name, false])
    }
    await server.startAgain()
    const events = (await server.get('/v1/trails/orders/events?category=trail&limit=1000')).text
    for (const secret of secrets) expect(events).not.toContain(secret)
  })
})
