import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRecorder, type Recorder } from '@daybook/sdk'
import { assertRecorded, createTestRecorder } from '@daybook/sdk/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listAll, prepare, serve } from '../../../test/faults/running-server.ts'
import { cancelForgotten, orderDesk } from '../app.ts'
import catalogue from '../daybook.catalogue.ts'

const example = dirname(import.meta.dirname)
const fresh = () => new Map([[1842, { id: 1842, status: 'Pending Review', total: '99.90', note: null as string | null }]])
const stops: (() => unknown)[] = []
let orders = fresh()
beforeEach(() => {
  orders = fresh()
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function open(audit: Recorder<typeof catalogue>) {
  const server = createServer(orderDesk(audit, orders)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => new Promise((done) => server.close(done)))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return (method: string, path: string, body?: object) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-user': 'Maria Lopez' },
      ...(body && { body: JSON.stringify(body) }),
    })
}

it('records who approved what and why', async () => {
  const audit = createTestRecorder({ catalogue })
  const call = await open(audit)
  expect((await call('POST', '/orders/1842/approve', { reason: 'Paid in advance' })).status).toBe(200)
  assertRecorded(audit, 'order.approved', {
    actor: { id: 'maria.lopez', name: 'Maria Lopez', roles: ['Order desk'] },
    source: { type: 'user_action', ip: '127.0.0.1' },
    object: { type: 'order', id: 1842, name: 'Order #1842' },
    changes: { status: ['Pending Review', 'Approved'] },
    reason: 'Paid in advance',
  })
})

it('records nothing where nothing changed, and administrators as such', async () => {
  const audit = createTestRecorder({ catalogue })
  const call = await open(audit)
  await call('PATCH', '/orders/1842', { note: null })
  expect(audit.recorded()).toEqual([])
  expect(await (await call('GET', '/admin/orders.json')).json()).toHaveLength(1)
  assertRecorded(audit, 'order.exported', { count: 1, source: { type: 'admin_action' } })
})

it('reads on the trail as its page says', async () => {
  const prepared = prepare()
  const spool = mkdtempSync(join(tmpdir(), 'daybook-orders-'))
  const server = await serve(prepared.data)
  try {
    const bin = join(example, '../../packages/server/bin/daybook.js')
    const push = spawn(process.execPath, [
      bin,
      'catalogue',
      'push',
      join(example, 'daybook.catalogue.ts'),
      '--trail',
      'faults',
      '--data',
      prepared.data,
    ])
    expect((await once(push, 'exit'))[0]).toBe(0)
    const audit = createRecorder({ catalogue, url: `${server.url}/v1/trails/faults`, key: prepared.writer, folder: spool })
    const call = await open(audit)
    await call('POST', '/orders/1842/approve', { reason: 'Paid in advance' })
    await call('POST', '/import', { name: 'orders.json', rows: [{ id: 7, total: '5.00' }, { id: 8 }] })
    await cancelForgotten(audit, orders)
    expect(await audit.flush({ timeoutMs: 20_000 })).toBe(true)
    await audit.close()
    const [, sentences = ''] = /^```text\n([\s\S]*?)^```/m.exec(readFileSync(join(example, 'README.md'), 'utf8')) ?? []
    const listed = await listAll(server.url, prepared.reader)
    expect(listed.map(({ sentence }) => sentence)).toEqual(sentences.trim().split('\n'))
  } finally {
    await server.stop()
    prepared.remove()
    rmSync(spool, { recursive: true, force: true })
  }
})
