import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventInput } from '@daybook/core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { listAll, makeEvent, type Prepared, prepare, type Running, serve } from '../../../../test/faults/running-server.ts'
import { type Delivery, openDelivery } from '../../src/delivery/delivery.ts'
import { sqliteOutbox } from '../../src/outbox/index.ts'

let prepared: Prepared
let server: Running
let folder: string
const opened: { close(): unknown }[] = []
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-outbox-'))
})
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
  rmSync(folder, { recursive: true, force: true })
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
})

const shop = (): DatabaseSync => {
  const db = new DatabaseSync(join(folder, 'shop.db'), { timeout: 2_000 })
  opened.push(db)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  return db
}
const deliver = (db: DatabaseSync): Delivery => {
  const options = { folder: false, outbox: sqliteOutbox(db), onAlarm: () => undefined } as const
  const delivery = openDelivery({ url: `${server.url}/v1/trails/faults`, key: prepared.writer, ...options })
  opened.push(delivery)
  return delivery
}
const event = (): EventInput => makeEvent() as EventInput
const onTrail = async (events: readonly EventInput[]) => {
  const ids = new Set(events.map(({ id }) => id))
  return ((await listAll(server.url, prepared.reader)) as unknown as readonly EventInput[]).filter(({ id }) => ids.has(id))
}

it('looks at nothing that is not committed, and a rollback leaves no gap', async () => {
  const db = shop()
  const box = sqliteOutbox(db)
  const delivery = deliver(db)
  const [kept, dropped, last] = [event(), event(), event()]
  box.put(db, kept)
  db.exec('BEGIN')
  box.put(db, dropped)
  expect(await delivery.flush({ timeoutMs: 600 })).toBe(false)
  db.exec('ROLLBACK')
  box.put(db, last)
  expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  const found = await onTrail([kept, dropped, last])
  expect(found.map(({ id, producer }) => [id, producer?.seq])).toEqual([
    [kept.id, 1],
    [last.id, 2],
  ])
})

it('sends nothing twice to different places when two programs relay one database', async () => {
  const [one, two] = [shop(), shop()]
  const events = Array.from({ length: 300 }, event)
  const box = sqliteOutbox(one)
  const deliveries = [deliver(one), deliver(two)]
  for (const each of events) box.put(one, each)
  for (const delivery of deliveries) expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  const found = await onTrail(events)
  expect(found.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
  expect(found.map(({ producer }) => producer?.seq)).toEqual(events.map((_, at) => at + 1))
})

it('keeps refused events in a table of the application, and the trail says which number that was', async () => {
  const db = shop()
  const box = sqliteOutbox(db)
  const bad = { ...event(), object: { type: 'order', id: '' } }
  box.put(db, event())
  box.put(db, bad)
  const delivery = deliver(db)
  expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  expect(delivery.health().outbox).toMatchObject({ events: 0, refused: 1 })
  const rows = db.prepare('SELECT id, code, detail FROM daybook_refused').all()
  expect(rows).toMatchObject([{ id: bad.id }])
  const response = await fetch(`${server.url}/v1/trails/faults/heartbeat`, {
    headers: { authorization: `Bearer ${prepared.reader}` },
  })
  const { data } = (await response.json()) as { readonly data: readonly { readonly lost: number }[] }
  expect(data.filter(({ lost }) => lost > 0)).toMatchObject([{ seq: 3, missing: 0, lost: 1, explained: [{ from: 2, to: 2 }] }])
})

it('answers busy at once while another connection writes, and leaves the connection its own patience', () => {
  const [db, writer] = [shop(), shop()]
  const box = sqliteOutbox(db)
  box.put(db, event())
  const patience: unknown[] = []
  const watched = sqliteOutbox({
    exec: (sql) => {
      if (sql.startsWith('BEGIN')) patience.push(db.prepare('PRAGMA busy_timeout').get())
      return db.exec(sql)
    },
    prepare: (sql) => db.prepare(sql),
  })
  writer.exec('BEGIN IMMEDIATE')
  expect(watched.next(10)).toBeUndefined()
  expect(box.hasAny()).toBe(true)
  expect(patience).toEqual([{ timeout: 0 }])
  expect(db.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 2_000 })
  writer.exec('ROLLBACK')
  expect(box.next(10)).toHaveLength(1)
})

it.each([
  ['is closed', (db: DatabaseSync) => db.close()],
  ['lost its table', (db: DatabaseSync) => db.exec('ALTER TABLE daybook_outbox RENAME TO elsewhere')],
])('says so once when the database %s, and still flushes, closes and gives its folder up', async (_, breakIt) => {
  const db = new DatabaseSync(join(folder, 'broken.db'))
  const box = sqliteOutbox(db)
  box.put(db, event())
  const alarms: string[] = []
  const spool = join(folder, 'spool')
  const url = 'http://127.0.0.1:9/v1/trails/faults'
  const delivery = openDelivery({ url, key: 'k', folder: spool, outbox: box, onAlarm: ({ code }) => alarms.push(code) })
  expect(delivery.health().outbox?.events).toBe(1)
  breakIt(db)
  expect(delivery.health().outbox).toMatchObject({ events: 1, lastError: { message: expect.any(String) } })
  expect(await delivery.flush()).toBe(false)
  await delivery.close()
  expect(alarms.filter((code) => code === 'outbox_failed')).toHaveLength(1)
  const [trail = ''] = readdirSync(spool).filter((name) => name.startsWith('faults-'))
  expect(readdirSync(join(spool, trail))).toEqual([expect.stringMatching(/~free$/)])
})
