import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from '../http/firm-events.ts'
import { RunningServer, type TrailKeys } from '../http/running-server.ts'
import { type Certificate, makeCertificate } from '../outbound/certificate.ts'
import { join, makeOwner } from '../people/firm-people.ts'
import { Mailbox, opened } from './mailbox.ts'
import { HttpsReceiver, isSigned, until } from './receivers.ts'

let certificate: Certificate
let mailbox: Mailbox
let server: RunningServer
let trail: TrailKeys
let trails = 0

beforeAll(async () => {
  certificate = makeCertificate()
  mailbox = await Mailbox.start(certificate, 'starttls')
  server = await RunningServer.start({
    outbound: { allow: ['localhost'], ca: certificate.cert },
    mail: { url: `smtp://daybook:a%20b%40c@localhost:${mailbox.port}`, from: 'Daybook <daybook@example.com>' },
    passwordCost: 10,
  })
})
afterAll(async () => {
  await server.remove()
  await mailbox.stop()
})

const fresh = async (): Promise<void> => {
  trail = await server.trail(`alerts-${++trails}`)
  seenMails = 0
}
/** What came about the trail of this test, and not what an earlier one is still being told. */
let seenMails = 0
const mails = () => mailbox.mails.filter(({ text }) => opened(text).text.includes(`/t/${trail.name}/`)).slice(seenMails)
let made: ReturnType<typeof makeOwner> | undefined
const theOwner = () => {
  made ??= makeOwner(server)
  return made
}
const now = () => new Date().toISOString()
const append = async (events: unknown) => {
  const answer = await server.post(`${trail.path}/events`, events, trail.writer)
  expect([answer.status, answer.json.detail]).toEqual([200, undefined])
  return answer.json
}
const nobody = { kind: 'webhook', url: 'https://localhost:9/' }
const mail = { kind: 'mail', address: 'ops@example.com' }
const set = async (settings: Record<string, unknown>) => {
  const made = await server.post(`${trail.path}/alerts`, { name: 'Orders', to: [mail], ...settings }, trail.admin)
  expect([made.status, made.json.detail]).toEqual([201, undefined])
  return made.json
}
interface Looked {
  readonly actor: { readonly type: string }
  readonly count?: number
  readonly context: { readonly list?: string; readonly query?: string }
}
const logOf = async (id: string) => (await server.get(`${trail.path}/alerts/${id}/log`, trail.admin)).json.data
const fired = async () => (await server.get(`${trail.path}/events?category=trail&action=trail.alert_fired`)).json.data
/** Until the rules have seen everything that was recorded before: another rule, which anything fires, has fired. */
const seen = async () => {
  const { json } = await server.post(
    `${trail.path}/alerts`,
    { name: 'Marker', q: 'action:marker.set', to: [nobody] },
    trail.admin,
  )
  await append({ ...orderEvent(9), action: 'marker.set', occurredAt: now() })
  await until(async () => (await logOf(json.id)).length === 1, 'the marker')
  await server.call('DELETE', `${trail.path}/alerts/${json.id}`, { key: trail.admin })
}

describe('an alert', () => {
  it('tells by mail and by a signed message what happened, once, and says so on the trail', async () => {
    await fresh()
    const receiver = await HttpsReceiver.start(certificate)
    const alert = await set({ name: 'Refunds', q: 'action:refund.*', to: [mail, { kind: 'webhook', url: receiver.url }] })
    expect(alert).toMatchObject({
      says: expect.stringContaining('When an event matches action:refund.*'),
      owner: { isYou: true },
    })
    await append(orderEvents(20))
    await append(orderEvent(1, { action: 'refund.approved', occurredAt: now() }))
    await until(() => mails().length === 1 && receiver.delivered.length === 1)
    const { headers, text, html } = opened(mails()[0]?.text ?? '')
    expect(headers).toContain('Subject: Refunds: 1 event')
    expect(text).toContain('approved')
    expect(text).toContain(`${server.url}/t/${trail.name}/search?q=action%3Arefund.*+upto%3A`)
    expect(html).toContain('approved')
    const [message] = receiver.delivered
    expect(message && isSigned(message, alert.secret)).toBe(true)
    expect(message?.json).toMatchObject({ type: 'alert', data: { count: 1, alert: { name: 'Refunds' } } })
    const [event] = await fired()
    expect(event).toMatchObject({ object: { id: alert.id }, count: 1 })
    expect(event.sentence).toBe('Daybook (system) raised the alert “Refunds”: 1 event')
    // Both have it before the server has heard that they do.
    const told = async () => (await logOf(alert.id))[0]?.told.map(({ state }: { state: string }) => state)
    await expect.poll(told).toEqual(['delivered', 'delivered'])
    expect((await logOf(alert.id))[0].count).toBe(1)
    const listed = (await server.get(`${trail.path}/alerts`, trail.admin)).json
    expect(listed).toMatchObject({ canMail: true, data: [{ id: alert.id, lastFired: { count: 1 } }] })
    expect(JSON.stringify(listed)).not.toContain(alert.secret)
    await receiver.stop()
  })

  it('needs nobody to tell: what it found waits in Daybook, for each reader until they opened it', async () => {
    await fresh()
    const owner = await theOwner()
    const sam = await join(server, owner, `sam${trails}@tidewater.example`, ['operations'], trail.name)
    const alert = (await sam.browser.post(`${trail.path}/alerts`, { name: 'Three', q: 'action:order.*', atLeast: 3 })).json
    expect(alert).toMatchObject({
      to: [],
      unread: 0,
      says: 'When at least 3 events match action:order.* (all events) within 10 minutes, show it in Daybook.',
    })
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()
    const times = [at(90), at(40), at(20)]
    await append(times.map((occurredAt, n) => orderEvent(n, { occurredAt })))
    const unread = async () => (await sam.browser.get(`${trail.path}/unread-alerts`)).json
    await until(async () => (await unread()).count === 1)
    // What comes later over the same stretch is none of what it found.
    await append(orderEvent(7, { occurredAt: at(30) }))
    await append(orderEvent(8, { action: 'order.approved', occurredAt: at(30), history: true }))
    const [found] = (await unread()).data
    expect(found).toMatchObject({ alert: { name: 'Three' }, count: 3, from: times[0], to: times[2] })
    const { lane, ...question } = found.events
    expect(lane).toBe('all')
    const behind = await sam.browser.get(`${trail.path}/events?${new URLSearchParams(question)}`)
    expect(behind.json.total).toEqual({ value: 3, exact: true })
    expect(behind.json.data[0].sentence).toBe(found.newest)
    const [entry] = (await sam.browser.get(`${trail.path}/alerts/${alert.id}/log`)).json.data
    expect(entry).toMatchObject({ id: found.id, isRead: false, told: [], newest: found.newest })
    // Whoever has the machine may know it too, and has opened it when they have; a key that did not set it may not.
    expect((await server.get(`${trail.path}/unread-alerts`)).json.count).toBe(1)
    expect((await server.get(`${trail.path}/unread-alerts?limit=0`)).json).toEqual({ count: 1, data: [] })
    expect((await server.get(`${trail.path}/unread-alerts`, trail.admin)).json.count).toBe(0)
    const read = await server.post(`${trail.path}/unread-alerts/read`, { firings: [found.id] }, trail.admin)
    expect([read.status, (await unread()).count]).toEqual([204, 1])
    await sam.browser.post(`${trail.path}/unread-alerts/read`, { firings: [found.id] })
    expect(await unread()).toEqual({ count: 0, data: [] })
    expect((await sam.browser.get(`${trail.path}/alerts`)).json.data).toMatchObject([{ unread: 0, lastFired: { count: 3 } }])
    expect((await server.get(`${trail.path}/unread-alerts`)).json.count).toBe(1)
    await server.post(`${trail.path}/unread-alerts/read`, {})
    expect((await server.get(`${trail.path}/unread-alerts`)).json.count).toBe(0)
    expect((await sam.browser.post(`${trail.path}/unread-alerts/read`, { firings: ['x'] })).status).toBe(422)
    // A sentence of an event was shown, which is reading. A stop tells what waits.
    await server.restart()
    const looks = (await server.get(`${trail.path}/events?category=trail&action=trail.searched`)).json.data
    const told = looks.map(({ actor, count, context }: Looked) => [actor.type, context.list, context.query, count])
    expect(told).toContainEqual(['user', 'alerts', '', 1])
    expect(told).toContainEqual(['user', 'alerts', 'action:order.*', 1])
    expect(told).toContainEqual(['system', 'alerts', '', 1])
    expect(told.filter(([type]: readonly string[]) => type === 'api_client')).toEqual([])
  })

  it('counts events that occurred close together, and no history', async () => {
    await fresh()
    const alert = await set({ q: 'action:order.*', atLeast: 3, withinMinutes: 10 })
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    await append([
      orderEvent(1, { occurredAt: at(40) }),
      orderEvent(2, { occurredAt: at(20) }),
      orderEvent(3, { occurredAt: at(1) }),
    ])
    await append([1, 2, 3, 4].map((n) => orderEvent(n, { occurredAt: at(n), history: true })))
    await seen()
    expect(await logOf(alert.id)).toEqual([])
    await append([orderEvent(4, { occurredAt: at(2) }), orderEvent(5, { occurredAt: at(3) })])
    await until(async () => (await logOf(alert.id)).length === 1)
    expect((await logOf(alert.id))[0].count).toBe(3)
  })

  it('neither fires twice nor misses over a restart, and goes on counting where it was', async () => {
    await fresh()
    const any = await set({ name: 'Any', q: 'action:order.*', cooldownMinutes: 0 })
    const three = await set({ name: 'Three', q: 'action:order.*', atLeast: 3, cooldownMinutes: 0 })
    await append(orderEvent(1, { occurredAt: now() }))
    await until(async () => (await logOf(any.id)).length === 1)
    await append(orderEvent(2, { occurredAt: now() }))
    await server.restart()
    await until(async () => (await logOf(any.id)).length === 2)
    await append(orderEvent(3, { occurredAt: now() }))
    await until(async () => (await logOf(three.id)).length === 1)
    await server.restart()
    await seen()
    expect((await logOf(any.id)).map(({ count }: { count: number }) => count)).toEqual([1, 1, 1])
    expect((await logOf(three.id)).map(({ count }: { count: number }) => count)).toEqual([3])
    expect((await fired()).filter(({ object }: { object: { name: string } }) => object.name !== '“Marker”')).toHaveLength(4)
  })

  it('says what its owner may see, and no more', async () => {
    await fresh()
    const catalogue = {
      objects: { order: { label: 'Order', fields: { margin: { label: 'Margin', kind: 'money', readers: ['finance'] } } } },
      actions: {},
    }
    expect((await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })).status).toBe(200)
    const owner = await theOwner()
    const sam = await join(server, owner, `sam${trails}@tidewater.example`, ['operations'], trail.name)
    const secret = { name: 'Margins', q: 'after:>900', to: [mail], cooldownMinutes: 0 }
    const any = { name: 'Orders', q: 'action:order.*', to: [mail], cooldownMinutes: 0 }
    const made = [await sam.browser.post(`${trail.path}/alerts`, secret), await sam.browser.post(`${trail.path}/alerts`, any)]
    expect(made.map(({ status }) => status)).toEqual([201, 201])
    await append(orderEvent(1, { occurredAt: now(), changes: [{ field: 'margin', before: '812.31', after: '977.13' }] }))
    await until(() => mails().length > 0)
    await seen()
    // A value that is hidden from the owner can neither be read in a mail nor be found by setting an alert for it.
    expect(mails().map(({ text }) => opened(text).headers.find((header) => header.startsWith('Subject')))).toEqual([
      'Subject: Orders: 1 event',
    ])
    expect(
      mails()
        .map(({ text }) => text + opened(text).text)
        .join(),
    ).not.toContain('977')
    const tried = await sam.browser.post(`${trail.path}/alert-trials`, { q: 'after:>900' })
    expect(tried.json).toMatchObject({ matched: 0, fired: 0 })
    expect((await server.post(`${trail.path}/alert-trials`, { q: 'after:>900' }, trail.admin)).json).toMatchObject({
      matched: 1,
      fired: 1,
    })
    // Nor does the event of a firing tell its other readers which event has a value that is kept from them.
    const kept = await set({ name: 'Kept', q: 'after:>900', cooldownMinutes: 0 })
    await append(orderEvent(3, { occurredAt: now(), changes: [{ field: 'margin', before: '1.00', after: '999.00' }] }))
    await until(async () => (await logOf(kept.id)).length === 1)
    await seen()
    const firing = (await fired()).find(({ object }: { object: { id: string } }) => object.id === kept.id)
    expect([firing.count, firing.context, (await logOf(kept.id))[0].count]).toEqual([undefined, undefined, 1])
    // What one person's alerts find is nobody else's business; an administrator may see that they are there, and remove them.
    const [, { json: rule }] = made as [unknown, { json: { id: string } }]
    expect((await server.get(`${trail.path}/alerts/${rule.id}/log`, trail.admin)).status).toBe(403)
    const ines = await join(server, owner, `ines${trails}@tidewater.example`, ['security'], trail.name)
    expect((await ines.browser.get(`${trail.path}/alerts`)).json.data).toEqual([])
    expect((await ines.browser.delete(`${trail.path}/alerts/${rule.id}`)).status).toBe(404)
    // Without the right the rule sleeps.
    const given = await owner.put(`${trail.path}/readers/${sam.id}`, { roles: ['support'] })
    expect([given.status, given.json?.detail]).toEqual([200, undefined])
    await until(() => mails().length === 3)
    seenMails += mails().length
    await append(orderEvent(2, { occurredAt: now() }))
    await seen()
    expect(mails()).toEqual([])
    const asleep = (await server.get(`${trail.path}/alerts`, trail.admin)).json.data.find(
      ({ id }: { id: string }) => id === rule.id,
    )
    expect(asleep).toMatchObject({ isAsleep: true, lastFired: null })
  })

  it('renders whatever an event says as text', async () => {
    await fresh()
    await set({ name: '<b>Bold</b>\u2028\r\nBcc: evil@example.com\n\u202e', q: 'action:order.*' })
    const nasty = '</li><script>alert(1)</script>\r\nBcc: evil@example.com\r\n.\r\n\u202e <img src=x onerror=alert(1)> & "x"'
    await append(orderEvent(1, { occurredAt: now(), actor: { type: 'user', id: 'u_1', name: nasty } }))
    await until(() => mails().length === 1)
    const { headers, text, html } = opened(mails()[0]?.text ?? '')
    expect(mails()[0]?.to).toEqual(['ops@example.com'])
    expect(headers.filter((header) => /^(bcc|cc)/i.test(header))).toEqual([])
    expect(html).not.toMatch(/<(script|img|b>Bold)/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text.split('\n').filter((line) => line.includes('<script>'))).toHaveLength(1)
    expect(text).toMatch(/^<b>Bold<\/b> Bcc: evil@example\.com *: 1 event on the trail/)
    expect(`${headers.join()}${text}${html}`).not.toMatch(/[\u2028\u202e]/)
  })

  it('tries again what could not be told, and shows each try in plain words', async () => {
    await fresh()
    mailbox.refuses = true
    const alert = await set({ q: 'action:order.*' })
    await append(orderEvent(1, { occurredAt: now() }))
    await until(async () => (await logOf(alert.id))[0]?.told[0].attempts.length >= 1)
    const [{ told }] = await logOf(alert.id)
    expect(told[0]).toMatchObject({
      state: 'waiting',
      attempts: [{ ok: false, said: expect.stringContaining('The mail server does not take the message') }],
    })
    mailbox.refuses = false
    await until(async () => (await logOf(alert.id))[0]?.told[0].state === 'delivered')
    expect(mails()).toHaveLength(1)
  })

  it('is quiet while it is muted, and does not tell it later', async () => {
    await fresh()
    const alert = await set({ q: 'action:order.*', cooldownMinutes: 0 })
    const mute = (until: string | null) => server.post(`${trail.path}/alerts/${alert.id}/mute`, { until }, trail.admin)
    const later = new Date(Date.now() + 3_600_000).toISOString()
    expect((await mute(later)).json.mutedUntil).toBe(later)
    await append(orderEvent(1, { occurredAt: now() }))
    await seen()
    expect((await mute(null)).json.mutedUntil).toBeNull()
    await append(orderEvent(2, { occurredAt: now() }))
    await until(async () => (await logOf(alert.id)).length === 1)
    expect((await logOf(alert.id))[0].count).toBe(1)
  })

  it('does not fire for its own firing', async () => {
    await fresh()
    const alert = await set({ q: 'action:trail.key_created,trail.alert_fired', lane: 'own', cooldownMinutes: 0 })
    await server.post(`${trail.path}/keys`, { role: 'reader' }, trail.admin)
    await until(async () => (await logOf(alert.id)).length > 0)
    await seen()
    await seen()
    expect((await logOf(alert.id)).length).toBe(1)
  })

  it('asks what a saved view asked when it was set, and leaves events of each change', async () => {
    await fresh()
    const view = await server.post(`${trail.path}/views`, { name: 'Refunds', q: 'action:refund.*' }, trail.admin)
    const alert = await set({ view: view.json.id })
    expect(alert).toMatchObject({ q: 'action:refund.*', lane: 'business', view: view.json.id })
    const body = { name: 'Refunds', q: 'action:refund.*', atLeast: 2, to: [mail] }
    expect((await server.call('PUT', `${trail.path}/alerts/${alert.id}`, { key: trail.admin, body })).json.atLeast).toBe(2)
    expect((await server.call('DELETE', `${trail.path}/alerts/${alert.id}`, { key: trail.admin })).status).toBe(204)
    const told = (await server.get(`${trail.path}/events?category=trail&action=trail.alert_*&order=recorded`)).json.data
    expect(told.map(({ action }: { action: string }) => action)).toEqual([
      'trail.alert_created',
      'trail.alert_changed',
      'trail.alert_removed',
    ])
    expect(told[1].changes).toMatchObject([
      { field: 'name', before: 'Orders', after: 'Refunds' },
      { field: 'query', before: 'action:refund.* (business)', after: 'action:refund.* (all)' },
      { field: 'threshold', before: 'any event', after: '2 events within 10 minutes' },
    ])
    expect((await server.post(`${trail.path}/alerts`, { name: 'x', view: alert.id, to: [mail] }, trail.admin)).json.pointer).toBe(
      '/view',
    )
  })

  it('can be tried on the past before it is set', async () => {
    await fresh()
    const began = Date.now()
    const day = (days: number) => new Date(began - days * 86_400_000).toISOString()
    await append([0.1, 3.1, 3.1, 3.1, 40].map((days, n) => orderEvent(n, { occurredAt: day(days) })))
    await append(orderEvent(7, { occurredAt: day(2), history: true }))
    const tried = async (more: object) =>
      (await server.post(`${trail.path}/alert-trials`, { q: 'action:order.*', ...more }, trail.admin)).json
    expect(await tried({})).toEqual({
      days: 30,
      matched: 5,
      loaded: 1,
      fired: 3,
      byDay: [
        { day: day(3.1).slice(0, 10), fired: 1 },
        { day: day(2).slice(0, 10), fired: 1 },
        { day: day(0.1).slice(0, 10), fired: 1 },
      ],
      isWhole: true,
    })
    expect(await tried({ atLeast: 3 })).toMatchObject({ matched: 5, loaded: 1, fired: 1 })
    expect((await server.get(`${trail.path}/alerts`, trail.admin)).json.data).toEqual([])
  })

  it.each([
    [{ to: [{ kind: 'mail', address: 'a@example.com, b@example.com' }] }, '/to/0/address'],
    [{ to: [{ kind: 'mail', address: 'a@example.com\r\nBcc: b@example.com' }] }, '/to/0/address'],
    [{ to: [{ kind: 'webhook', url: 'file:///etc/passwd' }] }, '/to/0/url'],
    [{ to: [{ kind: 'webhook', url: 'http://x.example' }] }, '/to/0/url'],
    [{ atLeast: 0 }, '/atLeast'],
    [{ withinMinutes: 1441 }, '/withinMinutes'],
    [{ name: '' }, '/name'],
    [{ lane: 'everything' }, '/lane'],
  ])('is not made from %j', async (more, pointer) => {
    const { status, json } = await server.post(`${trail.path}/alerts`, { name: 'x', to: [mail], ...more }, trail.admin)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
  })

  it('of somebody else shows an administrator where it leads, and not the secret in its address', async () => {
    await fresh()
    const { id } = await set({ to: [{ kind: 'webhook', url: 'https://hooks.example/T1/s3cr3t?token=s3cr3t' }, mail] })
    const others = await server.get(`${trail.path}/alerts`)
    expect(others.json.data).toMatchObject([{ id, to: [{ kind: 'webhook', url: 'https://hooks.example/' }, mail] }])
    expect(others.text).not.toContain('s3cr3t')
    expect((await server.get(`${trail.path}/alerts`, trail.admin)).text).toContain('s3cr3t')
  })

  it('is not set on a frozen search, by itself or as a view, where it would say nothing for ever', async () => {
    await fresh()
    const post = (body: object) => server.post(`${trail.path}/alerts`, { name: 'Frozen', ...body }, trail.admin)
    const alone = await post({ q: 'action:order.* upto:100' })
    expect([alone.status, alone.json.code, alone.json.pointer]).toEqual([422, 'bad_body', '/q'])
    const view = (await server.post(`${trail.path}/views`, { name: 'Then', q: 'upto:100' }, trail.admin)).json
    const ofView = await post({ view: view.id })
    expect([ofView.status, ofView.json.pointer]).toEqual([422, '/view'])
    const made = (await post({ q: 'action:order.*' })).json
    const changed = await server.call('PUT', `${trail.path}/alerts/${made.id}`, {
      key: trail.admin,
      body: { name: 'Frozen', q: 'upto:5', to: [] },
    })
    expect([changed.status, changed.json.pointer]).toEqual([422, '/q'])
  })

  it('is not made by somebody without the right', async () => {
    for (const key of [trail.writer, trail.reader])
      expect((await server.post(`${trail.path}/alerts`, { name: 'x', to: [mail] }, key)).status).toBe(403)
  })
})
