import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
})
afterAll(() => server.remove())

const append = (body: unknown, more = {}) => server.post(`${trail.path}/events`, body, trail.writer, more)
const sizeNow = async (): Promise<number> => (await server.get(trail.path)).json.size

describe('appending', () => {
  it('stores one event and answers its position, hash and the newest checkpoint', async () => {
    const event = orderEvent(1)
    const { status, json, headers } = await append(event)
    expect(status).toBe(200)
    expect(json).toMatchObject({ trail: 'orders', accepted: 1, duplicates: 0 })
    expect(json.results).toEqual([
      { id: event.id, status: 'stored', seq: expect.any(Number), hash: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
    ])
    expect(json.checkpoint.split('\n')[0]).toBe(trail.origin)
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })

  it('stores an array and NDJSON in the order sent, at contiguous positions', async () => {
    const before = await sizeNow()
    const array = orderEvents(5)
    const first = await append(array)
    expect(first.json.results.map((r: { id: string }) => r.id)).toEqual(array.map((e) => e.id))
    expect(first.json.results.map((r: { seq: number }) => r.seq)).toEqual([0, 1, 2, 3, 4].map((n) => before + n))
    const lines = orderEvents(3)
    const second = await append(`${lines.map((e) => JSON.stringify(e)).join('\n')}\n\n`, { type: 'application/x-ndjson' })
    expect(second.json.results.map((r: { seq: number }) => r.seq)).toEqual([5, 6, 7].map((n) => before + n))
  })

  it('reads gzip', async () => {
    const { status, json } = await append(gzipSync(JSON.stringify(orderEvents(10))), { headers: { 'content-encoding': 'gzip' } })
    expect([status, json.accepted]).toEqual([200, 10])
  })

  it('answers a repeat with the first position, also after a restart and with its members in another order', async () => {
    const event = orderEvent(2)
    const [first] = (await append(event)).json.results
    const again = await append(event)
    expect(again.status).toBe(200)
    expect(again.json).toMatchObject({ accepted: 0, duplicates: 1, results: [{ ...first, status: 'duplicate' }] })
    await server.restart()
    const turned = Object.fromEntries(Object.entries(event).reverse())
    const later = await append(JSON.stringify(turned, null, 2))
    expect(later.json.results).toEqual([{ ...first, status: 'duplicate' }])
    const upper = await append({ ...event, id: String(event.id).toUpperCase() })
    expect(upper.json.results).toEqual([{ ...first, status: 'duplicate' }])
  })

  it('tells a repeat within one batch from a new event', async () => {
    const event = orderEvent(3)
    const { json } = await append([event, orderEvent(4), event])
    expect(json.results.map((r: { status: string }) => r.status)).toEqual(['stored', 'stored', 'duplicate'])
    expect(json.results[2].seq).toBe(json.results[0].seq)
  })

  it('refuses another content under a known id, keeps the first, and says so on the trail once', async () => {
    const event = orderEvent(5)
    const [first] = (await append(event)).json.results
    const other = { ...event, reason: 'Second thoughts' }
    const before = await sizeNow()
    for (const _ of [1, 2, 3]) {
      const { status, json, headers } = await append(other)
      expect(status).toBe(409)
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect(json).toMatchObject({
        code: 'id_conflict',
        accepted: 0,
        results: [{ id: event.id, status: 'conflict', seq: first.seq }],
      })
    }
    expect(await sizeNow()).toBe(before + 1)
    const own = await server.get(`${trail.path}/events?category=trail&limit=1`)
    expect(own.json.data[0]).toMatchObject({
      action: 'trail.id_conflict',
      ledger: { op: 'id_conflict', ranges: [[first.seq, first.seq + 1]] },
    })
    const kept = await server.get(`${trail.path}/events/${event.id}`)
    expect(kept.json.reason).toBeUndefined()
    await append({ ...event, reason: 'Third thoughts' })
    expect(await sizeNow()).toBe(before + 2)
  })

  it('stores the good events of a batch with a bad one, and answers 422 saying which', async () => {
    const good = orderEvents(2)
    const { status, json, headers } = await append([good[0], { ...orderEvent(9), id: 'not-a-uuid' }, good[1]])
    expect(status).toBe(422)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(json).toMatchObject({ code: 'events_refused', status: 422, accepted: 2, duplicates: 0 })
    expect(json.results.map((r: { status: string }) => r.status)).toEqual(['stored', 'rejected', 'stored'])
    expect(json.results[1]).toMatchObject({ id: 'not-a-uuid', problem: { code: 'bad_id', pointer: '/id' } })
    for (const { id } of good) expect((await server.get(`${trail.path}/events/${id}`)).status).toBe(200)
  })

  it('answers a refused single object with its own problem', async () => {
    const { status, json } = await append({ ...orderEvent(1), surprise: true })
    expect([status, json.code, json.pointer]).toEqual([422, 'unknown_member', '/surprise'])
    expect(json.results).toHaveLength(1)
  })

  it.each([
    ['text that is no JSON', '{"id":', 400, 'invalid_json'],
    ['an empty body', '', 400, 'no_events'],
    ['an empty array', '[]', 400, 'no_events'],
    ['a byte order mark', '\ufeff{}', 400, 'invalid_unicode'],
    ['a lone surrogate', '{"id":"\\ud800"}', 400, 'invalid_unicode'],
    ['a NUL', '{"id":"\\u0000"}', 400, 'invalid_unicode'],
    ['a member named twice', '{"id":"a","id":"b"}', 400, 'duplicate_key'],
    ['__proto__, also escaped', '{"\\u005f_proto__":{}}', 400, 'forbidden_key'],
    ['a number that cannot be kept', '{"count":9007199254740993}', 400, 'unsafe_number'],
    ['nesting too deep', `{"context":${'['.repeat(20)}${']'.repeat(20)}}`, 400, 'too_deep'],
  ])('refuses %s and stores nothing', async (_, body, status, code) => {
    const before = await sizeNow()
    const answer = await append(body)
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await sizeNow()).toBe(before)
  })

  it('answers a time that is none with 400, and one event of a batch with it with 422', async () => {
    const event = { ...orderEvent(1), occurredAt: '2024-02-30T00:00:00Z' }
    const single = await append(event)
    expect([single.status, single.json.code, single.json.pointer]).toEqual([400, 'bad_time', '/occurredAt'])
    const batch = await append([event])
    expect([batch.status, batch.json.results[0].problem.code]).toEqual([422, 'bad_time'])
  })

  it('refuses bytes that are not UTF-8', async () => {
    const answer = await append(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_unicode'])
  })

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json', { 'content-encoding': 'br' }],
    ['application/json', { 'content-encoding': 'gzip, gzip' }],
    ['application/json', { 'content-encoding': 'zstd' }],
  ])('refuses %s %o with 415', async (type, headers) => {
    const answer = await append(JSON.stringify(orderEvent(1)), { type, headers })
    expect([answer.status, answer.json.code]).toEqual([415, 'unsupported_media_type'])
  })

  it('refuses what is compressed twice, or not at all where it says so', async () => {
    const twice = gzipSync(gzipSync(JSON.stringify(orderEvent(1))))
    expect((await append(twice, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
    expect((await append('{}', { headers: { 'content-encoding': 'gzip' } })).json.code).toBe('bad_request')
    const whole = gzipSync(JSON.stringify(orderEvent(1)))
    expect((await append(whole.subarray(0, -9), { headers: { 'content-encoding': 'gzip' } })).json.code).toBe('bad_request')
  })

  it('knows wait=checkpoint and no other parameter', async () => {
    expect((await server.post(`${trail.path}/events?wait=forever`, orderEvent(1), trail.writer)).json).toMatchObject({
      status: 400,
      code: 'bad_parameter',
      pointer: '/wait',
    })
    expect((await server.post(`${trail.path}/events?sync=1`, orderEvent(1), trail.writer)).status).toBe(400)
  })

  it('gives concurrent senders of one event one position, and all but one a duplicate', async () => {
    const event = orderEvent(77)
    const answers = await Promise.all(Array.from({ length: 50 }, () => append(event)))
    const results = answers.map(({ json }) => json.results[0])
    expect(new Set(results.map(({ seq }) => seq)).size).toBe(1)
    expect(results.filter(({ status }) => status === 'stored')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'duplicate')).toHaveLength(49)
  })

  it('records in one order that never goes back in time', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(orderEvents(n % 4 === 0 ? 20 : 1))))
    const times: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await server.get(
        `${trail.path}/events?order=recorded&category=all&limit=1000${cursor ? `&cursor=${cursor}` : ''}`,
      )
      times.push(...page.json.data.map((e: { recordedAt: string }) => e.recordedAt))
      cursor = page.json.nextCursor
    }
    expect(times).toEqual([...times].sort())
    expect(times).toHaveLength(await sizeNow())
  })
})
