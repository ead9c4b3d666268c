import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDaybook } from '../../src/daybook.ts'
import { SearchLane } from '../../src/reading/search-lane.ts'
import { Searches } from '../../src/reading/searches.ts'
import { Workplace } from '../command/run-command.ts'
import { isAlive, standStill } from '../reading/stand-still.ts'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, orderEvents(20), trail.writer)
  // Once through, so that everything is searchable.
  await server.get(`${trail.path}/events?actor=maria`, trail.reader)
})
afterAll(() => server.remove())

const ask = { query: { kind: 'and', parts: [] }, which: 'business', sees: { roles: 'everything' } } as const
const page = { what: 'page', trail: 'orders', ask, order: 'desc', limit: 5 } as const
const lane = (more: Partial<ConstructorParameters<typeof SearchLane>[0]> = {}) => {
  const faults: string[] = []
  const made = new SearchLane({
    data: server.data,
    memoryMiB: 192,
    deadlineMs: 60_000,
    advice: 'Narrow it.',
    onDamage: (name) => faults.push(`${name} is damaged`),
    onFault: ({ what }) => faults.push(what),
    ...more,
  })
  return { lane: made, faults }
}

describe('a search process', () => {
  it('starts with the first question, and not before', async () => {
    const { lane: quick } = lane()
    expect(quick.pids).toEqual([])
    expect((await quick.ask<'page'>(page)).count).toEqual({ value: 20, exact: true })
    expect(isAlive(quick.pids[0] as number)).toBe(true)
    await quick.close()
  })

  it('is killed when it does not answer in time: its question ends with what to narrow, the others are answered by the next', async () => {
    // What is answered needs a part of it only, though these processes come last on a busy machine.
    const { lane: quick, faults } = lane({ deadlineMs: 4_000 })
    await quick.ask<'page'>(page)
    const stuck = quick.pids[0] as number
    await standStill(stuck)
    const answers = await Promise.allSettled([page, page, page].map((question) => quick.ask<'page'>(question)))
    expect(answers[0]).toMatchObject({
      status: 'rejected',
      reason: { code: 'query_too_expensive', status: 422, message: expect.stringMatching(/4 seconds.*Narrow it\.$/) },
    })
    expect(answers.slice(1).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect([isAlive(stuck), quick.pids[0] === stuck, faults]).toEqual([false, false, ['a search was ended at its deadline']])
    await quick.close()
  })

  it('that somebody else kills is replaced, and nobody notices', async () => {
    const { lane: quick, faults } = lane()
    await quick.ask<'page'>(page)
    const first = quick.pids[0] as number
    await standStill(first)
    const asked = quick.ask<'page'>(page)
    process.kill(first, 'SIGKILL')
    expect((await asked).count.value).toBe(20)
    expect([quick.pids[0] === first, faults]).toEqual([false, ['a search process ended: SIGKILL']])
    await quick.close()
  })

  it('answers so many, and says to the rest that they should come back', async () => {
    const { lane: quick } = lane()
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => quick.ask<'page'>(page)))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    // One is asked, 64 wait.
    expect(answers.length - refused.length).toBe(65)
    for (const { reason } of refused)
      expect([reason.code, reason.status, reason.headers['Retry-After']]).toEqual(['too_busy', 429, '2'])
    await quick.close()
  })

  it('says that a question was wrong without ending', async () => {
    const { lane: quick, faults } = lane()
    await expect(quick.ask<'page'>({ ...page, trail: 'nowhere' })).rejects.toThrow('defect')
    expect((await quick.ask<'page'>(page)).count.value).toBe(20)
    expect(faults).toEqual(['a search has a defect'])
    await quick.close()
  })

  it('goes at once when it is closed, whatever it does', async () => {
    const searches = new Searches({ data: server.data, onDamage: () => undefined, onFault: () => undefined })
    await searches.ask<'page'>(page)
    await searches.ask<'facets'>({ what: 'facets', trail: 'orders', ask, dimensions: ['actor'], limit: 5 })
    const { pids } = searches
    expect(pids.length).toBe(2)
    await standStill(pids[0] as number)
    const asked = searches.ask<'page'>(page)
    const refused = expect(asked).rejects.toMatchObject({ code: 'starting' })
    await searches.close()
    await refused
    expect(pids.map(isAlive)).toEqual([false, false])
    await expect(searches.ask<'page'>(page)).rejects.toMatchObject({ code: 'starting' })
  })
})

describe('an index', () => {
  const search = () => server.get(`${trail.path}/events?q=maria%20order&order=asc&limit=1000`, trail.reader)

  it('that is damaged is made again by itself, and until then the search says so and recording goes on', async () => {
    const before = await search()
    expect(before.json.total.value).toBeGreaterThan(0)
    const path = join(server.data, 'trails/orders/index.db')
    // Through the file, so that every page that is not in somebody's memory is nonsense.
    const file = await open(path, 'r+')
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size - 4_096, 0x5a), 0, size - 4_096, 4_096)
    await file.close()
    await rm(`${path}-wal`, { force: true })
    for (const pid of server.daybook.searchPids) process.kill(pid, 'SIGKILL')
    const answers = []
    for (let tries = 0; tries < 1_000; tries++) {
      const answer = await search()
      answers.push(answer.status === 200 ? 200 : answer.json.code)
      expect((await server.post(`${trail.path}/events`, orderEvent(tries), trail.writer)).status).toBe(200)
      if (answer.status === 200 && answer.json.index.behind === 0 && tries > 2) break
      await pause(50)
    }
    expect(answers.filter((answer) => answer !== 200 && answer !== 'index_unavailable')).toEqual([])
    expect(answers).toContain('index_unavailable')
    const after = await search()
    expect(after.json.data.slice(0, 1)).toEqual(before.json.data.slice(0, 1))
    expect(after.json.index.behind).toBe(0)
  })

  it('that is not there yet finds nothing, says how far behind it is, and comes back', async () => {
    const path = join(server.data, 'trails/orders/index.db')
    await rm(path, { force: true })
    const answer = await search()
    expect([200, 503]).toContain(answer.status)
    await server.post(`${trail.path}/index/rebuild`, {}, trail.admin)
    const again = await search()
    expect([again.status, again.json.index.behind]).toEqual([200, 0])
    expect(again.json.total.value).toBeGreaterThan(0)
  })
})

describe('an index that is removed while the server runs', () => {
  const path = () => join(server.data, 'trails/orders/index.db')
  const removed = async <T>(work: () => Promise<T>): Promise<T> => {
    await rm(path(), { force: true })
    return work()
  }

  it('is made again; until then nothing that is counted is said to be exact', async () => {
    const before = (await server.get(`${trail.path}/facets?fields=actor&actor=maria`, trail.reader)).json
    expect(before.total).toEqual({ value: expect.any(Number), exact: true })
    expect(before.total.value).toBeGreaterThan(0)
    const asked = await removed(() =>
      Promise.all(
        ['events', 'facets?fields=actor', 'histogram?buckets=5'].map((what) =>
          server.get(`${trail.path}/${what}${what.includes('?') ? '&' : '?'}actor=maria`, trail.reader),
        ),
      ),
    )
    const [list, facets, histogram] = asked
    for (const { status, json } of asked) if (status === 503) expect(json.code).toBe('index_unavailable')
    const exacts = [
      [list, list?.json.total?.exact],
      [facets, facets?.json.total?.exact],
      [facets, facets?.json.exact?.actor],
      [histogram, histogram?.json.whole?.exact],
    ] as const
    for (const [answer, exact] of exacts) if (answer?.status === 200) expect(exact).toBe(answer.json.index.behind === 0)
    for (let tries = 0; tries < 2_000; tries++) {
      const { status, json } = await server.get(`${trail.path}/events?actor=maria`, trail.reader)
      if (status === 200 && json.index.behind === 0) {
        expect(json.total).toEqual(before.total)
        break
      }
      expect([status === 503 || json.total.exact === false, tries < 1_999]).toEqual([true, true])
      await pause(20)
    }
    await server.post(`${trail.path}/events`, orderEvent(900), trail.writer)
    const found = await server.get(`${trail.path}/events?order=recorded-desc&limit=1&q=order`, trail.reader)
    expect(found.json.index.behind).toBe(0)
    expect(existsSync(path())).toBe(true)
  })

  it('makes no export short: it is complete or refused', async () => {
    const lines = async () => {
      const { status, text, json } = await server.get(`${trail.path}/export?format=csv&actor=maria`, trail.reader)
      return status === 200 ? text.trim().split('\n').length : json.code
    }
    const whole = await lines()
    expect(whole).toBeGreaterThan(1)
    let told = await removed(lines)
    for (let tries = 0; told !== whole && tries < 2_000; tries++) {
      expect(told).toBe('index_unavailable')
      await pause(20)
      told = await lines()
    }
    expect(told).toBe(whole)
  })
})

describe('a server that is killed', () => {
  it('takes its search processes with it', async () => {
    const work = new Workplace()
    await work.json('trail', 'create', 'orders')
    const served = await work.serve()
    const { key } = (await work.json('key', 'create', '--trail', 'orders', '--role', 'reader')).document
    const answer = await fetch(`${served.url}/v1/trails/orders/events?actor=maria`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(answer.status).toBe(200)
    const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    const rows = listing
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
    const children = rows.filter(([, parent]) => parent === served.child.pid).map(([pid]) => pid as number)
    expect(children.length).toBe(1)
    served.child.kill('SIGKILL')
    for (let tries = 0; children.some(isAlive) && tries < 2_000; tries++) await pause(50)
    expect(children.map(isAlive)).toEqual([false])
    work.close()
  })
})

describe('a server whose search is stuck', () => {
  it('records, lists by position and answers other searches; the stuck one ends with a sentence', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-stuck-'))
    const log = pino({ level: 'silent' })
    const daybook = await openDaybook({ data: join(folder, 'data'), log, searchDeadlineMs: 4_000 })
    const call = async (path: string, body?: unknown) => {
      const headers = { authorization: `Bearer ${daybook.localToken}`, 'content-type': 'application/json' }
      const answer = await daybook.fetch(
        new Request(`http://127.0.0.1${path}`, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) }),
      )
      return { status: answer.status, json: JSON.parse(await answer.text()) }
    }
    await call('/v1/trails', { name: 'orders' })
    await call('/v1/trails/orders/events', orderEvents(5))
    expect((await call('/v1/trails/orders/events?actor=maria')).json.total.value).toBe(2)
    const [stuck] = daybook.searchPids
    await standStill(stuck as number)
    const search = call('/v1/trails/orders/events?actor=maria')
    const stored = await call('/v1/trails/orders/events', orderEvent(6))
    expect(stored.json.results[0].status).toBe('stored')
    expect((await call('/v1/trails/orders/events?order=recorded')).json.data.length).toBe(6)
    expect((await call('/v1/trails/orders/facets?fields=actor')).json.total.value).toBe(6)
    const ended = await search
    expect([ended.status, ended.json.code]).toEqual([422, 'query_too_expensive'])
    expect(ended.json.detail).toMatch(/4 seconds.*Narrow it/)
    expect((await call('/v1/trails/orders/events?actor=maria')).status).toBe(200)
    const pids = daybook.searchPids
    await daybook.close()
    expect(pids.map(isAlive)).toEqual(pids.map(() => false))
    await rm(folder, { recursive: true, force: true })
  })
})
