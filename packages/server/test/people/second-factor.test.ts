import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

describe('a second factor', () => {
  const setUp = async (browser: Browser) => {
    const begun = await browser.post('/v1/account/second-factor', { password })
    const shown = codeOf(begun.json.secret)
    const confirmed = await browser.put('/v1/account/second-factor', { code: shown })
    return {
      shown,
      secret: begun.json.secret as string,
      uri: begun.json.uri as string,
      codes: confirmed.json.recoveryCodes as string[],
    }
  }

  it('counts once its first code was shown, and is asked for from then on; no code is good twice', async () => {
    const { browser } = await join(server, owner, 'quin@x.example', ['support'])
    const begun = await browser.post('/v1/account/second-factor', { password })
    expect(begun.json.uri).toMatch(/^otpauth:\/\/totp\/Daybook:quin%40x\.example\?/)
    expect((await new Browser(server).signIn('quin@x.example')).status).toBe(200)
    const wrong = await browser.put('/v1/account/second-factor', { code: '000000' })
    expect([wrong.status, wrong.json.pointer]).toEqual([422, '/code'])
    const { shown, secret, codes } = await setUp(browser)
    expect(new Set(codes).size).toBe(10)
    const needed = await new Browser(server).signIn('quin@x.example')
    expect([needed.status, needed.json.code]).toEqual([401, 'second_factor_needed'])
    expect((await new Browser(server).signIn('quin@x.example', undefined, 'not the password')).json.code).toBe('sign_in_failed')
    expect((await new Browser(server).signIn('quin@x.example', shown)).json.code).toBe('sign_in_failed')
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
