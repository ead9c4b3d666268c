import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { type Answer, RunningServer, type TrailKeys } from './running-server.ts'

const tool = 'https://tool.example'
const catalogue = {
  objects: {
    order: {
      label: 'Order',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Draft', 'Sent'] },
        bank: { label: 'Bank', kind: 'text', readers: ['finance'], justification: 'Needed to trace payouts' },
      },
    },
  },
  actions: {
    'order.updated': { category: 'data' },
    'order.opened': { category: 'access' },
    'stock.booked': { category: 'data' },
  },
}

let server: RunningServer
let crm: TrailKeys
let ops: TrailKeys
let financeKey: string
let supportKey: string
const order = (n: number, id: string, more: Record<string, unknown> = {}) =>
  orderEvent(n, { object: { type: 'order', id, name: `Order #${id}` }, ...more })
const bank = { field: 'bank', before: 'zanzibar', after: 'wolverine' }
const mine = order(1, '1842', { changes: [{ field: 'status', before: 'Draft', after: 'Sent' }, bank] })
const opened = order(2, '1842', { action: 'order.opened', changes: [] })
const other = order(3, '1843', { causedBy: mine.id })
const related = orderEvent(4, {
  action: 'stock.booked',
  object: { type: 'product', id: 'p1', name: 'Knock box' },
  related: [{ type: 'order', id: '1842', name: 'Order #1842', relation: 'order' }],
  causedBy: other.id,
})
const noted = (n: number, type: string, id: string) =>
  orderEvent(n, { object: { type, id, name: 'Invoice' }, changes: [{ field: 'note', before: 'x', after: type }] })
/** Two records with one path: the one's id begins with what is the end of the other's type. */
const alike = [
  { type: 'invoice', id: 'a/b', event: noted(40, 'invoice', 'a/b') },
  { type: 'invoice/a', id: 'b', event: noted(41, 'invoice/a', 'b') },
] as const
/** Ids with everything that means something in an address, a token or a query. */
const odd = ['a/b:c', 'ü ñ 訂單', '50%', '?x=1#y', '"; drop', 'a+b c', '%2F', '\\..\\', 'עברית\u202e']

beforeAll(async () => {
  server = await RunningServer.start()
  crm = await server.trail('crm')
  ops = await server.trail('ops')
  await server.call('PUT', `${crm.path}/catalogue`, { key: server.local, body: catalogue })
  const made = await server.post(
    `${crm.path}/events`,
    [mine, opened, other, related, ...odd.map((id, n) => order(10 + n, id)), ...alike.map(({ event }) => event)],
    crm.writer,
  )
  expect(made.status).toBe(200)
  const key = async (reads: string) => (await server.post(`${crm.path}/keys`, { role: 'reader', reads })).json.key
  financeKey = await key('finance')
  supportKey = await key('support')
})
afterAll(() => server.remove())
afterEach(() => void vi.useRealTimers())

const reader = { id: 'u_7', name: 'Maria Lopez' }
const ask = (key: string, more: Record<string, unknown> = {}, path = crm.path): Promise<Answer> =>
  server.post(`${path}/embed-tokens`, { object: { type: 'order', id: '1842' }, reader, origin: tool, ...more }, key)
const tokenOf = async (key = crm.reader, more: Record<string, unknown> = {}): Promise<string> => {
  const { status, json, text } = await ask(key, more)
  if (status !== 201) throw new Error(text)
  return json.token
}
const read = (token: string, path: string, origin: string | null = tool, method = 'GET'): Promise<Answer> =>
  server.call(method, /^\/(?:v1|openapi|healthz|readyz|metrics)/.test(path) ? path : `${crm.path}${path}`, {
    key: token,
    headers: origin === null ? {} : { origin },
  })
const history = '/objects/order/1842/events'
const seqs = ({ json }: Answer): readonly number[] => json.data.map(({ seq }: { seq: number }) => seq)

describe('asking for a token', () => {
  it('is for keys of the trail that read, and for the command on the machine', async () => {
    for (const key of [crm.reader, crm.admin, server.local]) {
      const { status, json } = await ask(key)
      expect([status, Object.keys(json).sort()]).toEqual([201, ['expiresAt', 'token']])
      expect(Date.parse(json.expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    }
    expect((await ask(crm.writer)).status).toBe(403)
    expect((await ask(ops.reader)).status).toBe(404)
    expect((await ask(await tokenOf())).json.code).toBe('bad_origin')
    const withToken = await server.call('POST', `${crm.path}/embed-tokens`, {
      key: await tokenOf(),
      body: {},
      headers: { origin: tool },
    })
    expect([withToken.status, withToken.json.code]).toEqual([403, 'forbidden'])
  })

  it('is not for a person’s browser: the key is the tool’s', async () => {
    const { link } = (await server.post('/v1/links', {})).json
    const signedIn = await server.call('POST', '/v1/session', { body: { token: link.split('#')[1] } })
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const answer = await server.call('POST', `${crm.path}/embed-tokens`, {
      body: { object: { type: 'order', id: '1' }, reader, origin: tool },
      headers: { cookie, origin: server.url },
    })
    expect([answer.status, answer.json.code]).toEqual([403, 'forbidden'])
  })

  it.each([
    ['an origin with a path', { origin: 'https://tool.example/' }, '/origin'],
    ['an origin without a scheme', { origin: 'tool.example' }, '/origin'],
    ['the origin of a file or a sandbox', { origin: 'null' }, '/origin'],
    ['a pattern', { origin: 'https://*.tool.example' }, '/origin'],
    ['an origin in capitals', { origin: 'https://Tool.example' }, '/origin'],
    ['more than a quarter of an hour', { minutes: 16 }, '/minutes'],
    ['no time', { minutes: 0 }, '/minutes'],
    ['a reader without a name', { reader: { id: 'u_7' } }, '/reader/name'],
    ['a record without an id', { object: { type: 'order', id: '' } }, '/object/id'],
    ['a role that the trail does not have', { reader: { ...reader, roles: ['finance', 'emperor'] } }, '/reader/roles/1'],
    ['what it does not know', { trail: 'ops' }, '/trail'],
  ])('refuses %s, and says where', async (_, more, pointer) => {
    const { status, json } = await ask(crm.reader, more)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
  })
})

describe('reading by a token', () => {
  it('shows the record’s events, also those it is related to, and one of them with its proof', async () => {
    const token = await tokenOf()
    expect(seqs(await read(token, history))).toEqual(expect.arrayContaining([expect.any(Number)]))
    const found = (await read(token, `${history}?order=asc`)).json
    expect(found.data.map(({ action }: { action: string }) => action)).toEqual(['order.updated', 'order.opened', 'stock.booked'])
    expect(found.total).toEqual({ value: 3, exact: true })
    for (const id of [mine.id, related.id]) {
      expect((await read(token, `/events/${id}`)).status).toBe(200)
      expect((await read(token, `/events/${id}/proof`)).json.proof).toContain('c2sp.org/tlog-proof')
    }
  })

  it('shows nothing of another record: not its timeline, not its event, not its proof, not as a cause', async () => {
    const token = await tokenOf()
    for (const path of [
      '/objects/order/1843/events',
      '/objects/product/p1/events',
      '/objects/customer/1842/events',
      `/events/${other.id}`,
      `/events/${other.id}/proof`,
      '/events/019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3e4f',
    ]) {
      const { status, json } = await read(token, path)
      expect([path, status, json.code]).toEqual([path, 404, 'not_found'])
    }
    expect((await read(token, `/events/${related.id}`)).json.causes).toEqual([])
    expect(seqs(await read(token, `${history}?q=${encodeURIComponent('object:order/1843')}`))).toEqual([])
    expect(seqs(await read(token, `${history}?q=${encodeURIComponent('object:order/1842 OR object:order/1843')}`)).length).toBe(2)
  })

  it('reaches nothing else of the server, in no method, and nothing of another trail', async () => {
    const token = await tokenOf()
    const { paths } = (await server.get('/openapi.json')).json
    const answers: string[] = []
    for (const [path, methods] of Object.entries(paths as Record<string, Record<string, { security?: readonly object[] }>>))
      for (const [method, { security }] of Object.entries(methods)) {
        // What needs no credential is there for a token as for anybody, and is readable by no page.
        const needsNobody = security?.length === 0
        const concrete = path.replace('{trail}', 'crm').replaceAll(/\{\w+\}/g, 'x')
        const { status, headers } = await read(token, concrete, tool, method.toUpperCase())
        const open = (status < 400 && !needsNobody) || headers.get('access-control-allow-origin') !== null
        if (open || (!needsNobody && status !== 403 && status !== 404)) answers.push(`${method} ${path} ${status}`)
      }
    // One event and one record are there for the token's own: here they are not found, and readable to say so.
    const ofTheRecord = answers.filter((answer) =>
      /get .*(events\/\{id\}|proof|objects\/\{type\}\/\{id\}\/events) 404/.test(answer),
    )
    expect(ofTheRecord).toHaveLength(3)
    expect(answers.filter((answer) => !ofTheRecord.includes(answer))).toEqual([])
    for (const path of [`${ops.path}${history}`, `/v1/trails/none${history}`, `${ops.path}/events/${mine.id}`])
      expect([path, (await read(token, path)).status]).toEqual([path, 404])
    expect((await read(token, '/openapi.json')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('finds records whatever is in their ids', async () => {
    for (const [n, id] of odd.entries()) {
      const token = await tokenOf(crm.reader, { object: { type: 'order', id } })
      const found = await read(token, `/objects/order/${encodeURIComponent(id)}/events`)
      expect([id, found.status, found.json.data?.length]).toEqual([id, 200, 1])
      const wrong = odd[(n + 1) % odd.length] ?? ''
      expect((await read(token, `/objects/order/${encodeURIComponent(wrong)}/events`)).status).toBe(404)
    }
  })

  it('is for one of two records that are written alike, by type and id, and never for both', async () => {
    for (const [at, { type, id, event }] of alike.entries()) {
      const token = await tokenOf(crm.reader, { object: { type, id } })
      const other = alike[at === 0 ? 1 : 0]
      const path = (record: { readonly type: string; readonly id: string }) =>
        `/objects/${encodeURIComponent(record.type)}/${encodeURIComponent(record.id)}/events`
      const shown = (await read(token, path({ type, id }))).json
      expect(shown.data.map((one: { id: string }) => one.id)).toEqual([event.id])
      expect(shown.total).toEqual({ value: 1, exact: true })
      expect((await read(token, path(other))).status).toBe(404)
      expect((await read(token, `/events/${event.id}`)).status).toBe(200)
      for (const what of ['', '/proof']) expect((await read(token, `/events/${other.event.id}${what}`)).status).toBe(404)
    }
  })

  it('never shows the trail’s own events, not even those about looking at the record', async () => {
    const token = await tokenOf(crm.admin)
    for (const query of ['?category=all', '?category=trail', `?q=${encodeURIComponent('action:trail.*')}`])
      expect(
        (await read(token, `${history}${query}`)).json.data.filter(({ action }: { action: string }) =>
          action.startsWith('trail.'),
        ),
      ).toEqual([])
  })
})

describe('what a reader is shown', () => {
  const sees = async (key: string, roles?: readonly string[]) => {
    const token = await tokenOf(key, { reader: { ...reader, ...(roles ? { roles } : {}) } })
    const { text, json } = await read(token, `${history}?order=asc`)
    return { bank: text.includes('wolverine'), actions: json.data.map(({ action }: { action: string }) => action), json }
  }

  it('is kept for roles that both the reader and the key have', async () => {
    expect((await sees(crm.admin, ['finance'])).bank).toBe(true)
    expect((await sees(financeKey, ['finance', 'support'])).bank).toBe(true)
    for (const [key, roles] of [
      [crm.admin, undefined],
      [crm.admin, ['support']],
      [crm.reader, ['finance']],
      [financeKey, undefined],
      [financeKey, ['support']],
      [supportKey, ['finance']],
    ] as const)
      expect([roles, (await sees(key, roles)).bank]).toEqual([roles, false])
    const { json } = await sees(crm.admin, ['support'])
    expect(json.data[0].hidden).toEqual([{ slot: 'chg/bank', why: 'withheld', roles: ['finance'] }])
    expect(JSON.stringify(json)).not.toMatch(/zanzibar|wolverine/)
  })

  it('cannot be found by searching for it, and stays out of the proof', async () => {
    const token = await tokenOf(crm.reader)
    for (const word of ['wolverine', 'after:wolverine', 'bank=zanzibar'])
      expect((await read(token, `${history}?q=${encodeURIComponent(word)}`)).text).not.toMatch(/zanzibar|wolverine/)
    expect((await read(token, `${history}?q=wolverine`)).json.total.value).toBe(0)
    expect((await read(token, `/events/${mine.id}/proof`)).text).not.toMatch(/zanzibar|wolverine/)
  })

  it('is of events that the roles of the reader grant, where the reader has any', async () => {
    expect((await sees(crm.admin)).actions).toContain('order.opened')
    expect((await sees(crm.admin, ['support'])).actions).toEqual(['order.updated', 'stock.booked'])
    expect((await sees(supportKey)).actions).toEqual(['order.updated', 'stock.booked'])
  })
})

describe('who may read the answer', () => {
  it('is the token’s origin and no other; without one it is no browser', async () => {
    const token = await tokenOf()
    const { headers } = await read(token, history)
    expect([
      headers.get('access-control-allow-origin'),
      headers.get('vary'),
      headers.get('access-control-allow-credentials'),
    ]).toEqual([tool, 'Origin', null])
    expect(headers.get('cache-control')).toBe('no-store')
    for (const origin of [
      'https://evil.example',
      'https://tool.example:8443',
      'http://tool.example',
      'https://tool.example.evil.example',
      'null',
      null,
    ]) {
      const answer = await read(token, history, origin)
      expect([origin, answer.status, answer.json.code]).toEqual([origin, 403, 'bad_origin'])
      expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([null, 'Origin'])
    }
  })

  it('is asked before: a preflight is granted to origins that have a token for this trail', async () => {
    await tokenOf()
    const preflight = (origin: string, path = `${crm.path}${history}`) =>
      server.call('OPTIONS', path, {
        headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      })
    const granted = await preflight(tool)
    expect([granted.status, granted.headers.get('access-control-allow-origin')]).toEqual([204, tool])
    expect(granted.headers.get('access-control-allow-headers')).toBe('Authorization')
    expect(granted.headers.get('access-control-allow-methods')).toBe('GET')
    expect(granted.headers.get('access-control-allow-credentials')).toBeNull()
    expect(granted.headers.get('vary')).toContain('Origin')
    for (const [origin, path] of [
      ['https://evil.example', undefined],
      [tool, `${ops.path}${history}`],
      [tool, `${crm.path}/events`],
      [tool, `${crm.path}/facets`],
      [tool, `${crm.path}/embed-tokens`],
    ] as const) {
      const { status, headers } = await preflight(origin, path)
      expect([origin, path, status, headers.get('access-control-allow-origin')]).toEqual([origin, path, 204, null])
    }
  })

  it('gives a key no way around: answers to keys are for no page at all', async () => {
    const { headers } = await server.call('GET', `${crm.path}${history}`, { key: crm.reader, headers: { origin: tool } })
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([null, null])
  })
})

describe('the end of a token', () => {
  it('is its time: it is told so that the page can read it, and ask for another', async () => {
    const token = await tokenOf(crm.reader, { minutes: 1 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    const answer = await read(token, history)
    expect([answer.status, answer.json.code, answer.headers.get('access-control-allow-origin')]).toEqual([
      401,
      'unauthenticated',
      tool,
    ])
  })

  it('is the end of the key that asked for it', async () => {
    const { key, id } = (await server.post(`${crm.path}/keys`, { role: 'reader' })).json
    const token = await tokenOf(key)
    expect((await read(token, history)).status).toBe(200)
    await server.call('DELETE', `${crm.path}/keys/${id}`, { key: server.local })
    expect((await read(token, history)).status).toBe(401)
  })

  it('is anything that was changed in it, or made elsewhere', async () => {
    const token = await tokenOf()
    const [header, body, signature] = token.split('.') as [string, string, string]
    for (const text of [
      `${header}.${body}.${signature.slice(0, -4)}AAAA`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
      `${header}.${body}`,
      `.${body}.${signature}`,
      'a.b.c',
      `${header}.${'A'.repeat(12_000)}.${signature}`,
    ]) {
      const answer = await read(text, history)
      expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated'])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('the record of reading', () => {
  it('names the reader as the tool does, and through what they looked', async () => {
    const token = await tokenOf(crm.reader, { reader: { id: 'u_99', name: 'Ines Duarte' } })
    expect((await read(token, `/events/${mine.id}`)).status).toBe(200)
    // A stop tells what was folded, and ends every token.
    await server.restart()
    expect((await read(token, history)).status).toBe(401)
    const own = (await server.get(`${crm.path}/events?category=trail&limit=200`)).json.data
    const looks = own.filter(({ actor }: { actor: { id: string } }) => actor.id === 'u_99')
    expect(looks[0]).toMatchObject({
      action: 'trail.event_viewed',
      actor: { type: 'user', name: 'Ines Duarte' },
      source: { type: 'user_action', name: `History on ${tool}` },
    })
  })
})
