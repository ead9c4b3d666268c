import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, type Prepared, prepare, type Running, serve } from '../../../../test/faults/running-server.ts'
import { createRecorder, RecordRefused, RecordUnanswered } from '../../src/index.ts'
import { sqliteOutbox } from '../../src/outbox/index.ts'
import { catalogue, maria } from '../desk-catalogue.ts'

let prepared: Prepared
let server: Running
const folder = mkdtempSync(join(tmpdir(), 'daybook-recorder-'))
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const recorderAt = (url: string, timeoutMs = 10_000) =>
  createRecorder({
    catalogue,
    url: `${url}/v1/trails/faults`,
    key: prepared.writer,
    folder,
    timeoutMs,
    tool: 'Back office',
    onWarning: () => {},
  })
const recorder = () => recorderAt(server.url)
const found = async (id: string) => (await listAll(server.url, prepared.reader)).find((event) => event.id === id)

it('has an event on the trail once it is flushed', async () => {
  const audit = recorder()
  const { id } = await audit.record('refund.approved', {
    actor: maria,
    object: { id: 31 },
    changes: { status: ['Pending Review', 'Approved'], dueOn: [undefined, new Date('2026-12-01T00:00:00Z')] },
    reason: 'Receipt checked',
  })
  expect(await audit.flush({ timeoutMs: 20_000 })).toBe(true)
  expect(await found(id)).toMatchObject({
    object: { type: 'refund', id: '31', name: 'Refund #31' },
    changes: [
      { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
      { field: 'dueOn', label: 'Due', after: '2026-12-01T00:00:00.000Z' },
    ],
  })
  await audit.close()
})

it('answers with the position where the action is acked, and gives the first one when the same event comes again', async () => {
  const audit = recorder()
  const event = { id: crypto.randomUUID(), occurredAt: '2026-11-22T09:00:00Z', actor: maria, count: 3 }
  const first = await audit.record('customer.exported', event)
  expect(first.hash).toMatch(/^[\w-]{43}$/)
  expect(await found(event.id)).toMatchObject({ seq: first.seq })
  expect(await audit.record('customer.exported', event)).toEqual(first)
  await audit.close()
})

it('writes a whole import, and the server has every event of it', async () => {
  const audit = recorder()
  await audit.as(maria, () =>
    audit.batch('customer.import', { id: 'imp_7', file: { name: 'c.csv', content: 'x' } }, async (batch) => {
      for (let id = 1; id <= 20; id++) void batch.record('customer.created', { object: { id, name: `Customer ${id}` } })
    }),
  )
  expect(await audit.flush({ timeoutMs: 20_000 })).toBe(true)
  const events = (await listAll(server.url, prepared.reader)) as unknown as { batch?: { id: string } }[]
  expect(events.filter(({ batch }) => batch?.id === 'imp_7')).toHaveLength(22)
  await audit.close()
})

it('commits with the change or not at all', async () => {
  const db = new DatabaseSync(':memory:')
  const audit = createRecorder({
    catalogue,
    url: `${server.url}/v1/trails/faults`,
    key: prepared.writer,
    folder,
    outbox: sqliteOutbox(db),
  })
  const payout = (id: string) =>
    audit.within(db).record('payout.sent', { actor: maria, object: { type: 'payout', id, name: `Payout ${id}` } })
  db.exec('BEGIN')
  const gone = await payout('1')
  db.exec('ROLLBACK')
  db.exec('BEGIN')
  const stays = await payout('2')
  db.exec('COMMIT')
  expect(await audit.flush({ timeoutMs: 20_000 })).toBe(true)
  expect(await found(stays.id)).toBeDefined()
  expect(await found(gone.id)).toBeUndefined()
  await audit.close()
  db.close()
})

it('tells a refusal from silence where the action may not go unrecorded', async () => {
  const audit = recorder()
  const other = createRecorder({
    catalogue,
    url: `${server.url}/v1/trails/faults`,
    key: 'dbk_none',
    folder: false,
    timeoutMs: 2_000,
    onAlarm: () => {},
  })
  await expect(audit.record('customer.exported', { actor: maria, occurredAt: 'yesterday' })).rejects.toThrow(RecordRefused)
  await expect(other.record('customer.exported', { actor: maria, count: 1 })).rejects.toThrow(RecordRefused)
  await audit.close()
  await other.close({ timeoutMs: 0 })
  const nobody = recorderAt('http://127.0.0.1:9', 300)
  await expect(nobody.record('customer.exported', { actor: maria, count: 1 })).rejects.toThrow(RecordUnanswered)
  await nobody.close({ timeoutMs: 0 })
})

it('puts a misshapen event where refused events are kept, without a word to the business', async () => {
  const audit = createRecorder({
    catalogue,
    url: `${server.url}/v1/trails/faults`,
    key: prepared.writer,
    folder,
    onAlarm: () => {},
    onWarning: () => {},
  })
  const before = audit.health().deadLetters
  await audit.record('refund.updated', { actor: maria, occurredAt: 'yesterday' })
  const { id } = await audit.record('refund.updated', { actor: maria, object: { id: 5 } })
  expect(await audit.flush({ timeoutMs: 20_000 })).toBe(true)
  expect(await found(id)).toBeDefined()
  expect(audit.health()).toMatchObject({ misshapen: 1, deadLetters: before + 1 })
  await audit.close()
})

it('goes on without a server, and says nothing to the business', async () => {
  const audit = recorderAt('http://127.0.0.1:9')
  await audit.record('refund.updated', { actor: maria, object: { id: 5 } })
  expect(audit.health().spooled.events).toBe(1)
  expect(await audit.flush({ timeoutMs: 50 })).toBe(false)
  await audit.close({ timeoutMs: 0 })
})

it('sends nothing that should stay hidden', async () => {
  const bodies: string[] = []
  const listener = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(String(chunk)))
    request.on('end', () => response.writeHead(503).end())
  })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const audit = recorderAt(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`, 300)
  const card = ['4111', '1111', '1111', '1111'].join(' ')
  await expect(audit.record('customer.exported', { actor: maria, reason: `Refunded to ${card}` })).rejects.toThrow(
    RecordUnanswered,
  )
  await audit.close({ timeoutMs: 0 })
  listener.closeAllConnections()
  listener.close()
  expect(bodies.join('')).toContain('Refunded to [hidden: card number]')
  expect(bodies.join('')).not.toContain('1111')
})

it('says at once what is missing to reach a trail', () => {
  expect(() => createRecorder({ catalogue, url: undefined, key: 'k' })).toThrow(/`url`/)
  expect(() => createRecorder({ catalogue, url: 'http://127.0.0.1:4319', key: 'k' })).toThrow(/v1\/trails/)
  expect(() => createRecorder({ catalogue, url: 'http://127.0.0.1:4319/v1/trails/orders', key: '' })).toThrow(/key create/)
})
