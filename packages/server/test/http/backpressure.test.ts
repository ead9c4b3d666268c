import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Daybook, openDaybook } from '../../src/daybook.ts'
import { orderEvents } from './firm-events.ts'

let folder: string
let daybook: Daybook
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-busy-'))
  daybook = await openDaybook({ data: join(folder, 'data'), maxHeldBytes: 1024 * 1024, log: pino({ level: 'silent' }) })
  await send('/v1/trails', { name: 'orders' })
})
afterAll(async () => {
  await daybook.close()
  await rm(folder, { recursive: true, force: true })
})

const send = (path: string, body: unknown) =>
  daybook.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${daybook.localToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

it('holds no more than it may, tells the others to come back, and takes them when they do', async () => {
  const batches = Array.from({ length: 12 }, () => orderEvents(800))
  const answers = await Promise.all(batches.map((batch) => send('/v1/trails/orders/events', batch)))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  for (const answer of answers.filter(({ status }) => status === 429)) {
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await answer.json()).toMatchObject({ code: 'too_busy' })
  }
  for (const batch of batches) {
    const answer = await send('/v1/trails/orders/events', batch)
    expect(answer.status).toBe(200)
  }
  const trail = await daybook.fetch(
    new Request('http://localhost/v1/trails/orders', { headers: { authorization: `Bearer ${daybook.localToken}` } }),
  )
  expect(await trail.json()).toMatchObject({ events: 12 * 800 })
})

it('answers without a socket exactly as with one', async () => {
  const answer = await daybook.fetch(new Request('http://localhost/v1/nothing'))
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
})
