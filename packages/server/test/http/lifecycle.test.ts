import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { emptyRoot } from '@daybook/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { openDaybook } from '../../src/daybook.ts'
import { writeMemory } from '../../src/signer/signed-memory.ts'
import { rewrite } from '../journal/attacker.ts'
import { tamper } from '../journal/folder.ts'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeEach(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
})
afterEach(() => server.remove())

const append = (body: unknown) => server.post(`${trail.path}/events`, body, trail.writer)

describe('a data folder', () => {
  it('has one owner: a second is refused in words, at once', async () => {
    await expect(openDaybook({ data: server.data })).rejects.toThrow(/in use by process \d+/)
    expect((await append(orderEvent(1))).status).toBe(200)
  })

  it('tells the command where the server is, to its owner only, while it runs', async () => {
    const file = join(server.data, 'server.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      url: server.url,
      pid: process.pid,
      token: server.local,
      host: '127.0.0.1',
    })
    await server.stop()
    expect(existsSync(file)).toBe(false)
    await server.startAgain()
  })

  it('is said to be ready to anybody, and how its trails stand to whoever reaches them', async () => {
    const other = await server.trail('other')
    const asked = async (key?: string) => (await server.call('GET', '/readyz', { key })).json
    expect(await asked()).toEqual({ ready: true })
    expect(await asked('dbk_0123456789abcdef_unknown')).toEqual({ ready: true })
    const names = ({ trails }: { trails: readonly { trail: string; size: number }[] }) => trails.map((one) => one.trail)
    expect(names(await asked(server.local))).toEqual(['orders', 'other'])
    expect(names(await asked(other.writer))).toEqual(['other'])
  })

  it('counts all its trails together for anybody, and each by its name for whoever reaches it', async () => {
    const other = await server.trail('others')
    await server.post(`${other.path}/events`, [orderEvent(1), orderEvent(2)], other.writer)
    expect((await append(orderEvent(3))).status).toBe(200)
    const asked = async (key?: string) => (await server.call('GET', '/metrics', { key })).text
    const value = (text: string, sample: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${sample} `))
          ?.split(' ')[1],
      )
    const [nobody, unknown, everything, mine] = [
      await asked(),
      await asked('dbk_0123456789abcdef_unknown'),
      await asked(server.local),
      await asked(other.reader),
    ]
    for (const text of [nobody, unknown]) expect(text).not.toMatch(/trail=|orders|other/)
    for (const name of ['daybook_events_stored_total', 'daybook_trail_size', 'daybook_append_seconds_count']) {
      const all = [...everything.matchAll(new RegExp(`^${name}\\{trail="[a-z]+"\\} (\\d+)$`, 'gm'))].map(([, count]) =>
        Number(count),
      )
      expect(all.length).toBeGreaterThan(1)
      expect(value(nobody, name)).toBe(all.reduce((sum, one) => sum + one))
    }
    expect(value(mine, 'daybook_events_stored_total{trail="others"}')).toBe(2)
    expect(mine).not.toContain('trail="orders"')
    for (const text of [nobody, everything, mine]) expect(value(text, 'daybook_append_waiting')).toBe(0)
  })

  it('holds no secret of the trail', async () => {
    const { seed } = JSON.parse(readFileSync(join(`${server.data}-keys`, 'orders.json'), 'utf8')).log
    expect(statSync(`${server.data}-keys`).mode & 0o777).toBe(0o700)
    for (const file of ['access.db', 'trails/orders/journal.db'])
      expect(readFileSync(join(server.data, file)).includes(seed)).toBe(false)
  })
})

describe('a stop under load', () => {
  it('keeps everything it answered, signs it, and answers the rest with a reason to come back', async () => {
    const sent: { id: string; status: number }[] = []
    let going = true
    const client = async () => {
      while (going) {
        const event = orderEvent(1)
        try {
          const { status } = await append(event)
          sent.push({ id: String(event.id), status })
        } catch {
          sent.push({ id: String(event.id), status: 0 })
        }
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, client))
    await expect.poll(() => sent.length).toBeGreaterThan(50)
    await server.stop()
    going = false
    await clients
    expect(new Set(sent.map(({ status }) => status)).isSubsetOf(new Set([200, 503, 0]))).toBe(true)
    await server.startAgain()
    for (const { id, status } of sent) {
      if (status === 200) expect((await server.get(`${trail.path}/events/${id}`)).status).toBe(200)
    }
    const { json } = await server.get(trail.path)
    expect(Number(json.checkpoint.split('\n')[1])).toBe(json.size)
  })
})

/** As somebody would who wants to hide what came last, and does not think of the checkpoints. */
const cutEnd = (path: string, size: number): void => {
  rewrite(path, (book) => {
    book.events.length = size
    book.hashes.length = size
  })
  tamper(path, (db) => db.exec(`DELETE FROM event WHERE seq >= ${size}; DELETE FROM own WHERE seq >= ${size}`))
}

describe('a trail whose record does not fit what was signed', () => {
  const journal = () => join(server.data, 'trails/orders/journal.db')

  it('takes no events, says why and how to repair it, and goes on reading; other trails do not notice', async () => {
    await append(orderEvents(3))
    await server.stop()
    copyFileSync(journal(), join(server.folder, 'backup.db'))
    await server.startAgain()
    const other = await server.trail('other')
    const later = orderEvent(4)
    await append(later)
    await server.stop()
    for (const suffix of ['-wal', '-shm']) rmSync(journal() + suffix, { force: true })
    copyFileSync(join(server.folder, 'backup.db'), journal())
    await server.startAgain()
    const refused = await append(orderEvent(5))
    expect([refused.status, refused.json.code]).toEqual([503, 'sealed'])
    expect(refused.headers.get('retry-after')).toBeTruthy()
    expect(refused.json.detail).toMatch(/restored backup/)
    const ready = await server.get('/readyz')
    expect([ready.status, ready.json.because]).toEqual([503, ['sealed']])
    expect(ready.json.trails.find((t: { trail: string }) => t.trail === 'orders')).toMatchObject({
      state: 'sealed',
      signer: 'stopped',
    })
    expect((await server.get('/v1/trails')).json.data.map((t: { trail: string; state: string }) => [t.trail, t.state])).toEqual([
      ['orders', 'sealed'],
      ['other', 'open'],
    ])
    expect((await server.get(`${trail.path}/events`)).json.total.value).toBe(3)
    expect((await server.get(`${trail.path}/export`)).status).toBe(200)
    expect((await server.get(`${trail.path}/export?format=bundle`)).status).toBe(200)
    expect((await server.post(`${other.path}/events`, orderEvent(6), other.writer)).status).toBe(200)
  })

  it('goes on in a new epoch when somebody says why, states the break, and takes what was lost again', async () => {
    await append(orderEvents(3))
    await server.stop()
    copyFileSync(journal(), join(server.folder, 'backup.db'))
    await server.startAgain()
    const lost = orderEvent(4)
    await append(lost)
    const epoch = (body: unknown, key?: string) => server.post(`${trail.path}/epochs`, body, key)
    expect((await epoch({ reason: 'No need' })).json.code).toBe('not_sealed')
    await server.stop()
    for (const suffix of ['-wal', '-shm']) rmSync(journal() + suffix, { force: true })
    copyFileSync(join(server.folder, 'backup.db'), journal())
    await server.startAgain()
    expect((await epoch({ reason: 'I say so' }, trail.writer)).status).toBe(403)
    expect((await epoch({})).json.code).toBe('bad_body')
    const opened = await epoch({ reason: 'Restored the backup of Sunday' })
    expect([opened.status, opened.json.state]).toEqual([201, 'open'])
    const own = (await server.get(`${trail.path}/events?category=trail&action=trail.epoch_opened&limit=1`)).json.data[0]
    expect(own).toMatchObject({ action: 'trail.epoch_opened', reason: 'Restored the backup of Sunday' })
    expect(own.context.statement).toContain(`\nbefore ${own.seq + 1} `)
    // That somebody looked may be told in between.
    const [again] = (await append(lost)).json.results
    expect([again.status, again.seq > own.seq]).toEqual(['stored', true])
    await server.restart()
    expect((await append(orderEvent(5))).status).toBe(200)
    expect((await server.get('/readyz')).status).toBe(200)
  })

  it('is read, proven and exported as far as it goes when its end was cut, and repaired the same way', async () => {
    await append(orderEvents(3))
    await server.restart()
    const { size } = (await server.get(trail.path)).json
    await append(orderEvents(100))
    await server.stop()
    cutEnd(journal(), size)
    await server.startAgain()
    expect((await append(orderEvent(1))).json).toMatchObject({ code: 'sealed', detail: expect.stringContaining('trail epoch') })
    const note = (await server.get(`${trail.path}/log/checkpoint`)).text
    expect(note.split('\n')[1]).toBe(String(size))
    expect((await server.get(`${trail.path}/log/tile/0/000.p/${size}`)).status).toBe(200)
    expect((await server.get(`${trail.path}/log/tile/0/000.p/${size + 1}`)).status).toBe(404)
    const { data } = (await server.get(`${trail.path}/events?limit=1`)).json
    expect((await server.get(`${trail.path}/events/${data[0].id}/proof`)).json.checkpoint).toBe(note)
    const bundle = await server.get(`${trail.path}/export?format=bundle`)
    expect([bundle.status, bundle.text.includes(note)]).toEqual([200, true])
    expect((await server.post(`${trail.path}/epochs`, { reason: 'The disk lost its end' })).status).toBe(201)
    expect((await append(orderEvent(1))).status).toBe(200)
  })

  it('opens no epoch over a tree that its own entries do not give', async () => {
    await append(orderEvents(300))
    await server.stop()
    tamper(journal(), (db) => db.exec('UPDATE subtree SET hash = zeroblob(32)'))
    await server.startAgain()
    const refused = await server.post(`${trail.path}/epochs`, { reason: 'Whatever it is' })
    expect([refused.status, refused.json.code]).toEqual([503, 'storage_fault'])
    expect((await append(orderEvent(1))).status).toBe(503)
  })

  it('is sealed as well when its key is missing, or its memory of what it signed', async () => {
    await append(orderEvents(2))
    await server.stop()
    rmSync(join(`${server.data}-keys`, 'orders.signed.json'))
    await server.startAgain()
    expect((await append(orderEvent(1))).json).toMatchObject({
      code: 'sealed',
      detail: expect.stringContaining('missing or damaged'),
    })
    await server.stop()
    rmSync(join(`${server.data}-keys`, 'orders.json'))
    await server.startAgain()
    expect((await append(orderEvent(1))).json).toMatchObject({
      code: 'sealed',
      detail: expect.stringContaining('never made again'),
    })
    expect((await server.get(`${trail.path}/events`)).json.total.value).toBe(2)
    expect((await server.get(`${trail.path}/log/policy`)).text).toBe(trail.policy)
    expect((await server.post('/v1/trails', { name: 'orders' })).status).toBe(409)
  })

  it('whose journal is gone is said to be so, and never made again', async () => {
    const other = await server.trail('other')
    await server.stop()
    for (const suffix of ['', '-wal', '-shm']) rmSync(journal() + suffix, { force: true })
    await server.startAgain()
    expect((await append(orderEvent(1))).json).toMatchObject({
      code: 'sealed',
      detail: expect.stringContaining('journal.db is missing'),
    })
    expect((await server.get('/readyz')).json.broken[0].trail).toBe('orders')
    const { status, json } = await server.call('GET', '/readyz')
    expect([status, json]).toEqual([503, { ready: false, because: ['broken'] }])
    expect((await server.get('/readyz', trail.reader)).json.broken[0].trail).toBe('orders')
    expect((await server.get('/readyz', other.reader)).json.broken).toBeUndefined()
    const again = await server.post('/v1/trails', { name: 'orders' })
    expect([again.status, again.json.code]).toEqual([503, 'sealed'])
    expect((await server.post(`${other.path}/events`, orderEvent(6), other.writer)).status).toBe(200)
    expect(existsSync(journal())).toBe(false)
  })
})

describe('a trail whose creation was cut off', () => {
  const signedNothing = () => {
    const path = join(`${server.data}-keys`, 'orders.signed.json')
    const { origin } = JSON.parse(readFileSync(path, 'utf8'))
    writeMemory(path, origin, { last: { size: 0, root: emptyRoot(nodeCrypto) }, epochs: [] })
  }
  const folder = () => join(server.data, 'trails/orders')
  it.each<[string, () => void]>([
    ['before its key was there', () => rmSync(join(`${server.data}-keys`, 'orders.json'))],
    ['before its folder was there', () => {}],
    ['before its journal was there', () => mkdirSync(folder())],
  ])('%s is none yet, and can be created', async (_, leave) => {
    await server.stop()
    rmSync(folder(), { recursive: true })
    signedNothing()
    leave()
    await server.startAgain()
    expect((await server.get('/readyz')).status).toBe(200)
    expect((await server.get(trail.path)).status).toBe(404)
    const again = await server.trail('orders')
    expect((await server.post(`${again.path}/events`, orderEvent(1), again.writer)).status).toBe(200)
    await server.restart()
    expect((await server.get('/readyz')).status).toBe(200)
  })

  it('is not what a lost journal looks like: that is said, and never made again', async () => {
    await server.stop()
    rmSync(folder(), { recursive: true })
    mkdirSync(folder())
    await server.startAgain()
    expect((await server.get('/readyz')).status).toBe(503)
    expect((await server.post('/v1/trails', { name: 'orders' })).json.code).not.toBe('defect')
    expect((await server.get(trail.path)).status).toBe(503)
  })
})

describe('an access change that a crash cut off from its event', () => {
  it('gets its event when the server starts again', async () => {
    const { json } = await server.post(`${trail.path}/keys`, { role: 'reader', name: 'Cut off' }, trail.admin)
    await server.stop()
    // As a crash between the two leaves it: the change is there, its event waits.
    const { AccessStore } = await import('../../src/access/access-store.ts')
    const access = new AccessStore(join(server.data, 'access.db'))
    const event = {
      id: '0197a3c0-0000-7000-8000-000000000001',
      action: 'trail.key_revoked',
      occurredAt: '2026-11-22T09:00:00.000Z',
      actor: { type: 'system', id: 'x', name: 'X' },
    }
    access.revokeKey(json.id, event.occurredAt, JSON.stringify(event))
    access.close()
    await server.startAgain()
    expect((await server.get(`${trail.path}/events/${event.id}`)).json.action).toBe('trail.key_revoked')
    await server.restart()
    const own = await server.get(`${trail.path}/events?category=trail&limit=1000`)
    expect(own.json.data.filter((e: { action: string }) => e.action === 'trail.key_revoked')).toHaveLength(1)
  })
})
