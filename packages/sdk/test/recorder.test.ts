import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineCatalogue } from '@daybook/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, type Prepared, prepare, type Running, serve } from '../../../test/faults/running-server.ts'
import { createRecorder, RecordRefused, RecordUnanswered } from '../src/index.ts'

const catalogue = defineCatalogue({
  objects: {
    refund: {
      label: 'Refund',
      name: 'Refund #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved'] },
        dueOn: { label: 'Due', kind: 'date' },
      },
    },
  },
  actions: {
    'refund.approved': { category: 'workflow', sentence: '{actor} approved {object}', reason: 'required' },
    'refund.updated': { category: 'data' },
  },
})

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

const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez' } as const
const recorder = () => createRecorder({ catalogue, url: `${server.url}/v1/trails/faults`, key: prepared.writer })

it('answers with the position once the event is on the trail', async () => {
  const receipt = await recorder().record('refund.approved', {
    actor: maria,
    object: { id: 31, name: 'Refund #31' },
    changes: { status: ['Pending Review', 'Approved'], dueOn: [undefined, new Date('2026-12-01T00:00:00Z')] },
    reason: 'Receipt checked',
  })
  expect(receipt.hash).toMatch(/^[\w-]{43}$/)
  const listed = await listAll(server.url, prepared.reader)
  expect(listed.find((event) => event.id === receipt.id)).toMatchObject({
    seq: receipt.seq,
    object: { type: 'refund', id: '31' },
    changes: [
      { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
      { field: 'dueOn', label: 'Due', after: '2026-12-01T00:00:00.000Z' },
    ],
  })
})

it('gives the first position when the same event is recorded again', async () => {
  const event = {
    id: crypto.randomUUID(),
    occurredAt: '2026-11-22T09:00:00Z',
    actor: maria,
    object: { id: '32' },
    reason: 'Twice',
  }
  const first = await recorder().record('refund.approved', event)
  expect(await recorder().record('refund.approved', event)).toEqual(first)
})

it('tells a refusal from silence', async () => {
  const refused = recorder().record('refund.updated', { actor: maria, object: { id: '' } })
  await expect(refused).rejects.toThrow(RecordRefused)
  await expect(refused).rejects.toMatchObject({ pointer: '/object/id' })
  const nobody = createRecorder({ catalogue, url: 'http://127.0.0.1:9/v1/trails/faults', key: 'none' })
  await expect(nobody.record('refund.updated', { actor: maria })).rejects.toThrow(RecordUnanswered)
})

it('hides secrets before the event leaves the program', async () => {
  const bodies: string[] = []
  const listener = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(String(chunk)))
    request.on('end', () => response.writeHead(503).end())
  })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const { port } = listener.address() as AddressInfo
  const record = createRecorder({ catalogue, url: `http://127.0.0.1:${port}/v1/trails/faults`, key: 'any' })
  const card = ['4111', '1111', '1111', '1111'].join(' ')
  await expect(record.record('refund.updated', { actor: maria, reason: `Refunded to ${card}` })).rejects.toThrow(RecordUnanswered)
  listener.close()
  expect(bodies.join('')).toContain('Refunded to [hidden: card number]')
  expect(bodies.join('')).not.toContain('1111')
})

it('takes no page of a proxy for an answer', async () => {
  const proxy = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'))
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const { port } = proxy.address() as AddressInfo
  const record = createRecorder({ catalogue, url: `http://127.0.0.1:${port}/v1/trails/faults`, key: 'any' }).record(
    'refund.updated',
    { actor: maria },
  )
  await expect(record).rejects.toThrow(RecordUnanswered)
  proxy.close()
})
