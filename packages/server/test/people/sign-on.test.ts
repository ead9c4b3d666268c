import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SignOnFailed, SingleSignOn } from '../../src/people/single-sign-on.ts'
import { RunningServer } from '../http/running-server.ts'
import { join, makeOwner, told } from './firm-people.ts'

/** Whoever the provider knows, by the subject it gives them. */
const known: { readonly [subject: string]: { readonly email: string; readonly email_verified: boolean } } = {
  'sub-maria': { email: 'Maria@tidewater.example', email_verified: true },
  'sub-invited': { email: 'new@tidewater.example', email_verified: true },
  'sub-stranger': { email: 'stranger@elsewhere.example', email_verified: true },
  'sub-claims': { email: 'maria@tidewater.example', email_verified: false },
}

let server: RunningServer
let providerServer: Server
let issuer: string
/** Who sits at the provider's sign-in page. */
let sitting = 'sub-maria'

beforeAll(async () => {
  providerServer = createServer()
  await new Promise<void>((ready) => providerServer.listen(0, '127.0.0.1', ready))
  issuer = `http://127.0.0.1:${(providerServer.address() as AddressInfo).port}`
  server = await RunningServer.start({
    signOn: { issuer, clientId: 'daybook', clientSecret: 'a secret of forty characters or even more', name: 'Tidewater login' },
  })
  await server.trail('orders')
  providerServer.on('request', providerOf(issuer, `${server.url}/v1/sign-on/callback`))
})
afterAll(async () => {
  await server.remove()
  providerServer.closeAllConnections()
  await new Promise((closed) => providerServer.close(closed))
})

const providerOf = (url: string, redirect: string) => {
  const provider = new Provider(url, {
    clients: [{ client_id: 'daybook', client_secret: 'a secret of forty characters or even more', redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/sit' },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    cookies: { keys: ['only for this test'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...known[sub] }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({ clientId: 'daybook', accountId: context.oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  return (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => {
    if (request.url?.startsWith('/sit')) void provider.interactionFinished(request, response, { login: { accountId: sitting } })
    else void handle(request, response)
  }
}

/** A browser that goes where it is sent, with the cookies of each machine. */
class Wanderer {
  readonly #jars = new Map<string, Map<string, string>>()

  async get(address: string, steps = 12): Promise<{ readonly url: URL; readonly status: number; readonly text: string }> {
    const url = new URL(address)
    const jar = this.#jars.get(url.origin) ?? new Map<string, string>()
    this.#jars.set(url.origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null || steps === 0) return { url, status: answer.status, text: await answer.text() }
    const next = new URL(location, url)
    // The pages themselves are not what is tried here.
    return next.origin === server.url && !next.pathname.startsWith('/v1/')
      ? { url: next, status: answer.status, text: '' }
      : this.get(next.href, steps - 1)
  }

  cookiesOf(origin: string): ReadonlyMap<string, string> {
    return this.#jars.get(origin) ?? new Map()
  }

  async session(): Promise<{
    readonly who: { readonly name: string; readonly email: string }
    readonly trails: readonly string[]
  }> {
    return JSON.parse((await this.get(`${server.url}/v1/session`)).text)
  }

  start = (to = '/t/orders') => this.get(`${server.url}/v1/sign-on/start?${new URLSearchParams({ to })}`)
}

it('names the provider on the sign-in page', async () => {
  expect((await server.call('GET', '/v1/sign-on')).json).toEqual({ provider: { name: 'Tidewater login' } })
})

it('signs in who has an account under the address that the provider vouches for, and knows them again by what the provider calls them', async () => {
  const owner = await makeOwner(server)
  await join(server, owner, 'maria@tidewater.example', ['support'])
  sitting = 'sub-maria'
  const browser = new Wanderer()
  const first = await browser.start('/t/orders/search?q=order')
  expect(`${first.url.pathname}${first.url.search}`).toBe('/t/orders/search?q=order')
  expect(await browser.session()).toMatchObject({ who: { email: 'maria@tidewater.example' }, trails: ['orders'] })
  const [event] = await told(server, 'trail.signed_in')
  expect(event.actor).toMatchObject({ type: 'user', email: 'maria@tidewater.example' })
  const again = new Wanderer()
  await again.start()
  expect((await again.session()).who.email).toBe('maria@tidewater.example')
  // The first time it is another way in to the account: that is on the record, once.
  expect((await told(server, 'trail.person_changed')).map(({ changes }: { changes: object }) => changes)).toEqual([
    [{ field: 'signOn', label: 'Signs in through', after: 'Tidewater login' }],
  ])
})

it('takes an invitation by it, on the record, and the link of the invitation is worth nothing any more', async () => {
  const owner = server
  const invited = await owner.post('/v1/trails/orders/readers', {
    email: 'new@tidewater.example',
    name: 'New',
    roles: ['support'],
  })
  sitting = 'sub-invited'
  const browser = new Wanderer()
  await browser.start()
  expect(await browser.session()).toMatchObject({ who: { name: 'New' }, trails: ['orders'] })
  expect((await told(server, 'trail.person_joined'))[0].object).toMatchObject({ type: 'person', name: 'New' })
  const link = { token: invited.json.link.split('#')[1], password: 'seven green kettles' }
  const used = await server.call('PUT', '/v1/person-link', { body: link, headers: { origin: server.url } })
  expect(used.json.code).toBe('link_expired')
})

it('gives nobody a password or a second factor here by a session of the provider alone', async () => {
  sitting = 'sub-invited'
  const browser = new Wanderer()
  await browser.start()
  const headers = {
    cookie: [...browser.cookiesOf(server.url)].map(([name, value]) => `${name}=${value}`).join('; '),
    origin: server.url,
    'sec-fetch-site': 'same-origin',
  }
  const asked = [
    ['PUT', '/v1/account/password', { current: '', password: 'seven green kettles' }],
    ['POST', '/v1/account/second-factor', {}],
  ] as const
  for (const [method, path, body] of asked) {
    const { status, json } = await server.call(method, path, { headers, body })
    expect([status, json.code], path).toEqual([403, 'forbidden'])
  }
})

it('lets nobody in who has no account, or whose address the provider does not vouch for', async () => {
  for (const subject of ['sub-stranger', 'sub-claims']) {
    sitting = subject
    const browser = new Wanderer()
    const end = await browser.start()
    expect(`${end.url.pathname}${end.url.search}`).toBe('/sign-in?said=nobody')
    expect(browser.cookiesOf(server.url).size).toBe(0)
  }
})

it('lets nobody in whose account was disabled since', async () => {
  const { data } = (await server.get('/v1/trails/orders/readers')).json
  const maria = data.find(({ email }: { email: string }) => email === 'maria@tidewater.example')
  const removed = await server.call('DELETE', `/v1/trails/orders/readers/${maria.id}`, { key: server.local })
  expect(removed.status).toBeLessThan(300)
  sitting = 'sub-maria'
  const browser = new Wanderer()
  await browser.start()
  const session = browser.cookiesOf(server.url).has('daybook_session') ? await browser.session() : { trails: [] }
  expect(session.trails).toEqual([])
})

it('takes what came back only in the browser that began, once, and with the state and the nonce of that beginning', async () => {
  sitting = 'sub-invited'
  const begun = await server.call('GET', '/v1/sign-on/start?to=/')
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const back = (query: string, headers: Record<string, string>) =>
    server.call('GET', `/v1/sign-on/callback?${query}`, { headers })
  const said = async (query: string, headers: Record<string, string>) => (await back(query, headers)).headers.get('location')
  expect(await said(`code=x&state=${state}`, {})).toBe('/sign-in?said=expired')
  expect(await said(`code=x&state=${state}`, { cookie: `daybook_sign_on=${'a'.repeat(43)}` })).toBe('/sign-in?said=expired')
  expect(await said('code=x&state=made-up', { cookie })).toBe('/sign-in?said=expired')
  expect(await said(`code=x&state=${state}&iss=${encodeURIComponent(issuer)}`, { cookie })).toBe('/sign-in?said=refused')
  expect(await said(`code=x&state=${state}`, { cookie })).toBe('/sign-in?said=expired')
})

it('lets nobody push out the beginnings of others by beginning many', async () => {
  const signOn = new SingleSignOn({ issuer, clientId: 'daybook', name: 'Tidewater login' }, Date.now)
  const begin = async (address: string) => {
    const { url, browserToken } = await signOn.begin(new URL('http://daybook.example/back'), '/', address)
    return { state: url.searchParams.get('state') ?? '', browserToken }
  }
  /** What is still open is traded at the provider, which refuses a made-up code. */
  const end = async ({ state, browserToken }: Awaited<ReturnType<typeof begin>>) =>
    signOn
      .complete(new URL(`http://daybook.example/back?code=x&state=${state}&iss=${encodeURIComponent(issuer)}`), browserToken)
      .then(
        () => 'signed in',
        ({ problem }: SignOnFailed) => problem,
      )
  const maria = await begin('192.0.2.1')
  const own = await begin('198.51.100.7')
  for (let n = 0; n < 1_100; n++) await begin('198.51.100.7')
  expect([await end(maria), await end(own)]).toEqual(['refused', 'expired'])
  const sam = await begin('192.0.2.2')
  const [first, second] = [await begin('192.0.2.3'), await begin('192.0.2.3')]
  // Where there is no more room, whoever has most goes first, though Sam's is older.
  for (let n = 0; n < 998; n++) await begin(`203.0.113.${n}`)
  expect([await end(sam), await end(first), await end(second)]).toEqual(['refused', 'expired', 'refused'])
})

it('goes on to a page of its own only', async () => {
  sitting = 'sub-invited'
  for (const to of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', '/a\nb']) {
    const end = await new Wanderer().start(to)
    expect(`${end.url.origin}${end.url.pathname}`).toBe(`${server.url}/`)
  }
})

it('says so where the provider cannot be reached', async () => {
  const alone = await RunningServer.start({ signOn: { issuer: 'http://127.0.0.1:9', clientId: 'daybook', name: 'Nowhere' } })
  try {
    const begun = await alone.call('GET', '/v1/sign-on/start')
    expect([begun.status, begun.headers.get('location')]).toEqual([302, '/sign-in?said=unavailable'])
  } finally {
    await alone.remove()
  }
})
