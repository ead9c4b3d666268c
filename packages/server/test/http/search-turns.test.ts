import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SearchLane } from '../../src/reading/search-lane.ts'
import { isAlive, standStill } from '../reading/stand-still.ts'
import { orderEvents } from './firm-events.ts'
import { type Answer, RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const logged: string[] = []
beforeAll(async () => {
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
  server = await RunningServer.start({ log, searchDeadlineMs: 20_000 })
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, orderEvents(20), trail.writer)
  await list(trail.reader)
})
afterAll(() => server.remove())

const list = (key: string): Promise<Answer> => server.get(`${trail.path}/events?actor=maria`, key)
const counted = (key: string): Promise<Answer> => server.get(`${trail.path}/facets?fields=actor`, key)

const ask = { query: { kind: 'and', parts: [] }, which: 'business', sees: { roles: 'everything' } } as const
const page = { what: 'page', trail: 'orders', ask, order: 'desc', limit: 5 } as const

interface Lane {
  readonly lane: SearchLane
  readonly settings: { deadlineMs: number }
  readonly faults: readonly string[]
  /** Asks as a reader; answers come to be in `told` in the order in which they come. */
  as(reader: string, name?: string, gone?: AbortSignal): Promise<unknown>
  readonly told: readonly string[]
}

const withLane = async (deadlineMs: number, work: (lane: Lane) => Promise<void>): Promise<void> => {
  const faults: string[] = []
  const told: string[] = []
  const settings = {
    data: server.data,
    memoryMiB: 192,
    deadlineMs,
    advice: 'Narrow it.',
    onDamage: (name: string) => faults.push(`${name} is damaged`),
    onFault: ({ what }: { readonly what: string }) => faults.push(what),
  }
  const lane = new SearchLane(settings)
  const as: Lane['as'] = (reader, name = reader, gone) => {
    const asker = { reader, ...(gone ? { gone } : {}) }
    return lane.ask<'page'>(page, asker).then(
      () => told.push(name),
      ({ code, name: kind }) => told.push(`${name}: ${code ?? kind}`),
    )
  }
  try {
    await work({ lane, settings, faults, as, told })
  } finally {
    await lane.close()
  }
}

/** A process that stands still is at a question that takes for ever; what it was asked is answered after `go`. */
const stopped = async (pid: number | undefined): Promise<{ go(): void }> => {
  if (pid === undefined) throw new Error('there is no process to stop')
  await standStill(pid)
  return { go: () => void process.kill(pid, 'SIGCONT') }
}

describe('searches of several readers', () => {
  it('take turns: who asks much at once is answered between the others, and in order', async () => {
    await withLane(60_000, async ({ as, told }) => {
      await Promise.all(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => as(name.slice(0, 1), name)))
      expect(told).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
    })
  })

  it('do not wait for a long question of somebody else, but that reader does', async () => {
    await withLane(20_000, async ({ lane, as, told, faults }) => {
      await as('warm')
      const long = await stopped(lane.pids[0])
      const held = Promise.all(Array.from({ length: 8 }, (_, n) => as('a', `a${n}`)))
      for (const reader of ['b', 'c', 'b']) await as(reader)
      expect(told).toEqual(['warm', 'b', 'c', 'b'])
      expect(lane.pids.length).toBe(2)
      long.go()
      await held
      expect([told.length, told.slice(4), faults]).toEqual([12, Array.from({ length: 8 }, (_, n) => `a${n}`), []])
    })
  })

  it('of readers whose last one was long are asked one after the other, beside those of all others', async () => {
    await withLane(60_000, async ({ lane, settings, as, told, faults }) => {
      for (const reader of ['a', 'b']) {
        await as('warm')
        await stopped(lane.pids[0])
        settings.deadlineMs = 300
        await as(reader)
        settings.deadlineMs = 60_000
      }
      expect(told).toEqual(['warm', 'a: query_too_expensive', 'warm', 'b: query_too_expensive'])
      expect(faults).toEqual(['a search was ended at its deadline', 'a search was ended at its deadline'])
      await as('warm')
      const long = await stopped(lane.pids[0])
      const held = [as('a'), as('b')]
      await as('c')
      expect(told.slice(5)).toEqual(['c'])
      long.go()
      await Promise.all(held)
      expect(told.slice(6)).toEqual(['a', 'b'])
    })
  })

  it('are refused to a reader who has very many waiting, and to nobody else', async () => {
    await withLane(60_000, async ({ as, told }) => {
      const many = Array.from({ length: 70 }, () => as('a'))
      await Promise.all([...many, as('b')])
      // One is asked, 64 wait.
      expect(told.filter((one) => one === 'a: too_busy').length).toBe(5)
      expect(told.filter((one) => one === 'a').length).toBe(65)
      expect(told.indexOf('b')).toBeLessThan(told.lastIndexOf('a'))
    })
  })

  it('are forgotten when nobody waits for them any more', async () => {
    await withLane(5_000, async ({ lane, as, told, faults }) => {
      await as('warm')
      const [pid = 0] = lane.pids
      await stopped(pid)
      const leaving = new AbortController()
      const asked = [1, 2, 3].map((n) => as('a', `a${n}`, leaving.signal))
      expect(lane.waiting).toBe(2)
      leaving.abort()
      await Promise.all(asked)
      expect([lane.waiting, told.length]).toEqual([0, 4])
      // What was begun is ended long before its deadline, and is no fault of anybody.
      await expect.poll(() => isAlive(pid)).toBe(false)
      await as('a')
      expect([told.at(-1), faults]).toEqual(['a', []])
      await as('a', 'late', leaving.signal)
      expect(told.at(-1)).toBe('late: ClientGone')
    })
  })
})

describe('a server of which one reader asks too much', () => {
  it('answers the lists and counts of the others while all of those are still open', async () => {
    await counted(trail.reader)
    const long = await Promise.all(server.daybook.searchPids.map(stopped))
    const answered: string[] = []
    const held = Array.from({ length: 8 }, () => [list(trail.reader), counted(trail.reader)]).flat()
    for (const one of held) void one.then(() => answered.push('theirs'))
    const key = (await server.post(`${trail.path}/keys`, { role: 'reader', name: 'Somebody else' })).json.key
    for (const answer of [await list(key), await counted(key), await list(trail.admin)]) {
      expect(answer.status).toBe(200)
      answered.push('of the others')
    }
    expect(answered).toEqual(['of the others', 'of the others', 'of the others'])
    for (const { go } of long) go()
    const theirs = await Promise.all(held)
    expect(new Set(theirs.map(({ status }) => status))).toEqual(new Set([200]))
    expect(theirs[0]?.json.data).toEqual((await list(trail.admin)).json.data)
  })

  it('looks for nothing any more once they have closed their connections', async () => {
    const [pid = 0] = server.daybook.searchPids
    await stopped(pid)
    const headers = { authorization: `Bearer ${trail.reader}` }
    const path = `${server.url}${trail.path}/events?actor=maria`
    // Some may leave before the server has heard of them.
    while (isAlive(pid)) {
      const asked = Array.from({ length: 5 }, () => fetch(path, { headers, signal: AbortSignal.timeout(250) }))
      expect((await Promise.allSettled(asked)).map(({ status }) => status)).not.toContain('fulfilled')
    }
    expect((await list(trail.reader)).status).toBe(200)
    expect(logged).toEqual([])
  })
})
