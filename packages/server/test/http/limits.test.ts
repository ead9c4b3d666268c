import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

const bodyBytes = 5 * 1024 * 1024
let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('limits')
})
afterAll(() => server.remove())

const append = (body: unknown, more = {}) => server.post(`${trail.path}/events`, body, trail.writer, more)

/** A body of exactly so many bytes: one small event and white space, which is no part of it. */
const bodyOf = (bytes: number): string => JSON.stringify(orderEvent(1)).padEnd(bytes, ' ')

/** Sends in chunks, without a length. Answers undefined for the body where the server cut the connection. */
const sendChunked = (body: string): Promise<{ status: number | undefined; text: string }> =>
  new Promise((resolve, reject) => {
    const request = http.request(
      `${server.url}${trail.path}/events`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${trail.writer}`, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode, text }))
      },
    )
    request.on('error', reject)
    for (let at = 0; at < body.length; at += 256 * 1024) request.write(body.slice(at, at + 256 * 1024))
    request.end()
  })

describe('what a call does not know', () => {
  const views = (body: object) => server.call('POST', `${trail.path}/views`, { key: trail.admin, body })
  const view = { name: 'Mine', q: '', lane: 'business', range: { kind: 'relative', last: '7d' } }

  it.each([
    ['a member', { ...view, colour: 'red' }, '/colour', 'This call does not know this member; it takes name, q,'],
    ['a member further in', { ...view, range: { ...view.range, colour: 'red' } }, '/range/colour', 'leave it out.'],
  ])('is named by its place, with what it takes instead: %s', async (_what, body, pointer, says) => {
    const { status, json } = await views(body)
    expect([status, json.code, json.pointer]).toEqual([422, 'bad_body', pointer])
    expect(json.detail).toContain(says)
    expect(json.detail).not.toContain('red')
  })

  it('and a parameter', async () => {
    const { json } = await server.get(`${trail.path}/values?filter=actor&colour=red`, trail.reader)
    expect(json).toMatchObject({ code: 'bad_parameter', pointer: '/colour' })
    expect(json.detail).toBe('This call does not know this parameter; it takes filter, typed, limit.')
  })

  it('and a limit beyond what is answered', async () => {
    const { json } = await server.get(`${trail.path}/values?filter=actor&limit=51`, trail.reader)
    expect(json).toMatchObject({ code: 'bad_parameter', pointer: '/limit', detail: 'The limit is 1 to 50.' })
  })
})

describe('limits of a request', () => {
  it('reads a body of exactly 5 MiB and refuses one byte more', async () => {
    expect((await append(bodyOf(bodyBytes))).status).toBe(200)
    const { status, json } = await append(bodyOf(bodyBytes + 1))
    expect([status, json.code]).toEqual([413, 'body_too_large'])
  })

  it('does so without a Content-Length as well', async () => {
    expect((await sendChunked(bodyOf(bodyBytes))).status).toBe(200)
    const refused = await sendChunked(bodyOf(bodyBytes + 1))
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([413, 'body_too_large'])
  })

  it('counts compressed bodies as they are after decompression', async () => {
    const headers = { 'content-encoding': 'gzip' }
    expect((await append(gzipSync(bodyOf(bodyBytes)), { headers })).status).toBe(200)
    expect((await append(gzipSync(bodyOf(bodyBytes + 1)), { headers })).status).toBe(413)
  })

  it('stops a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20))
    const { status, json } = await append(bomb, { headers: { 'content-encoding': 'gzip' } })
    expect([status, json.code]).toEqual([413, 'body_too_large'])
  })

  it('takes 1,000 events and refuses 1,001 whole', async () => {
    expect((await append(orderEvents(1000))).json.accepted).toBe(1000)
    const before = (await server.get(trail.path)).json.size
    const { status, json } = await append(orderEvents(1001))
    expect([status, json.code]).toEqual([413, 'too_many_events'])
    expect((await server.get(trail.path)).json.size).toBe(before)
  })

  it('refuses an event over its own limits by itself, and never cuts it short', async () => {
    const long = { ...orderEvent(1), reason: 'x'.repeat(64 * 1024 + 1) }
    const many = { ...orderEvent(2), changes: Array.from({ length: 2001 }, (_, n) => ({ field: `f${n}`, after: n })) }
    const large = {
      ...orderEvent(3),
      context: Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`k${n}`, 'y'.repeat(60_000)])),
    }
    const { status, json } = await append([orderEvent(4), long, many, large])
    expect(status).toBe(422)
    expect(json.accepted).toBe(1)
    expect(json.results.map((r: { problem?: { code: string } }) => r.problem?.code)).toEqual([
      undefined,
      'string_too_long',
      'too_many_changes',
      'event_too_large',
    ])
    const alone = await append(long)
    expect([alone.status, alone.json.code]).toEqual([413, 'string_too_long'])
  })

  it('holds the same for the small bodies of other calls', async () => {
    const answer = await server.post('/v1/trails', `{"name":"${'x'.repeat(300_000)}"}`)
    expect([answer.status, answer.json.code]).toEqual([413, 'body_too_large'])
  })
})
