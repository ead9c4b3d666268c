import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunningServer } from '../http/running-server.ts'
import { Browser, codeOf, join, makeOwner, password, startFirm, told } from './firm-people.ts'

let server: RunningServer
let owner: Browser
/** What the server reads, so that it can be stopped where a wait of a second has to be met. */
const clock = vi.spyOn(Date, 'now')
beforeAll(async () => {
  server = await startFirm()
  await server.trail('orders')
  await server.trail('payroll')
  owner = await makeOwner(server)
  await join(server, owner, 'jo@x.example', ['support'])
})
afterAll(() => server.remove())

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

  it('makes whoever guesses wait longer and longer, also with the right password, and says ten of a minute on the trail, each by itself', async () => {
    const { id } = await join(server, owner, 'target@x.example', ['support'])
    const guess = () => new Browser(server).signIn('target@x.example', undefined, 'not the password')
    clock.mockReturnValue(Date.now())
    const answers = await Promise.all(Array.from({ length: 12 }, guess))
    const codes = answers.map(({ json }) => json.code)
    expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7)
    const waiting = await new Browser(server).signIn('target@x.example')
    clock.mockReset()
    expect([waiting.status, waiting.json.code]).toEqual([429, 'too_many_attempts'])
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
    const failed = await vi.waitFor(async () => {
      const events = await told(server, 'trail.sign_in_failed')
      const mine = events.filter((event: { object: { id: string } }) => event.object.id === id)
      expect(mine).toHaveLength(10)
      return mine
    })
    for (const event of failed) {
      expect(event).toMatchObject({ outcome: 'denied', source: { ip: '127.0.0.1', userAgent: 'Test browser' } })
      expect(event.sentence).toBe('Daybook (system) refused a sign-in as target')
    }
    const elsewhere = await told(server, 'trail.sign_in_failed', 'payroll')
    expect(elsewhere.map((event: { object: { id: string } }) => event.object.id)).not.toContain(id)
  })

  it('tells ten failed ones in a minute by themselves and the others together, with no address where they had several', async () => {
    const { id } = await join(server, owner, 'wanted@x.example', ['support'])
    server.daybook.reachedAt({ url: server.url, https: false, behindProxy: true })
    const guessFrom = (address: string) =>
      server.call('POST', '/v1/session', {
        body: { email: 'wanted@x.example', password: 'not the password' },
        headers: { origin: server.url, 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address },
      })
    const addresses = Array.from({ length: 14 }, (_, at) => `192.0.2.${at + 1}`)
    for (const address of addresses) expect((await guessFrom(address)).json.code).toBe('sign_in_failed')
    // Stopping tells what waits.
    await server.restart()
    const failed = (await told(server, 'trail.sign_in_failed')).filter(
      (event: { object: { id: string } }) => event.object.id === id,
    )
    const seen = failed.map(({ count, source, sentence }: (typeof failed)[number]) => [count, source.ip, sentence])
    expect(seen).toHaveLength(11)
    expect(new Set(seen.slice(1).map(([, ip]: readonly string[]) => ip))).toEqual(new Set(addresses.slice(0, 10)))
    expect(seen[0]).toEqual([4, undefined, 'Daybook (system) refused 4 sign-ins as wanted: From several addresses'])
  })

  it('needs a page of this server', async () => {
    const foreign = await server.call('POST', '/v1/session', {
      body: { email: 'jo@x.example', password },
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.json.code).toBe('bad_origin')
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
