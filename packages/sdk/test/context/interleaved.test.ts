import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import express from 'express'
import fc from 'fast-check'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue } from '../desk-catalogue.ts'

/** A step of what a request does; each records once, and waits in its own way. */
const steps = ['record', 'sleep', 'immediate', 'tick', 'stream', 'emitter', 'as', 'batch', 'parallel', 'thenable'] as const
type Step = (typeof steps)[number]

const audit = createTestRecorder({ catalogue, strict: false })
const object = { id: 1, name: 'Jane Roe' }
const record = () => audit.record('customer.updated', { object })

async function take(plan: readonly Step[], user: string, body?: IncomingMessage): Promise<void> {
  const [step, ...rest] = plan
  if (step === undefined) return
  switch (step) {
    case 'record':
      break
    case 'sleep':
      await sleep(Math.random() * 3)
      break
    case 'immediate':
      await new Promise<void>((done) => setImmediate(done))
      break
    case 'tick':
      await new Promise<void>((done) => process.nextTick(done))
      break
    case 'stream':
      for await (const _ of Readable.from(['a', 'b'])) await record()
      break
    case 'emitter':
      // what a body parser that knows nothing of contexts does
      if (body && !body.readableEnded) {
        await new Promise<void>((done) => {
          body.on('data', () => void record())
          body.on('end', () => void record().then(() => done()))
        })
      }
      break
    case 'as':
      await audit.as({ type: 'automation', id: `auto-${user}`, name: 'Automation' }, () => take(rest, `auto-${user}`))
      await record()
      return
    case 'batch':
      await audit.batch('customer.import', {}, async (batch) => {
        await batch.record('customer.created', { object })
        await sleep(Math.random() * 2)
        await batch.record('customer.created', { object })
      })
      break
    case 'parallel':
      await Promise.all([record(), sleep(1).then(record), record()])
      break
    case 'thenable':
      // biome-ignore lint/suspicious/noThenProperty: what query builders answer
      await { then: (done: (value: unknown) => void) => void setTimeout(done, 1) }
  }
  await record()
  await take(rest, user, body)
}

const started: { readonly url: string; readonly stop: () => Promise<unknown> }[] = []
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const planOf = (header: string | undefined) => JSON.parse(header ?? '[]') as Step[]

beforeAll(async () => {
  const app = express()
  app.use(audit.express({ actor: (req) => ({ id: req.get('x-user') ?? '', name: 'Somebody' }), source: () => 'user_action' }))
  app.post('/', async (req, res) => {
    await take(planOf(req.get('x-plan')), req.get('x-user') ?? '', req)
    res.end()
  })
  const one = createServer(app).listen(0, '127.0.0.1')
  await once(one, 'listening')
  started.push({ url: urlOf(one), stop: () => new Promise((done) => one.close(done)) })

  const two = fastify()
  await two.register(
    audit.fastify({
      actor: (request) => ({ id: String(request.headers['x-user']), name: 'Somebody' }),
      source: () => 'user_action',
    }),
  )
  two.post('/', async (request) => {
    await take(planOf(request.headers['x-plan'] as string), request.headers['x-user'] as string)
    return ''
  })
  await two.listen({ port: 0, host: '127.0.0.1' })
  started.push({ url: urlOf(two.server), stop: () => two.close() })

  const three = new Hono()
  three.use(audit.hono({ actor: (c) => ({ id: c.req.header('x-user') ?? '', name: 'Somebody' }), source: () => 'user_action' }))
  three.post('/', async (c) => {
    await c.req.text()
    await take(planOf(c.req.header('x-plan')), c.req.header('x-user') ?? '')
    return c.body(null)
  })
  const hono = serve({ fetch: three.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  if (!hono.listening) await once(hono, 'listening')
  started.push({ url: urlOf(hono), stop: () => new Promise((done) => hono.close(done)) })
})
afterAll(() => Promise.all(started.map(({ stop }) => stop())))

it('interleaved requests of all frameworks never meet in one event', async () => {
  let run = 0
  const plan = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 5 })
  const requests = fc.array(fc.record({ server: fc.nat({ max: 2 }), plan }), { minLength: 2, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      audit.clear()
      run++
      await Promise.all(
        given.map(async ({ server, plan }, index) => {
          const user = `user-${run}-${index}`
          const answer = await fetch(started[server]?.url ?? '', {
            method: 'POST',
            headers: { 'x-user': user, 'x-plan': JSON.stringify(plan), 'x-request-id': user, 'content-type': 'text/plain' },
            body: 'x'.repeat(500),
          })
          expect(answer.status).toBeLessThan(300)
        }),
      )
      expect(audit.warnings()).toEqual([])
      const events = audit.recorded()
      expect(events.length).toBeGreaterThanOrEqual(given.length)
      for (const { actor, correlationId, source } of events) {
        const person = actor.type === 'import' ? actor.onBehalfOf?.id : actor.id
        expect(correlationId).toMatch(new RegExp(`^user-${run}-\\d+$`))
        expect(person?.replaceAll('auto-', '')).toBe(correlationId)
        expect(source?.requestId ?? correlationId).toBe(correlationId)
        expect(actor.type === 'automation').toBe(source?.type === 'automation')
      }
    }),
    { numRuns: 60 },
  )
})
