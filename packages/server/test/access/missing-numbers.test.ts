import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventInput } from '@daybook/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccessStore } from '../../src/access/access-store.ts'
import { Producers } from '../../src/access/producers.ts'
import { tellGaps } from '../../src/http/operation/gap-events.ts'
import { Trails } from '../../src/trail/trails.ts'
import { WriterClient } from '../../src/trail/writer-client.ts'
import { orderEvent } from '../http/firm-events.ts'
import { RunningServer, type TrailKeys } from '../http/running-server.ts'
import { callOf } from '../trail/engine-parts.ts'

describe('over HTTP', () => {
  let server: RunningServer
  let trail: TrailKeys
  beforeAll(async () => {
    server = await RunningServer.start()
    trail = await server.trail('orders')
  })
  afterAll(() => server.remove())

  const numbered = (from: number, to: number, id = 'crm-1') =>
    Array.from({ length: to - from + 1 }, (_, i) => orderEvent(i, { producer: { id, seq: from + i } }))
  const send = async (events: readonly object[]) =>
    expect((await server.post(`${trail.path}/events`, events, trail.writer)).status).toBe(200)
  const heard = async (id = 'crm-1') => {
    const { json } = await server.get(`${trail.path}/heartbeat`, trail.reader)
    expect(json.complete).toBe(true)
    return json.data.find((seen: { producer: string }) => seen.producer === id)
  }
  const metric = async (name: string) =>
    (await server.get('/metrics')).text.split('\n').find((line) => line.startsWith(`${name}{trail="orders"}`))

  it('names what is missing between two batches, and no more of it once it has come, repeats and refusals aside', async () => {
    const before = numbered(8830, 8841)
    const missing = numbered(8842, 8853)
    await send(before)
    await send(numbered(8854, 8856))
    await send(before)
    expect((await heard()).says).toEqual(['12 events from crm-1 missing (8842–8853)'])
    expect(await metric('daybook_producer_events_missing')).toMatch(/ 12$/)
    const refused = { ...missing[0], action: 'Not an action' }
    expect(
      (
        await server.post(
          `${trail.path}/events`,
          [refused, { ...before[0], reason: 'other', producer: { id: 'crm-1', seq: 8842 } }],
          trail.writer,
        )
      ).status,
    ).toBe(422)
    expect((await heard()).missing).toBe(12)
    const beat = await server.post(`${trail.path}/heartbeat`, { producer: { id: 'crm-1', seq: 8856 } }, trail.writer)
    expect(beat.json.missing).toEqual([[8842, 8853]])
    await send(missing.slice(6).reverse())
    expect((await heard()).says).toEqual(['6 events from crm-1 missing (8842–8847)'])
    await send(missing)
    expect(await heard()).toMatchObject({ missing: 0, gaps: [], says: [], seq: 8856, repeated: 0 })
    expect(await metric('daybook_producer_events_missing')).toMatch(/ 0$/)
  })

  it('proves to a quiet producer that the trail still begins with what it saw, and says so where it does not', async () => {
    const checkpointOf = (note: string) => {
      const [, size, root] = note.split('\n')
      return { size: Number(size), seen: `${size} ${root}` }
    }
    const beat = (seen?: string) =>
      server.post(`${trail.path}/heartbeat`, { producer: { id: 'quiet' } }, trail.writer, {
        headers: seen === undefined ? {} : { 'Daybook-Checkpoint': seen },
      })
    const before = checkpointOf((await beat()).json.checkpoint)
    await server.post(`${trail.path}/events?wait=checkpoint`, numbered(1, 9, 'other'), trail.writer)
    const { json } = await beat(before.seen)
    const after = checkpointOf(json.checkpoint)
    expect(after.size).toBeGreaterThan(before.size)
    expect(json.consistency).toEqual(expect.arrayContaining([expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)]))
    expect((await beat(after.seen)).json.consistency).toEqual([])
    expect((await beat(`${after.size + 5} ${after.seen.split(' ')[1]}`)).json.consistency).toMatchObject({ failed: 'ahead' })
    const own = await server.get(`${trail.path}/events?category=trail&order=recorded&limit=1000`, trail.admin)
    expect(own.text).toContain('trail.checkpoint_disputed')
    expect((await beat('nonsense')).json.code).toBe('bad_parameter')
  })

  it('takes what a producer owns up to for explained', async () => {
    await send(numbered(1, 4, 'shop-1'))
    const gap = { ...orderEvent(0), action: 'trail.gap', object: undefined, changes: undefined, count: 3, reason: 'spool full' }
    await send([{ ...gap, context: { ranges: [[5, 7]] }, producer: { id: 'shop-1', seq: 8 } }])
    expect(await heard('shop-1')).toMatchObject({ missing: 0, lost: 3, explained: [{ from: 5, to: 7, count: 3 }] })
    expect(await metric('daybook_producer_events_lost')).toMatch(/ 3$/)
    await send(numbered(11, 11, 'shop-1'))
    await send([{ ...gap, id: crypto.randomUUID(), context: { producer: 'shop-1', ranges: [[9, 10]] } }])
    expect(await heard('shop-1')).toMatchObject({ missing: 0, lost: 5, seq: 11 })
  })

  it('knows the same after a restart, after a crash that lost what was not saved, and when the state is gone', async () => {
    await send([...numbered(1, 4, 'pos-1'), ...numbered(9, 9, 'pos-1')])
    const known = async () => (await heard('pos-1')).gaps
    const before = await known()
    expect(before).toMatchObject([{ from: 5, to: 8, count: 4 }])
    await server.restart()
    expect(await known()).toEqual(before)

    const [now, old] = [join(server.data, 'access.db'), join(server.folder, 'access.old')]
    await server.stop()
    copyFileSync(now, old)
    await server.startAgain()
    await send([...numbered(6, 6, 'pos-1'), ...numbered(12, 12, 'pos-1')])
    await server.stop()
    copyFileSync(old, now)
    await server.startAgain()
    const after = [
      { from: 5, to: 5 },
      { from: 7, to: 8 },
      { from: 10, to: 11 },
    ]
    expect(await known()).toMatchObject(after)

    await server.stop()
    const store = new AccessStore(now)
    store.saveProducers('orders', [], { upTo: 0, replace: true })
    store.close()
    await server.startAgain()
    expect(await known()).toMatchObject(after)
    expect((await heard()).says).toEqual([])
    expect(await heard('shop-1')).toMatchObject({ missing: 0, lost: 5 })
  })
})

describe('the trail itself', () => {
  const minute = 60_000
  const open = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-gaps-'))
    const folders = { data: join(folder, 'data'), keys: join(folder, 'keys') }
    mkdirSync(join(folders.data, 'trails'), { recursive: true })
    mkdirSync(folders.keys)
    const writer = new WriterClient(folders, { onStatus: (status) => trails.heard(status), onDeath: () => undefined })
    const trails: Trails = new Trails(folders, writer, 'daybook.example')
    const created = {
      id: '019ab3f2-0000-7000-8000-000000000000',
      action: 'trail.created',
      occurredAt: '2026-11-22T09:00:00.000Z',
    }
    const trail = await trails.create(
      'orders',
      () => ({ ...created, actor: { type: 'system', id: 'x', name: 'X' } }) as EventInput,
    )
    const store = new AccessStore(join(folders.data, 'access.db'))
    const clock = { ms: Date.UTC(2026, 10, 22, 9) }
    const now = () => clock.ms
    const service = { trails, producers: new Producers(store, now), now }
    return {
      clock,
      tell: () => tellGaps(service),
      send: async (...numbers: readonly number[]) => {
        const { counts } = await trails.append(callOf(numbers.map((seq, i) => orderEvent(i, { producer: { id: 'crm-1', seq } }))))
        service.producers.stored('orders', counts.producers, counts.size)
      },
      said: async () => {
        const { size } = await trail.reader.size()
        const events = await trail.reader.read({ from: 1, to: size, limit: size, order: 'asc', which: 'own' })
        const texts = events.flatMap((event) =>
          event.state === 'present' ? [event.slots.map((slot) => ('disclosure' in slot ? slot.disclosure : '')).join()] : [],
        )
        return texts.map((text) =>
          [/trail\.gap_\w+/.exec(text)?.[0], /"numbers? [^"]*"/.exec(text)?.[0]].filter(Boolean).join(' '),
        )
      },
      close: async () => {
        await trails.close()
        await writer.close()
        store.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }

  it('says what stayed missing for a minute, once, and when nothing is missing any more', async () => {
    const trail = await open()
    await trail.send(1, 2, 5, 9)
    await trail.tell()
    trail.clock.ms += minute - 1
    await trail.tell()
    expect(await trail.said()).toEqual([])
    trail.clock.ms += 1
    await trail.tell()
    await trail.tell()
    expect(await trail.said()).toEqual(['trail.gap_opened "numbers 3–4, 6–8"'])
    await trail.send(3, 4, 6, 8)
    await trail.tell()
    expect(await trail.said()).toHaveLength(1)
    await trail.send(7)
    await trail.tell()
    await trail.tell()
    expect((await trail.said()).slice(1)).toEqual(['trail.gap_closed'])
    await trail.close()
  })

  it('says nothing of batches that overtook each other, and of one producer at most once an hour', async () => {
    const trail = await open()
    await trail.send(1, 5)
    await trail.send(2, 3, 4)
    trail.clock.ms += minute
    await trail.tell()
    expect(await trail.said()).toEqual([])
    for (let n = 10; n < 40; n += 2) {
      await trail.send(n)
      trail.clock.ms += minute
      await trail.tell()
    }
    expect(await trail.said()).toEqual(['trail.gap_opened "numbers 6–9"'])
    trail.clock.ms += 60 * minute
    await trail.tell()
    expect(await trail.said()).toEqual([
      'trail.gap_opened "numbers 6–9"',
      'trail.gap_opened "numbers 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and 4 more ranges"',
    ])
    await trail.close()
  })
})
