import { createHash } from 'node:crypto'
import { isMalformed, parsePolicy, starterCatalogue, verifyBundle } from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTar } from '../../src/bundle/index.ts'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
})
afterAll(() => server.remove())

const push = (body: unknown) => server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body })
const ownEvents = async (action: string) =>
  (await server.get(`${trail.path}/events?category=trail&limit=1000`)).json.data.filter(
    (e: { action: string }) => e.action === action,
  )

describe('the catalogue', () => {
  const first = {
    objects: {
      order: {
        label: 'Order',
        fields: { status: { label: 'State of the order', kind: 'status', sequence: ['Draft', 'Approved'] } },
      },
    },
    actions: { 'order.approved': { category: 'workflow', sentence: '{actor} approved {object}' } },
  }

  it('is missing until one is pushed', async () => {
    expect((await server.get(`${trail.path}/catalogue`)).status).toBe(404)
    expect((await server.get(`${trail.path}/catalogue/1`)).status).toBe(404)
  })

  it('gets a version with each new content, and none with the same', async () => {
    const one = await push(first)
    expect([one.status, one.json.version]).toEqual([200, 1])
    expect((await push(JSON.stringify(first, null, 4))).json).toEqual({ version: 1, changes: [] })
    const two = await push({ ...first, mode: 'strict' })
    expect(two.json.version).toBe(2)
    expect(two.json.changes.length).toBeGreaterThan(0)
    expect((await ownEvents('trail.catalogue_pushed')).map((e: { object: { id: string } }) => e.object.id)).toEqual(['2', '1'])
    expect((await server.get(`${trail.path}/catalogue/1`)).json).toEqual({ version: 1, catalogue: first })
    expect((await server.get(`${trail.path}/catalogue`)).json.version).toBe(2)
  })

  it('judges events while it is strict, and not while it is open', async () => {
    const strict = await server.post(`${trail.path}/events`, orderEvent(1), trail.writer)
    expect([strict.status, strict.json.code]).toEqual([422, 'uncatalogued_action'])
    await push(first)
    expect((await server.post(`${trail.path}/events`, orderEvent(1), trail.writer)).status).toBe(200)
  })

  it('is what old events are still read by', async () => {
    const event = orderEvent(3, { action: 'order.approved' })
    await server.post(`${trail.path}/events`, event, trail.writer)
    await push({ ...first, actions: { 'order.approved': { category: 'workflow', sentence: '{actor} waved {object} through' } } })
    await server.restart()
    const { json } = await server.get(`${trail.path}/events/${event.id}`)
    expect(json.sentence).toBe('Jonas Weber approved Order #1803')
    expect(json.changes[0]).toMatchObject({ label: 'State of the order', kind: 'status' })
  })

  it('takes the whole starter catalogue', async () => {
    expect((await push(starterCatalogue)).status).toBe(200)
  })

  it.each([['[]'], ['{}'], ['null'], ['{"objects":[],"actions":{}}'], ['{"objects":{},"actions":{"Not An Action":{}}}']])(
    'refuses %s',
    async (body) => {
      const { status, json } = await push(body)
      expect([status, json.code]).toEqual([422, 'bad_catalogue'])
    },
  )

  it('refuses what is no JSON', async () => {
    expect((await push('{"objects":')).json.code).toBe('invalid_json')
  })
})

describe('heartbeats', () => {
  it('are remembered without the secrets in their ids, and no more of them than any trail has', async () => {
    const secret = `ghp_${'aB3dE9gH1k'.repeat(4)}`
    const mine = await server.trail('producers')
    const beat = (id: string) => server.post(`${mine.path}/heartbeat`, { producer: { id, seq: 1 } }, mine.writer)
    const send = (ids: readonly string[]) =>
      server.post(
        `${mine.path}/events`,
        ids.map((id, seq) => ({ ...orderEvent(seq), producer: { id, seq } })),
        mine.writer,
      )
    await beat(`crm ${secret}`)
    await send([`shop ${secret}`, 'p'.repeat(60_000)])
    const heard = await server.get(`${mine.path}/heartbeat`, mine.reader)
    expect(heard.text).not.toContain(secret)
    expect(heard.json.data.map((seen: { producer: string }) => seen.producer)).toEqual([
      'crm [hidden: access token]',
      'shop [hidden: access token]',
    ])
    for (let batch = 0; batch < 11; batch++)
      expect((await send(Array.from({ length: 1000 }, (_, i) => `p${batch}-${i}`))).status).toBe(200)
    expect((await server.get(`${mine.path}/heartbeat`, mine.reader)).json.data).toHaveLength(10_000)
    expect((await beat('p0-7')).status).toBe(200)
    expect((await beat('one more')).json).toMatchObject({ code: 'bad_body', pointer: '/producer/id' })
  })

  it('say when each producer was last heard, also after a restart', async () => {
    const beat = await server.post(`${trail.path}/heartbeat`, { producer: { id: 'crm-1', seq: 41 } }, trail.writer)
    expect(beat.json).toMatchObject({ trail: 'orders', checkpoint: expect.any(String) })
    await server.post(`${trail.path}/events`, orderEvent(1, { producer: { id: 'crm-2', seq: 7 } }), trail.writer)
    await server.restart()
    const { json } = await server.get(`${trail.path}/heartbeat`, trail.reader)
    expect(json.data).toMatchObject([
      { producer: 'crm-1', seq: 41, lastSeenAt: expect.any(String) },
      { producer: 'crm-2', seq: 7, lastSeenAt: expect.any(String) },
    ])
  })
})

describe('an import of history', () => {
  const done = {
    file: { name: 'old.csv', size: 1234, sha256: createHash('sha256').update('x').digest('hex') },
    mapping: 'orders.mapping.json',
    lines: 312,
    claimed: { stored: 310, duplicates: 0, refused: 2 },
  }

  it('is one event, however often it is repeated', async () => {
    const first = await server.post(`${trail.path}/imports`, done, trail.writer)
    expect(first.json.status).toBe('stored')
    const again = await server.post(
      `${trail.path}/imports`,
      { ...done, claimed: { stored: 0, duplicates: 310, refused: 2 } },
      trail.writer,
    )
    expect(again.json).toEqual({ ...first.json, status: 'duplicate' })
    expect((await ownEvents('trail.history_imported'))[0]).toMatchObject({
      id: first.json.id,
      batch: { file: done.file, rows: 312 },
    })
    const other = await server.post(`${trail.path}/imports`, { ...done, mapping: 'another' }, trail.writer)
    expect(other.json.id).not.toBe(first.json.id)
  })
})

describe('an export', () => {
  it('streams one event a line, and is on the trail with what left', async () => {
    await server.post(`${trail.path}/events`, orderEvents(700), trail.writer)
    const { events } = (await server.get(trail.path)).json
    const { text, headers } = await server.get(`${trail.path}/export?format=ndjson&order=recorded`, trail.reader)
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(events)
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).toSorted((a, b) => a - b))
    expect((await ownEvents('trail.exported'))[0]).toMatchObject({ count: events, actor: { type: 'api_client' } })
    const all = await server.get(`${trail.path}/export?category=all`, trail.reader)
    expect(all.text.trimEnd().split('\n').length).toBeGreaterThan(events)
  })

  it('that is only asked about is no export', async () => {
    const before = (await ownEvents('trail.exported')).length
    const { status, text } = await server.call('HEAD', `${trail.path}/export?format=bundle`, { key: trail.reader })
    expect([status, text]).toEqual([200, ''])
    expect((await ownEvents('trail.exported')).length).toBe(before)
  })

  it('as a bundle verifies offline', async () => {
    const answer = await fetch(`${server.url}${trail.path}/export?format=bundle`, {
      headers: { authorization: `Bearer ${trail.admin}` },
    })
    expect(answer.headers.get('content-type')).toBe('application/x-tar')
    const files = new Map<string, Uint8Array>()
    for await (const { path, chunks } of readTar(answer.body as unknown as AsyncIterable<Uint8Array>)) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      files.set(path, Buffer.concat(parts))
    }
    const policy = parsePolicy(trail.policy, nobleCrypto)
    if (isMalformed(policy)) throw new Error(policy.why)
    const reader = {
      list: async () => [...files.keys()],
      read: async (path: string) => files.get(path),
      lines: async function* (path: string) {
        for (const line of Buffer.from(files.get(path) ?? [])
          .toString()
          .split('\n'))
          if (line !== '') yield line
      },
    }
    const report = await verifyBundle(reader as never, policy, nobleCrypto)
    expect([report.verdict, report.findings]).toEqual(['holds', []])
  })

  it.each(['format=pdf', 'limit=5', 'format=bundle&order=asc', 'cursor=x'])('does not know ?%s', async (query) => {
    expect((await server.get(`${trail.path}/export?${query}`)).json.code).toBe('bad_parameter')
  })
})
