import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('crm')
})
afterAll(() => server.remove())

const put = (zone: unknown, key = trail.admin) => server.call('PUT', `${trail.path}/zone`, { key, body: { zone } })
const zone = async () => (await server.get(trail.path, trail.reader)).json.zone

it('is set by an administrator, for everybody, and is an event that says from what to what', async () => {
  expect(await zone()).toBeNull()
  expect((await put('Europe/Berlin', trail.reader)).status).toBe(403)
  expect((await put('Europe/Berlin')).json).toEqual({ zone: 'Europe/Berlin' })
  expect((await put('Europe/Berlin')).status).toBe(200)
  expect((await put('Asia/Kolkata')).status).toBe(200)
  await server.restart()
  expect(await zone()).toBe('Asia/Kolkata')
  expect((await put(null)).status).toBe(200)
  expect(await zone()).toBeNull()
  const { json } = await server.get(`${trail.path}/events?category=trail&action=trail.zone_changed&order=asc`, trail.admin)
  expect(json.data.map(({ changes }: { changes: readonly object[] }) => changes[0])).toMatchObject([
    { after: 'Europe/Berlin' },
    { before: 'Europe/Berlin', after: 'Asia/Kolkata' },
    { before: 'Asia/Kolkata' },
  ])
})

it.each(['Mars/Olympus', '', 5, undefined])('refuses %j', async (name) => {
  const answer = await put(name)
  expect([answer.status, answer.json.pointer]).toEqual([422, '/zone'])
})

it('counts over time by the days of a zone, and refuses what is none', async () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 28, hour, 30)).toISOString()
  const event = (hour: number) => ({
    id: `00000000-0000-4000-8000-0000000000${hour}`,
    action: 'order.placed',
    occurredAt: at(hour),
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action' },
    object: { type: 'order', id: String(hour) },
  })
  await server.post(`${trail.path}/events`, [event(22), event(23)], trail.writer)
  const path = `${trail.path}/histogram?from=2026-03-27T23:00:00Z&to=2026-03-29T22:00:00Z&buckets=2`
  const { chosen } = (await server.get(`${path}&zone=Europe/Berlin`, trail.reader)).json
  expect(chosen).toMatchObject({
    width: 'P1D',
    edges: ['2026-03-27T23:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    counts: [1, 1],
  })
  const refused = await server.get(`${path}&zone=Mars`, trail.reader)
  expect([refused.status, refused.json.pointer]).toEqual([400, '/zone'])
})
