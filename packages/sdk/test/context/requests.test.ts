import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify, { type FastifyRequest } from 'fastify'
import { type Context, Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue } from '../desk-catalogue.ts'

const recorder = () => createTestRecorder({ catalogue, strict: false, tool: 'Back office' })
type Audit = ReturnType<typeof recorder>
const anything = { object: { id: 1, name: 'Jane Roe' } }
const users: { readonly [token: string]: { readonly id: number; readonly name: string } } = { m: { id: 7, name: 'Maria Lopez' } }

const stops: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function listen(server: Server): Promise<string> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  stops.push(() => new Promise((done) => server.close(done)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Signed = { user?: { readonly id: number; readonly name: string } | undefined }

function expressApp(audit: Audit, trusting = false) {
  const app = express()
  if (trusting) app.set('trust proxy', true)
  app.use(
    audit.express({
      actor: (req) => (req as Signed).user,
      source: (req) => (req.path.startsWith('/admin') ? 'admin_action' : 'user_action'),
      organization: (req) => ({ id: req.get('x-org') ?? 'none' }),
    }),
  )
  app.use((req, _res, next) => {
    const user = users[req.get('x-token') ?? '']
    if (user) (req as Signed).user = user
    next()
  })
  app.use(express.json())
  const routes = express.Router()
  routes.post('/record', async (_req, res) => {
    await audit.record('customer.updated', anything)
    res.end()
  })
  app.use('/admin', routes)
  app.use(routes)
  return app
}

async function fastifyApp(audit: Audit, trusting = false) {
  const app = fastify({ trustProxy: trusting })
  app.decorateRequest('user', undefined)
  await app.register(
    audit.fastify({
      actor: (request: FastifyRequest) => (request as Signed).user,
      source: (request) => (request.url.startsWith('/admin') ? 'admin_action' : 'user_action'),
      organization: (request) => ({ id: String(request.headers['x-org'] ?? 'none') }),
    }),
  )
  app.addHook('preHandler', async (request) => {
    ;(request as Signed).user = users[String(request.headers['x-token'])]
  })
  for (const path of ['/record', '/admin/record'])
    app.post(path, async () => {
      await audit.record('customer.updated', anything)
      return ''
    })
  await app.ready()
  return app
}

function honoApp(audit: Audit) {
  type Env = { Variables: { user: { id: number; name: string } } }
  const app = new Hono<Env>()
  app.use(
    audit.hono({
      actor: (c: Context<Env>) => c.get('user'),
      source: (c) => (c.req.path.startsWith('/admin') ? 'admin_action' : 'user_action'),
      organization: (c) => ({ id: c.req.header('x-org') ?? 'none' }),
    }),
  )
  app.use(async (c, next) => {
    const user = users[c.req.header('x-token') ?? '']
    if (user) c.set('user', user)
    await next()
  })
  for (const path of ['/record', '/admin/record'] as const)
    app.post(path, async (c) => {
      await c.req.text()
      await audit.record('customer.updated', anything)
      return c.body(null)
    })
  return app
}

const servers: { readonly [framework: string]: (audit: Audit) => Promise<string> } = {
  express: async (audit) => listen(createServer(expressApp(audit))),
  fastify: async (audit) => {
    const app = await fastifyApp(audit)
    await app.listen({ port: 0, host: '127.0.0.1' })
    stops.push(() => app.close())
    return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  },
  hono: async (audit) => {
    const server = serve({ fetch: honoApp(audit).fetch, port: 0, hostname: '127.0.0.1' }) as Server
    if (!server.listening) await once(server, 'listening')
    return listen(server)
  },
}

const post = (url: string, headers: { readonly [name: string]: string }, body: object = { any: 'x'.repeat(1_000) }) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

describe.each(Object.keys(servers))('%s', (framework) => {
  const start = (audit: Audit) => servers[framework]?.(audit) ?? Promise.reject(new Error('no such framework'))

  it('gives events their actor, source, organization and request', async () => {
    const audit = recorder()
    const url = await start(audit)
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const headers = { 'x-token': 'm', 'x-org': 'acme', 'x-request-id': 'req-8', traceparent, 'user-agent': 'Desk/1.0' }
    expect((await post(`${url}/admin/record`, headers)).ok).toBe(true)
    expect(audit.recorded()).toMatchObject([
      {
        actor: { type: 'user', id: '7', name: 'Maria Lopez' },
        source: {
          type: 'admin_action',
          name: 'Back office',
          ip: '127.0.0.1',
          userAgent: 'Desk/1.0',
          requestId: 'req-8',
          traceparent,
        },
        organization: { id: 'acme' },
        correlationId: 'req-8',
      },
    ])
  })

  it('names nobody where nobody is signed in', async () => {
    const audit = recorder()
    const url = await start(audit)
    await post(`${url}/record`, { 'x-org': 'acme' })
    expect(audit.recorded()[0]).toMatchObject({ actor: { type: 'unknown', id: 'unknown' }, source: { type: 'user_action' } })
    expect(audit.warnings()).toMatchObject([{ code: 'actor_unknown' }])
  })

  it('believes no forwarded address, no id that is none and no trace that is none', async () => {
    const audit = recorder()
    const url = await start(audit)
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'x'.repeat(500), traceparent: 'made up' }
    await post(`${url}/record`, headers)
    const [event] = audit.recorded()
    expect(event?.source).toMatchObject({ ip: '127.0.0.1' })
    expect(event?.source).not.toHaveProperty('traceparent')
    expect(event?.correlationId).toMatch(/^.{1,100}$/)
    expect(event?.correlationId).toBe(event?.source?.requestId)
  })
})

it('holds for what listens to the answer, whichever request the connection carries next', async () => {
  const audit = recorder()
  const app = express()
  app.use(audit.express({ actor: (req) => ({ id: req.get('x-token') ?? '' }), source: () => 'user_action' }))
  app.get('/', (_req, res) => {
    res.on('finish', () => void audit.record('customer.viewed', anything))
    res.end()
  })
  const url = await listen(createServer(app))
  const tokens = Array.from({ length: 20 }, (_, number) => `t${number}`)
  await Promise.all(
    tokens.map(async (token) => (await fetch(url, { headers: { 'x-token': token, 'x-request-id': token } })).text()),
  )
  await expect.poll(() => audit.recorded()).toHaveLength(20)
  expect(audit.recorded().every(({ actor, correlationId }) => actor.id === correlationId)).toBe(true)
})

it.each(['express', 'fastify'])('%s believes the proxy that the application trusts', async (framework) => {
  const audit = recorder()
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-token': 'm' }
  if (framework === 'express') await post(`${await listen(createServer(expressApp(audit, true)))}/record`, headers)
  else await (await fastifyApp(audit, true)).inject({ method: 'POST', url: '/record', headers })
  expect(audit.recorded()[0]?.source?.ip).toBe('203.0.113.9')
})

it('lets an application say where the caller is, and survives what its functions throw', async () => {
  const audit = recorder()
  const app = new Hono()
  const broken = () => {
    throw new Error('no session')
  }
  app.use('/given', audit.hono({ ip: (c) => c.req.header('fly-client-ip'), source: () => 'user_action' }))
  app.use('/broken', audit.hono({ ip: broken, source: broken, actor: broken, organization: broken }))
  app.get('/*', async (c) => {
    await audit.record('customer.updated', anything)
    return c.text('fine')
  })
  await app.request('/given', { headers: { 'fly-client-ip': '203.0.113.10' } })
  expect((await app.request('/broken')).status).toBe(200)
  expect(audit.recorded()).toMatchObject([{ source: { ip: '203.0.113.10' } }, { actor: { type: 'unknown' } }])
})
