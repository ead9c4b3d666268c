import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Outbound } from '../../src/outbound/outbound.ts'
import type { OutboundFailure } from '../../src/outbound/outbound-failure.ts'
import { type Certificate, makeCertificate } from './certificate.ts'

let certificate: Certificate
let server: Server
let port: number
let answer: RequestListener
const heard: { url: string; host: string | undefined; sni: string | false; body: string }[] = []

beforeAll(async () => {
  certificate = makeCertificate()
  server = createTlsServer(certificate, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { servername } = request.socket as TLSSocket & { servername: string | false }
      heard.push({ url: request.url ?? '', host: request.headers.host, sni: servername, body: Buffer.concat(chunks).toString() })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  heard.length = 0
  server.closeAllConnections()
})
afterAll(() => server.close())

const here = async () => [{ address: '127.0.0.1', family: 4 }]
const ok: RequestListener = (_, response) => response.end('fine')
const guarded = (more: object = {}) => new Outbound({ allow: ['receiver.example'], ca: certificate.cert, lookup: here, ...more })
const url = (path = '/') => `https://receiver.example:${port}${path}`
const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no failure',
    (error: OutboundFailure) => `${error.name}: ${error.reason}`,
  )

describe('a call to another machine', () => {
  it('goes to the address its name had, with the name in TLS and in the request', async () => {
    answer = ok
    const { status, body } = await guarded().request(url('/hook?x=1'), { method: 'POST', body: 'hello' })
    expect([status, body.toString()]).toEqual([200, 'fine'])
    expect(heard).toEqual([{ url: '/hook?x=1', host: `receiver.example:${port}`, sni: 'receiver.example', body: 'hello' }])
  })

  it('is refused where the name leads into a private network, before anything is sent', async () => {
    answer = ok
    for (const address of ['127.0.0.1', '10.0.0.5', '169.254.169.254', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', 'fd00::1']) {
      const outbound = guarded({ allow: [], lookup: async () => [{ address, family: address.includes(':') ? 6 : 4 }] })
      expect(await reasonOf(outbound.request(url()))).toBe('OutboundFailure: not_allowed')
      expect(await reasonOf(outbound.connect('receiver.example', port, { tls: true }))).toBe('OutboundFailure: not_allowed')
      expect(await reasonOf(outbound.reach(url()))).toBe('OutboundFailure: not_allowed')
    }
    expect(heard).toEqual([])
  })

  it('is refused where one of several addresses is private', async () => {
    const outbound = guarded({
      allow: [],
      lookup: async () => [
        { address: '8.8.8.8', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    })
    expect(await reasonOf(outbound.request(url()))).toBe('OutboundFailure: not_allowed')
  })

  it('asks for the address once: an answer that changes afterwards changes nothing', async () => {
    answer = ok
    let asked = 0
    const lookup = async () => {
      asked++
      return asked === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '192.0.2.1', family: 4 }]
    }
    expect((await guarded({ lookup }).request(url())).status).toBe(200)
    expect(asked).toBe(1)
    const turned = guarded({ allow: [], lookup: async () => [{ address: asked++ === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }] })
    await reasonOf(turned.request(url(), { timeoutMs: 50 }))
    expect(asked).toBe(2)
    expect(heard).toHaveLength(1)
  })

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://0/',
  ])('to %s is refused', async (address) => {
    expect(await reasonOf(new Outbound().request(address))).toBe('OutboundFailure: not_allowed')
  })

  it.each(['ftp://receiver.example/', 'receiver.example', '', 'javascript:1', 'file:///etc/passwd'])(
    'to %o is none',
    async (address) => {
      expect(await reasonOf(guarded().request(address))).toBe('OutboundFailure: no_address')
    },
  )

  it('without TLS is only for hosts that are named, and credentials never stand in an address', async () => {
    const plain = createServer((_, response) => response.end('plain'))
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const at = `http://localhost:${(plain.address() as AddressInfo).port}/`
    expect(await reasonOf(new Outbound({ lookup: here }).request(at))).toBe('OutboundFailure: not_allowed')
    expect((await new Outbound({ allow: ['localhost'], lookup: here }).request(at)).body.toString()).toBe('plain')
    plain.close()
    expect(await reasonOf(guarded().request(url().replace('https://', 'https://a:b@')))).toBe('OutboundFailure: not_allowed')
  })

  it('trusts no certificate that the configuration does not', async () => {
    expect(await reasonOf(guarded({ ca: undefined }).request(url()))).toBe('OutboundFailure: not_trusted')
    const other = guarded({ allow: ['other.example'] })
    expect(await reasonOf(other.request(url().replace('receiver', 'other')))).toBe('OutboundFailure: not_trusted')
  })

  it('follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end()
      expect(await reasonOf(guarded().request(url()))).toBe('OutboundFailure: refused')
    }
    expect(heard.map((call) => call.url)).toEqual(['/', '/', '/', '/', '/'])
  })

  it('ends at its deadline, whatever it waits for', async () => {
    answer = () => undefined
    expect(await reasonOf(guarded().request(url(), { timeoutMs: 100 }))).toBe('OutboundFailure: too_slow')
    answer = (_, response) => {
      const timer = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(timer))
    }
    expect(await reasonOf(guarded().request(url(), { timeoutMs: 100 }))).toBe('OutboundFailure: too_slow')
    const never = guarded({ lookup: () => new Promise(() => undefined) })
    expect(await reasonOf(never.request(url(), { timeoutMs: 50 }))).toBe('OutboundFailure: too_slow')
  })

  it('that only looks whether somebody is there goes nowhere that nothing could be sent', async () => {
    await guarded().reach(url())
    expect(heard).toEqual([])
    const plain = createServer()
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const address = `http://receiver.example:${(plain.address() as AddressInfo).port}/`
    expect(await reasonOf(guarded().reach(address))).toBe('no failure')
    // A public address, as far as anybody can tell: without TLS nothing is sent there, and there is no look either.
    const open = guarded({ allow: [], lookup: async () => [{ address: '8.8.8.8', family: 4 }] })
    expect(await reasonOf(open.request(address))).toBe('OutboundFailure: not_allowed')
    expect(await reasonOf(open.reach(address))).toBe('OutboundFailure: not_allowed')
    for (const one of ['ftp://receiver.example/', 'https://a:b@receiver.example/', 'nothing'])
      expect(await reasonOf(guarded().reach(one))).toMatch(/^OutboundFailure: (no_address|not_allowed)$/)
    await new Promise((resolve) => plain.close(resolve))
  })

  it('reads no endless answer', async () => {
    answer = (_, response) => {
      const write = () => {
        while (response.write('x'.repeat(10_000)));
      }
      response.on('drain', write)
      write()
    }
    expect(await reasonOf(guarded().request(url(), { maxBytes: 50_000 }))).toBe('OutboundFailure: too_large')
  })

  it('says so where nothing listens, and where the other side breaks off', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port: free } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    expect(await reasonOf(guarded().request(`https://receiver.example:${free}/`))).toBe('OutboundFailure: unreachable')
    answer = (request) => request.socket.destroy()
    expect(await reasonOf(guarded().request(url()))).toBe('OutboundFailure: broke_off')
  })

  it('is there as fetch, for libraries that take one', async () => {
    answer = (_, response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"a":1}')
    const response = await guarded().fetch(new URL(url('/token')), { method: 'POST', body: new URLSearchParams({ code: '7' }) })
    expect([response.status, await response.json()]).toEqual([201, { a: 1 }])
    expect(heard[0]?.body).toBe('code=7')
    await expect(guarded({ allow: [] }).fetch(url())).rejects.toThrow('private network')
  })
})
