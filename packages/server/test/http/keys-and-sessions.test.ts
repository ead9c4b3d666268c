import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
})
afterAll(() => server.remove())

const ownEvents = async (action: string) =>
  (await server.get(`${trail.path}/events?category=trail&limit=1000`)).json.data.filter(
    (e: { action: string }) => e.action === action,
  )

describe('access keys', () => {
  it('read as a role of the trail, where one is named that is there', async () => {
    const made = await server.post(`${trail.path}/keys`, { role: 'reader', reads: 'support' }, trail.admin)
    expect(made.status).toBe(201)
    const [event] = await ownEvents('trail.key_created')
    expect(event.changes).toMatchObject([{ after: 'reader' }, { label: 'Reads as', after: 'support' }])
    for (const body of [
      { role: 'reader', reads: 'nobody-has-this' },
      { role: 'admin', reads: 'support' },
      { role: 'writer', reads: 'support' },
    ]) {
      const refused = await server.post(`${trail.path}/keys`, body, trail.admin)
      expect([body, refused.json.code, refused.json.pointer]).toEqual([body, 'bad_body', '/reads'])
    }
  })

  it('are shown once, kept as a hash, and on the trail by name', async () => {
    const { status, json } = await server.post(`${trail.path}/keys`, { role: 'reader', name: 'Quarterly audit' }, trail.admin)
    expect(status).toBe(201)
    expect(json.key).toMatch(new RegExp(`^dbk_${json.id}_`))
    const listed = await server.get(`${trail.path}/keys`, trail.admin)
    expect(listed.json.data.find((k: { id: string }) => k.id === json.id)).toEqual({
      id: json.id,
      role: 'reader',
      maker: null,
      reads: null,
      name: 'Quarterly audit',
      createdAt: expect.any(String),
      revokedAt: null,
    })
    expect(listed.text).not.toContain(json.key.slice(-43))
    const [event] = await ownEvents('trail.key_created')
    expect(event).toMatchObject({ object: { id: json.id }, actor: { type: 'api_client' } })
    expect(JSON.stringify(event)).not.toContain(json.key.slice(-43))
    const db = new DatabaseSync(join(server.data, 'access.db'), { readOnly: true })
    const stored = JSON.stringify(
      db
        .prepare('SELECT * FROM keys')
        .all()
        .map((row) => ({ ...row, secret_hash: '' })),
    )
    db.close()
    expect(stored).not.toContain(json.key.slice(-43))
  })

  it('have names without secrets in them', async () => {
    const secret = `ghp_${'aB3dE9gH1k'.repeat(4)}`
    await server.post(`${trail.path}/keys`, { role: 'reader', name: `Deploy ${secret}` }, trail.admin)
    const { text, json } = await server.get(`${trail.path}/keys`, trail.admin)
    expect(text).not.toContain(secret)
    expect(json.data.at(-1).name).toBe('Deploy [hidden: access token]')
  })

  it('stop working the moment they are revoked, for ever, and the trail says so once', async () => {
    const { json } = await server.post(`${trail.path}/keys`, { role: 'writer' }, trail.admin)
    expect((await server.post(`${trail.path}/events`, orderEvent(1), json.key)).status).toBe(200)
    expect((await server.call('DELETE', `${trail.path}/keys/${json.id}`, { key: trail.admin })).status).toBe(204)
    expect((await server.call('DELETE', `${trail.path}/keys/${json.id}`, { key: trail.admin })).status).toBe(204)
    expect((await server.post(`${trail.path}/events`, orderEvent(2), json.key)).status).toBe(401)
    await server.restart()
    expect((await server.post(`${trail.path}/events`, orderEvent(3), json.key)).status).toBe(401)
    expect((await ownEvents('trail.key_revoked')).map((e: { object: { id: string } }) => e.object.id)).toEqual([json.id])
  })

  it('of another trail cannot be revoked from here', async () => {
    const other = await server.trail('other')
    const id = other.writer.split('_')[1]
    expect((await server.call('DELETE', `${trail.path}/keys/${id}`, { key: trail.admin })).status).toBe(404)
    expect((await server.post(`${other.path}/events`, orderEvent(1), other.writer)).status).toBe(200)
  })

  it.each([
    [{ role: 'owner' }, '/role'],
    [{}, '/role'],
    [{ role: 'reader', name: '' }, '/name'],
    [{ role: 'reader', name: 7 }, '/name'],
    [{ role: 'reader', trail: 'other' }, '/trail'],
    [{ role: 'reader', name: 'x'.repeat(201) }, '/name'],
  ])('are not made from %j', async (body, pointer) => {
    const { status, json } = await server.post(`${trail.path}/keys`, body, trail.admin)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
  })

  it('write events that carry the key’s id', async () => {
    const event = orderEvent(4)
    await server.post(`${trail.path}/events`, event, trail.writer)
    const { json } = await server.get(`${trail.path}/events/${event.id}`)
    expect(json.key).toBe(trail.writer.split('_')[1])
  })
})

describe('trails', () => {
  it.each(['', 'Orders', 'a b', '../x', '-x', 'x-', 'x'.repeat(65), 'ä'])('are not named %o', async (name) => {
    expect((await server.post('/v1/trails', { name })).status).toBe(422)
  })

  it('are made once, also when two ask at the same time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => server.post('/v1/trails', { name: 'twice' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect((await server.post('/v1/trails', { name: 'twice' })).json).toMatchObject({ code: 'trail_exists', pointer: '/name' })
  })
})

describe('the one-time link', () => {
  const origin = () => ({ origin: server.url, 'sec-fetch-site': 'same-origin' })
  const link = async (): Promise<string> => (await server.post('/v1/links', {})).json.link
  const cookieOf = (setCookie: string | null): string => (setCookie ?? '').split(';')[0] ?? ''

  it('signs an administrator in once, and the trails say so', async () => {
    const made = await link()
    expect(made.startsWith(`${server.url}/welcome#`)).toBe(true)
    const token = made.split('#')[1]
    const signedIn = await server.call('POST', '/v1/session', { body: { token }, headers: origin() })
    expect(signedIn.status).toBe(200)
    expect(signedIn.headers.get('set-cookie')).toMatch(
      /^daybook_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    )
    const cookie = cookieOf(signedIn.headers.get('set-cookie'))
    const who = await server.call('GET', '/v1/session', { headers: { cookie } })
    expect(who.json).toMatchObject({ who: { type: 'admin' }, trails: expect.arrayContaining(['orders']) })
    expect((await server.call('GET', `${trail.path}/events`, { headers: { cookie } })).status).toBe(200)
    expect((await ownEvents('trail.signed_in')).length).toBeGreaterThan(0)
    const again = await server.call('POST', '/v1/session', { body: { token }, headers: origin() })
    expect([again.status, again.json.code]).toEqual([401, 'unauthenticated'])
    await server.call('DELETE', '/v1/session', { headers: { cookie, ...origin() } })
    expect((await server.call('GET', '/v1/session', { headers: { cookie } })).status).toBe(401)
  })

  it('makes a session whose writes must come from a page of this server', async () => {
    const token = (await link()).split('#')[1]
    const signedIn = await server.call('POST', '/v1/session', { body: { token } })
    const cookie = cookieOf(signedIn.headers.get('set-cookie'))
    const write = (headers: Record<string, string>) =>
      server.call('POST', `${trail.path}/keys`, { body: { role: 'reader' }, headers: { cookie, ...headers } })
    expect((await write(origin())).status).toBe(201)
    expect((await write({ origin: server.url })).status).toBe(201)
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: server.url, 'sec-fetch-site': 'same-site' },
    ]) {
      const { status, json } = await write(headers as Record<string, string>)
      expect([status, json.code]).toEqual([403, 'bad_origin'])
    }
  })

  it('does not sign in from a foreign page', async () => {
    const token = (await link()).split('#')[1]
    const { json } = await server.call('POST', '/v1/session', { body: { token }, headers: { origin: 'https://evil.example' } })
    expect(json.code).toBe('bad_origin')
    expect((await server.call('POST', '/v1/session', { body: { token } })).status).toBe(200)
  })

  it('is not made by a key', async () => {
    expect((await server.post('/v1/links', {}, trail.admin)).status).toBe(403)
  })
})
