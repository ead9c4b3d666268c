import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { orderEvent } from '../http/firm-events.ts'
import { Workplace } from './run-command.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.close())

const verdicts = (document: { findings: { name: string; verdict: string }[] }): Record<string, string> =>
  Object.fromEntries(document.findings.map(({ name, verdict }) => [name, verdict]))

test('the doctor finds a healthy folder healthy, and still says what lies in the clear and that no anchor is outside', async () => {
  await place.json('trail', 'create', 'orders')
  const { code, document } = await place.json('doctor')
  expect(code).toBe(0)
  expect(verdicts(document)).toMatchObject({
    node: 'ok',
    sqlite: 'ok',
    data_permissions: 'ok',
    keys: 'ok',
    keys_permissions: 'ok',
    trail: 'ok',
    in_the_clear: 'advice',
    outside_anchor: 'advice',
  })
})

test('the doctor sees folders that others may open', async () => {
  await place.json('trail', 'create', 'orders')
  chmodSync(place.data, 0o755)
  expect(verdicts((await place.json('doctor')).document)).toMatchObject({ data_permissions: 'advice' })
  chmodSync(`${place.data}-keys`, 0o750)
  const { code, document } = await place.json('doctor')
  expect(code).toBe(1)
  expect(verdicts(document)).toMatchObject({ keys_permissions: 'broken' })
})

test('the doctor says why a trail takes no events', async () => {
  await place.json('trail', 'create', 'orders')
  rmSync(join(`${place.data}-keys`, 'orders.signed.json'))
  const { code, document } = await place.json('doctor')
  expect(code).toBe(1)
  expect(verdicts(document)).toMatchObject({ trail_sealed: 'broken' })
})

test('the doctor names what is missing from producers, and who is not', async () => {
  await place.json('trail', 'create', 'orders')
  const { key } = (await place.json('key', 'create', '--trail', 'orders', '--role', 'writer')).document
  const server = await place.serve()
  const send = (numbers: readonly number[]) =>
    fetch(`${server.url}/v1/trails/orders/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(numbers.map((seq) => ({ ...orderEvent(seq), producer: { id: 'crm-1', seq } }))),
    })
  await send([1, 2, 3, 7, 9])
  const found = async () =>
    (await place.json('doctor')).document.findings.filter(({ name }: { name: string }) => name.startsWith('producers'))
  expect(await found()).toMatchObject([
    { verdict: 'advice', detail: 'Trail orders: 4 events from crm-1 missing (4–6, 8).', todo: expect.any(String) },
  ])
  await send([4, 5, 6, 8])
  expect(await found()).toMatchObject([
    { verdict: 'ok', detail: 'Nothing is missing on trail orders of what 1 producer numbered.' },
  ])
  await server.stop()
})

test('the doctor looks through a running server, and has nothing to look at without a folder', async () => {
  const server = await place.serve()
  const { document } = await place.json('doctor')
  expect(document.findings.find(({ name }: { name: string }) => name === 'server').detail).toContain(server.url)
  await server.stop()
  rmSync(place.data, { recursive: true })
  expect((await place.json('doctor')).code).toBe(2)
})
