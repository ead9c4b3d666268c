import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventInput } from '@daybook/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, makeEvent, type Prepared, prepare, type Running, serve } from '../../../../test/faults/running-server.ts'
import { type DeliveryOptions, openDelivery } from '../../src/delivery/delivery.ts'

let prepared: Prepared
let server: Running
let folder: string
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
  folder = mkdtempSync(join(tmpdir(), 'daybook-delivery-'))
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const open = (options: Partial<DeliveryOptions> = {}) =>
  openDelivery({ url: `${server.url}/v1/trails/faults`, key: prepared.writer, folder, policy: prepared.policy, ...options })
const event = (): EventInput => makeEvent() as EventInput

it('delivers what was spooled, in order and numbered, and keeps the receipt of the server', async () => {
  const delivery = open()
  const events = Array.from({ length: 2_500 }, event)
  expect(new Set(await Promise.all(events.map((each) => delivery.spooled(each, 'normal'))))).toEqual(new Set(['disk']))
  expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  const { producer = '', witness } = delivery.health()
  const listed = (await listAll(server.url, prepared.reader)) as unknown as readonly EventInput[]
  const ours = listed.filter((each) => each.producer?.id === producer)
  expect(ours.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
  expect(ours.map((each) => each.producer?.seq)).toEqual(events.map((_, at) => at + 1))
  expect(witness).toMatchObject({ state: 'holds' })
  await delivery.close()
})

it('answers acked with the position on the trail, and memory without a number', async () => {
  const delivery = open()
  const [first, second] = [event(), event()]
  const receipt = await delivery.acked(first)
  delivery.memory(second, 'low')
  expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  const listed = await listAll(server.url, prepared.reader)
  expect(listed.find(({ id }) => id === first.id)?.seq).toBe(receipt.seq)
  expect(listed.find(({ id }) => id === second.id)).not.toHaveProperty('producer')
  await delivery.close()
})

it('goes on with the same producer after a restart, in files that only their owner reads', async () => {
  const delivery = open()
  await delivery.spooled(event(), 'normal')
  const first = delivery.health().producer
  await delivery.close()
  const again = open()
  await again.spooled(event(), 'normal')
  expect(again.health().producer).toBe(first)
  await again.close()
  const trail = join(folder, readdirSync(folder)[0] ?? '')
  for (const name of readdirSync(trail, { recursive: true }) as string[]) {
    const { mode } = statSync(join(trail, name))
    expect(mode & 0o077).toBe(0)
  }
  expect(JSON.parse(readFileSync(join(trail, `${first}~free`, 'state.json'), 'utf8'))).toMatchObject({ acked: 2502, next: 2503 })
})
