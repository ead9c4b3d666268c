import { connect } from 'node:net'
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

/** Sends bytes as they are, and answers everything that came back until the connection ended or had been quiet. */
const raw = (text: string, { thenClose = true } = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.listening.port, '127.0.0.1')
    let got = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      got += chunk
      if (thenClose && /\r\n\r\n[\s\S]*\}$/.test(got)) socket.end()
    })
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
    socket.write(Buffer.from(text, 'latin1'))
  })

const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])
const bodyOf = (text: string) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))
const head = (extra: string) =>
  `POST ${trail.path}/events HTTP/1.1\r\nHost: daybook.example\r\nAuthorization: Bearer ${trail.writer}\r\nContent-Type: application/json\r\n${extra}`

describe('requests made to be read in two ways', () => {
  const body = () => JSON.stringify(orderEvent(1))
  it.each([
    ['Content-Length and Transfer-Encoding', () => head(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)],
    ['two Content-Length', () => head(`Content-Length: ${body().length}\r\nContent-Length: 5\r\n\r\n${body()}`)],
    ['two equal Content-Length', () => head(`Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345`)],
    ['a Content-Length that is no number', () => head(`Content-Length: 0x10\r\n\r\n`)],
    ['a negative Content-Length', () => head(`Content-Length: -1\r\n\r\n`)],
    ['a space before the colon', () => head(`Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`)],
    ['an unknown transfer coding', () => head(`Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n`)],
    ['a chunk size that is no number', () => head(`Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`)],
    ['a folded header', () => head(`X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}`)],
    ['a NUL in a header', () => head(`X-A: b\0c\r\nContent-Length: 2\r\n\r\n{}`)],
    ['a bare LF', () => `GET /healthz HTTP/1.1\nHost: a\n\n`],
    ['no Host', () => `GET /v1/trails HTTP/1.1\r\n\r\n`],
    ['something that is no HTTP', () => `\x16\x03\x01\x02\x00\x01\x00`],
    ['a method that is none', () => `BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n`],
  ])('%s: refused with 400 as a problem, and nothing is stored', async (_, text) => {
    const before = (await server.get(trail.path)).json.size
    const answer = await raw(text())
    expect(statusOf(answer)).toBe(400)
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im)
    expect(bodyOf(answer).code).toBe('bad_request')
    expect((await server.get(trail.path)).json.size).toBe(before)
  })

  it('headers over the limit: 431 as a problem', async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect([statusOf(answer), bodyOf(answer).code]).toEqual([431, 'header_fields_too_large'])
  })

  it('a Host header, or an absolute address, decides nothing', async () => {
    const token = server.local
    for (const target of ['/v1/links', 'http://evil.example/v1/links']) {
      const answer = await raw(
        `POST ${target} HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
        { thenClose: false },
      )
      expect(statusOf(answer)).toBe(201)
      expect(answer).not.toContain('evil.example')
      expect(bodyOf(answer).link).toContain(server.url)
    }
  })

  it('a Host header that is none: 400 as a problem', async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: a b/c?d\r\nConnection: close\r\n\r\n`, { thenClose: false })
    expect([statusOf(answer), bodyOf(answer).code]).toEqual([400, 'bad_request'])
  })

  it('two requests in one write: two answers, in order', async () => {
    const one = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`
    const answer = await raw(one('/healthz') + one('/v1/nothing', 'Connection: close\r\n'), { thenClose: false })
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404'])
  })
})

describe('a client that goes away', () => {
  it('in the middle of its body leaves nothing behind', async () => {
    const before = (await server.get(trail.path)).json.size
    await new Promise<void>((resolve) => {
      const socket = connect(server.listening.port, '127.0.0.1', () => {
        socket.write(head(`Content-Length: 1000\r\n\r\n{"id":`), () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
    expect((await server.get(trail.path)).json.size).toBe(before)
    await expect.poll(async () => (await server.get('/metrics')).text).toContain('daybook_body_bytes_held 0')
  })
})

describe('every address', () => {
  it.each([
    ['GET', '/v1', 404],
    ['GET', '/v1/nothing', 404],
    ['GET', '/v1/trails/orders/nothing', 404],
    ['GET', '/v1/trails/%zz', 404],
    ['GET', '/v1/trails/..%2f..%2fetc%2fpasswd', 404],
    ['GET', '/v1//trails', 404],
    ['POST', '/healthz', 405],
    ['DELETE', '/v1/trails', 405],
    ['PATCH', '/v1/trails/orders/events', 405],
    ['PUT', '/v1/trails/orders/keys', 405],
    ['POST', '/', 405],
    ['TRACE', '/healthz', 405],
    ['GET', '/favicon.nope', 404],
  ])('%s %s answers %i as a problem with a request id', async (method, path, status) => {
    const answer = method === 'TRACE' ? undefined : await server.call(method, path, { key: server.local })
    const text = answer
      ? ''
      : await raw(`${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, { thenClose: false })
    const problem = answer?.json ?? bodyOf(text)
    expect(answer?.status ?? statusOf(text)).toBe(status)
    expect(problem).toMatchObject({
      status,
      requestId: expect.stringMatching(/^req_/),
      code: status === 405 ? 'method_not_allowed' : 'not_found',
    })
    if (answer) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.headers.get('x-request-id')).toBe(problem.requestId)
    }
    if (answer && status === 405) expect(answer.headers.get('allow')).toBeTruthy()
  })

  it('says in OPTIONS which methods it takes', async () => {
    const answer = await server.call('OPTIONS', `${trail.path}/events`)
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('answers HEAD as GET without its body', async () => {
    const answer = await server.call('HEAD', `${trail.path}`, { key: trail.reader })
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, '', 'application/json'])
  })

  it('is data, not a page: no sniffing, no framing, no caching', async () => {
    for (const path of [trail.path, '/v1/nothing', `${trail.path}/events`, '/healthz']) {
      const { headers } = await server.get(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  it('never answers with a stack, a statement or a value that was sent', async () => {
    const secret = 'correct-horse-battery-staple'
    const answers = await Promise.all([
      server.post(`${trail.path}/events`, { ...orderEvent(1), occurredAt: secret }, trail.writer),
      server.post(`${trail.path}/events`, `{"id":"${secret}`, trail.writer),
      server.post(`${trail.path}/keys`, { role: secret }),
      server.post('/v1/trails', { name: secret.toUpperCase() }),
      server.get(`${trail.path}/events?limit=${secret}`),
      server.get(`${trail.path}/events?cursor=${secret}`),
      server.get(`/v1/trails/${secret}`),
    ])
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(text.toLowerCase()).not.toContain(secret)
      expect(text).not.toMatch(/SQLITE|SELECT|at .*\.ts|node_modules/)
    }
  })
})
