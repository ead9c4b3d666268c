import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from '../http/firm-events.ts'
import { RunningServer, type TrailKeys } from '../http/running-server.ts'
import { type Certificate, makeCertificate } from '../outbound/certificate.ts'
import { HttpsReceiver, isSigned, SyslogReceiver, until } from './receivers.ts'

let certificate: Certificate
let server: RunningServer
let trail: TrailKeys
let trails = 0

beforeAll(async () => {
  certificate = makeCertificate()
  server = await RunningServer.start({ outbound: { allow: ['localhost'], ca: certificate.cert } })
})
afterAll(() => server.remove())

const fresh = async (): Promise<void> => {
  trail = await server.trail(`copies-${++trails}`)
}
const append = (events: unknown) => server.post(`${trail.path}/events`, events, trail.writer)
const forward = async (settings: Record<string, unknown>) => {
  const made = await server.post(`${trail.path}/forwarders`, { name: 'Copies', ...settings }, trail.admin)
  expect([made.status, made.text]).toEqual([201, expect.any(String)])
  return made.json
}
const stateOf = async (id: string) =>
  (await server.get(`${trail.path}/forwarders`, trail.admin)).json.data.find((one: { id: string }) => one.id === id)
const own = async (action: string) =>
  (await server.get(`${trail.path}/events?category=trail&action=${action}&limit=100`)).json.data

describe('copies to an HTTPS receiver', () => {
  it('arrive signed, in order, each once while nothing fails, and nothing that was not asked for', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    const { id, secret } = await forward({ receiver: { kind: 'https', url: receiver.url }, q: 'action:order.*' })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/)
    await append([...orderEvents(300), { ...orderEvent(1), action: 'customer.updated' }, ...orderEvents(20)])
    await until(() => receiver.positions.length === 320)
    const expected = (await server.get(`${trail.path}/events?q=action:order.*&order=recorded&limit=1000`)).json.data
    expect(receiver.positions).toEqual(expected.map(({ seq }: { seq: number }) => seq))
    const [first] = receiver.delivered
    expect(first?.json).toMatchObject({ type: 'events', trail: trail.name })
    const { sentence, hash } = expected[0]
    expect(first?.json.data[0]).toMatchObject({ sentence, hash })
    expect(receiver.delivered.every((one) => isSigned(one, secret))).toBe(true)
    expect(new Set(receiver.delivered.map(({ headers }) => headers['webhook-id'])).size).toBe(receiver.delivered.length)
    const { size } = (await server.get('/v1/trails')).json.data.find((one: { trail: string }) => one.trail === trail.name)
    await until(async () => (await stateOf(id)).state.sentUpTo === size)
    expect(await stateOf(id)).toMatchObject({ state: { now: 'working', behind: 0, failing: null } })
    expect(JSON.stringify(await stateOf(id))).not.toContain(secret)
    await receiver.stop()
  })

  it('begin where they are told to, with the trail’s own events where they are asked for', async () => {
    await fresh()
    await append(orderEvents(5))
    const receiver = await HttpsReceiver.start(certificate)
    await forward({ receiver: { kind: 'https', url: receiver.url }, own: true, from: 'beginning' })
    await until(() => receiver.positions.length >= 10)
    expect(receiver.positions.slice(0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    const actions = receiver.delivered.flatMap(({ json }) => json.data.map(({ action }: { action: string }) => action))
    expect(actions).toContain('trail.created')
    await receiver.stop()
  })

  it('show nothing that is kept for roles, unless the receiver reads as one', async () => {
    await fresh()
    const catalogue = {
      objects: { order: { label: 'Order', fields: { margin: { label: 'Margin', kind: 'money', readers: ['finance'] } } } },
      actions: {},
    }
    expect((await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })).status).toBe(200)
    const [blind, finance] = [await HttpsReceiver.start(certificate), await HttpsReceiver.start(certificate)]
    await forward({ receiver: { kind: 'https', url: blind.url } })
    await forward({ receiver: { kind: 'https', url: finance.url }, roles: ['finance'] })
    await append(orderEvent(1, { changes: [{ field: 'margin', before: '812.31', after: '977.13' }] }))
    await append(orderEvent(2, { action: 'user.mfa_disabled', object: { type: 'user', id: 'u_1', name: 'Sam' }, changes: [] }))
    await until(() => blind.positions.length === 2 && finance.positions.length === 1)
    expect(blind.delivered.map(({ text }) => text).join()).not.toContain('977.13')
    expect(blind.delivered[0]?.json.data[0].hidden).toMatchObject([{ why: 'withheld', roles: ['finance'] }])
    expect(finance.delivered[0]?.text).toContain('977.13')
    await blind.stop()
    await finance.stop()
  })

  it('wait out an outage, say so once on the trail and in plain words, and miss nothing', async () => {
    await fresh()
    const [receiver, other] = [await HttpsReceiver.start(certificate), await HttpsReceiver.start(certificate)]
    const { id } = await forward({ name: 'Monitoring', receiver: { kind: 'https', url: receiver.url } })
    await forward({ receiver: { kind: 'https', url: other.url } })
    receiver.status = 500
    await append(orderEvents(3))
    // One that fails holds up neither appends nor the other.
    await until(() => other.positions.length === 3)
    await until(async () => (await own('trail.forwarder_failed')).length === 1, 'the event of the outage')
    expect(await stateOf(id)).toMatchObject({ state: { now: 'failing', failing: { error: 'It answers 500.' } } })
    const gauge = new RegExp(`daybook_forwarders_failing{trail="${trail.name}"} (\\d+)`).exec(
      (await server.get('/metrics')).text,
    )?.[1]
    await append(orderEvents(2))
    receiver.status = 200
    await until(() => receiver.positions.length === 5 && other.positions.length === 5)
    await until(async () => (await own('trail.forwarder_recovered')).length === 1, 'the event of the recovery')
    expect(receiver.positions).toEqual(other.positions)
    expect(gauge).toBe('1')
    const [failed] = await own('trail.forwarder_failed')
    expect(failed).toMatchObject({
      sentence: 'Daybook (system) cannot send copies through “Monitoring”: It answers 500.',
      outcome: 'failure',
      context: { receiver: `localhost:${receiver.port}` },
    })
    expect(await own('trail.forwarder_failed')).toHaveLength(1)
    await receiver.stop()
    await other.stop()
  })

  it('get smaller where the receiver finds them too large', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    receiver.longest = 300_000
    await forward({ receiver: { kind: 'https', url: receiver.url } })
    await append(Array.from({ length: 8 }, (_, n) => orderEvent(n, { reason: 'x'.repeat(60_000) })))
    await until(() => receiver.positions.length === 8)
    expect(receiver.positions).toEqual(receiver.positions.toSorted((a, b) => a - b))
    expect(receiver.delivered.length).toBeGreaterThan(1)
    await receiver.stop()
  })

  it('stop when paused or removed, go on where they stopped, and sign with another secret when told to', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    const settings = { name: 'Copies', receiver: { kind: 'https', url: receiver.url } }
    const { id, secret } = await forward(settings)
    const put = (more: object) =>
      server.call('PUT', `${trail.path}/forwarders/${id}`, { key: trail.admin, body: { ...settings, ...more } })
    expect((await put({ paused: true })).json.state.now).toBe('paused')
    await append(orderEvents(2))
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(receiver.positions).toEqual([])
    const changed = await put({ newSecret: true })
    expect(changed.json.secret).not.toBe(secret)
    await until(() => receiver.positions.length === 2)
    expect(receiver.delivered.every((one) => isSigned(one, changed.json.secret))).toBe(true)
    expect((await server.call('DELETE', `${trail.path}/forwarders/${id}`, { key: trail.admin })).status).toBe(204)
    expect((await server.call('DELETE', `${trail.path}/forwarders/${id}`, { key: trail.admin })).status).toBe(404)
    const told = await own('trail.forwarder_*')
    expect(told.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'trail.forwarder_created',
      'trail.forwarder_changed',
      'trail.forwarder_changed',
      'trail.forwarder_removed',
    ])
    expect(JSON.stringify(told)).not.toContain('/hook')
    await receiver.stop()
  })
})

describe('copies to a syslog receiver', () => {
  const nasty = 'a\nb\r\n<13>1 x|y=z\\ "q" ] \u2028\u0007\u001b[31m\u202e\u0085 é 日本 🎉 65 <34>1 -'

  it.each([true, false])('are one message an event, whatever is in it (TLS: %s)', async (tls) => {
    await fresh()
    const receiver = await SyslogReceiver.start(tls ? certificate : undefined)
    await forward({ receiver: { kind: 'syslog', host: 'localhost', port: receiver.port, tls } })
    await append([orderEvent(1, { reason: nasty }), orderEvent(2, { outcome: 'failure' })])
    await until(() => receiver.messages.length === 2)
    expect(receiver.faults).toEqual([])
    const [first = '', second = ''] = receiver.messages
    const [head, json = ''] = first.split(/ - (.*)/s)
    expect(head).toMatch(
      new RegExp(`^<109>1 2026-11-02T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z daybook\\.example daybook ${trail.name} order\\.updated$`),
    )
    expect(second).toMatch(/^<108>1 /)
    expect(json).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\u202e]*$/u)
    expect(JSON.parse(json)).toMatchObject({ reason: nasty, action: 'order.updated' })
    await receiver.stop()
  })

  it('are CEF where that is asked for, with every separator escaped', async () => {
    await fresh()
    const receiver = await SyslogReceiver.start()
    await forward({ receiver: { kind: 'syslog', host: 'localhost', port: receiver.port, tls: false, format: 'cef' } })
    await append([orderEvent(1, { reason: nasty, actor: { type: 'user', id: 'u|1', name: 'Eve|a=b\\c' } })])
    await until(() => receiver.messages.length === 1)
    const cef = (receiver.messages[0] ?? '').split(/ - (.*)/s)[1] ?? ''
    expect(cef).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\u202e]*$/u)
    const header = cef.match(/^((?:[^|\\]|\\.)*\|){7}/)?.[0] ?? ''
    expect(header).toMatch(/^CEF:0\|Daybook\|Daybook\|1\|order\.updated\|Eve\\\|a=b\\\\c updated /)
    const fields = new Map(
      [...cef.slice(header.length).matchAll(/(\w+)=((?:[^=\\]|\\.)*?)(?= \w+=|$)/g)].map(([, name, value]) => [
        name,
        value?.replaceAll(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c)),
      ]),
    )
    expect(fields.get('suser')).toBe('Eve|a=b\\c')
    expect(fields.get('suid')).toBe('u|1')
    expect(fields.get('act')).toBe('order.updated')
    expect(fields.get('reason')).toContain('a\nb\r\n<13>1 x|y=z\\ "q" ]')
    await receiver.stop()
  })
})

describe('a forwarder', () => {
  it.each([
    [{ name: '', receiver: { kind: 'https', url: 'https://x.example' } }, '/name'],
    [{ name: 'x', receiver: { kind: 'https', url: 'ftp://x.example' } }, '/receiver/url'],
    [{ name: 'x', receiver: { kind: 'https', url: 'https://a:b@x.example' } }, '/receiver/url'],
    [{ name: 'x', receiver: { kind: 'https', url: 'http://x.example' } }, '/receiver/url'],
    [{ name: 'x', receiver: { kind: 'syslog', host: 'a b' } }, '/receiver/host'],
    [{ name: 'x', receiver: { kind: 'syslog', host: 'a', port: 70_000 } }, '/receiver/port'],
    [{ name: 'x', receiver: { kind: 'mail' } }, '/receiver/kind'],
    [{ name: 'x', receiver: { kind: 'https', url: 'https://x.example' }, roles: ['nobody'] }, '/roles/0'],
    [{ name: 'x', receiver: { kind: 'https', url: 'https://x.example' }, q: 'action:(' }, '/q'],
  ])('is not made from %j', async (body, pointer) => {
    const { status, json } = await server.post(`${trail.path}/forwarders`, body, trail.admin)
    expect([json.pointer, status]).toEqual([pointer, pointer === '/q' ? 400 : 422])
  })

  it('is for administrators of its trail only', async () => {
    const { id } = await forward({ receiver: { kind: 'https', url: 'https://receiver.example' } })
    const other = await server.trail('other')
    for (const key of [trail.writer, trail.reader]) {
      expect((await server.get(`${trail.path}/forwarders`, key)).status).toBe(403)
      expect((await server.post(`${trail.path}/forwarders/${id}/test`, undefined, key)).status).toBe(403)
    }
    expect((await server.call('DELETE', `${other.path}/forwarders/${id}`, { key: other.admin })).status).toBe(404)
    expect((await server.post(`${other.path}/forwarders/${id}/test`, undefined, other.admin)).status).toBe(404)
  })

  it('says that it waits until something was sent, and that nobody is there before anything is', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    const there = await forward({ receiver: { kind: 'https', url: receiver.url } })
    expect(there.state).toMatchObject({ now: 'waiting', lastSent: null, failing: null })
    const gone = await forward({ receiver: { kind: 'https', url: 'https://localhost:9/' }, q: 'action:never.*' })
    const inside = await forward({ receiver: { kind: 'syslog', host: '10.1.2.3' }, q: 'action:never.*' })
    await until(async () => (await stateOf(gone.id)).state.now === 'failing')
    await until(async () => (await stateOf(inside.id)).state.now === 'failing')
    await until(async () => (await stateOf(there.id)).state.reached !== null)
    expect((await stateOf(gone.id)).state.failing).toEqual({
      since: expect.any(String),
      error: 'Nothing listens at this address and port.',
      nextTry: expect.any(String),
    })
    expect((await stateOf(inside.id)).state.failing.error).toContain('inside a private network')
    expect(receiver.delivered).toEqual([])
    // It listens, and takes nothing: a test says so, and what is said stays until something is taken.
    receiver.status = 404
    const tried = await server.post(`${trail.path}/forwarders/${there.id}/test`, {}, trail.admin)
    expect(tried.json.ok).toBe(false)
    expect((await stateOf(there.id)).state).toMatchObject({
      now: 'failing',
      failing: { error: 'It answers 404 (nothing at this address).', nextTry: null },
    })
    receiver.status = 200
    await append(orderEvent(1))
    await until(async () => (await stateOf(there.id)).state.now === 'working')
    await receiver.stop()
  })

  it('can be tried, and says what is wrong in plain words', async () => {
    const [https, syslog] = [await HttpsReceiver.start(certificate), await SyslogReceiver.start(certificate)]
    const tried = async (receiver: object) => {
      const { id } = await forward({ receiver })
      const { json } = await server.post(`${trail.path}/forwarders/${id}/test`, undefined, trail.admin)
      await server.call('DELETE', `${trail.path}/forwarders/${id}`, { key: trail.admin })
      return json
    }
    expect(await tried({ kind: 'https', url: https.url })).toEqual({ ok: true, said: 'The receiver took the test message.' })
    expect(https.delivered.at(-1)?.json).toMatchObject({ type: 'test', data: [] })
    expect((await tried({ kind: 'syslog', host: 'localhost', port: syslog.port })).ok).toBe(true)
    expect(await tried({ kind: 'https', url: 'https://127.0.0.1:9/' })).toEqual({
      ok: false,
      said: 'The host is inside a private network. If that is meant, name it in DAYBOOK_OUTBOUND_ALLOW and restart the server.',
    })
    const { port } = https
    await https.stop()
    expect(await tried({ kind: 'https', url: `https://localhost:${port}/` })).toEqual({
      ok: false,
      said: 'Nothing listens at this address and port.',
    })
    await syslog.stop()
  })

  it('keeps its secret out of the data folder', async () => {
    const receiver = await HttpsReceiver.start(certificate)
    const { secret } = await forward({ receiver: { kind: 'https', url: receiver.url } })
    const { readFileSync, readdirSync } = await import('node:fs')
    for (const name of readdirSync(server.data).filter((one) => one.startsWith('access.db')))
      expect(readFileSync(`${server.data}/${name}`).includes(secret.slice(6))).toBe(false)
    await receiver.stop()
  })

  it('neither waits for another that never answers, nor sends again when the index is made anew', async () => {
    await fresh()
    const [silent, other] = [await HttpsReceiver.start(certificate), await HttpsReceiver.start(certificate)]
    silent.silent = true
    await forward({ receiver: { kind: 'https', url: silent.url } })
    await forward({ receiver: { kind: 'https', url: other.url } })
    await append(orderEvents(3))
    await until(() => other.positions.length === 3)
    expect((await server.post(`${trail.path}/index/rebuild`, {}, trail.admin)).status).toBeLessThan(300)
    await append(orderEvents(2))
    await until(() => other.positions.length >= 5)
    expect(other.positions).toHaveLength(5)
    await silent.stop()
    await other.stop()
  })

  it('goes on where it was after a restart', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    await forward({ receiver: { kind: 'https', url: receiver.url } })
    await append(orderEvents(3))
    await until(() => receiver.positions.length === 3)
    await server.stop()
    await server.startAgain()
    await append(orderEvents(4))
    await until(() => receiver.positions.length >= 7)
    expect(receiver.positions).toHaveLength(7)
    await receiver.stop()
  })
})
