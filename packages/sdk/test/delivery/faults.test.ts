import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventInput } from '@daybook/core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeEvent, type Prepared, prepare, type Running, serve } from '../../../../test/faults/running-server.ts'
import { type Delivery, type DeliveryOptions, openDelivery } from '../../src/delivery/delivery.ts'
import { NodeLocks } from '../../src/delivery/node-locks.ts'

/** Real files, a real server, and what goes wrong between them. */

let prepared: Prepared
let server: Running
let folder: string
const opened: Delivery[] = []
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-spool-'))
})
afterEach(async () => {
  for (const delivery of opened.splice(0)) await delivery.close({ timeoutMs: 0 })
  rmSync(folder, { recursive: true, force: true })
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
})

const nowhere = 'http://127.0.0.1:9/v1/trails/faults'
const open = (options: Partial<DeliveryOptions> = {}): Delivery => {
  const url = `${server.url}/v1/trails/faults`
  const delivery = openDelivery({
    url,
    key: prepared.writer,
    folder,
    policy: prepared.policy,
    onAlarm: () => undefined,
    ...options,
  })
  opened.push(delivery)
  return delivery
}
const event = (change: Partial<EventInput> = {}): EventInput => ({ ...(makeEvent() as EventInput), ...change })

async function found(query = ''): Promise<readonly EventInput[]> {
  const events: EventInput[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await fetch(`${server.url}/v1/trails/faults/events?order=recorded&limit=1000${query}${from}`, {
      headers: { authorization: `Bearer ${prepared.reader}` },
    })
    const page = (await response.json()) as { data: EventInput[]; nextCursor: string | null }
    events.push(...page.data)
    cursor = page.nextCursor
  }
  return events
}
const gapsOf = async (producer: string | undefined) =>
  (await found('&q=category:trail')).filter(({ action, context }) => action === 'trail.gap' && context?.producer === producer)

/** The one folder that a producer left. */
const leftFolder = (): string => {
  const trail = join(folder, readdirSync(folder).find((name) => name.startsWith('faults-')) ?? '')
  return join(trail, readdirSync(trail)[0] ?? '')
}

it('delivers what waited for a former address, and says which numbers a damaged file cost', async () => {
  const offline = open({ url: nowhere })
  const events = Array.from({ length: 60 }, () => event())
  for (let at = 0; at < events.length; at += 6)
    await Promise.all(events.slice(at, at + 6).map((each) => offline.spooled(each, 'normal')))
  const { producer } = offline.health()
  await offline.close({ timeoutMs: 0 })
  const segment = join(leftFolder(), '0000000000000001.segment')
  const bytes = readFileSync(segment)
  bytes[Math.floor(bytes.length / 2)] = 0
  writeFileSync(segment, bytes)

  const delivery = open({ formerUrls: [nowhere] })
  while (!(await delivery.flush({ timeoutMs: 20_000 })) || (await gapsOf(producer)).length === 0);
  const ids = new Set((await found()).map(({ id }) => id))
  const lost = events.flatMap(({ id }, at) => (ids.has(id) ? [] : [at + 1]))
  const [gap, ...more] = await gapsOf(producer)
  expect(lost.length).toBeGreaterThan(0)
  expect(gap).toMatchObject({ count: lost.length, context: { ranges: [[lost[0], lost.at(-1)]] } })
  expect(more).toEqual([])
})

it.each([
  ['is removed', (file: string) => rmSync(file)],
  ['is emptied', (file: string) => truncateSync(file)],
  [
    'ends with a group that does not hold',
    (file: string) => {
      const bytes = readFileSync(file)
      bytes[bytes.length - 20] = 0
      writeFileSync(file, bytes)
    },
  ],
])('gives no number twice and owns up to the loss when the segment of a killed program %s', async (_, harm) => {
  const alarms: string[] = []
  const offline = open({ url: nowhere })
  for (let at = 0; at < 30; at++) await offline.spooled(event(), 'normal')
  const producer = offline.health().producer ?? ''
  // What a killed program leaves: its files as they are, under a lock that is dead.
  const copy = join(folder, 'copy')
  const left = leftFolder()
  cpSync(left, copy, { recursive: true })
  await offline.close({ timeoutMs: 0 })
  rmSync(join(left, '..', `${producer}~free`), { recursive: true })
  renameSync(copy, join(left, '..', `${producer}~0123456789abcdef`))
  harm(join(leftFolder(), '0000000000000001.segment'))

  const delivery = open({
    formerUrls: [nowhere],
    url: `${server.url}/v1/trails/faults`,
    onAlarm: ({ code }) => alarms.push(code),
  })
  while (!(await delivery.flush({ timeoutMs: 20_000 })) || (await gapsOf(producer)).length === 0);
  expect(alarms).toContain('spool_damaged')
  const [gap] = await gapsOf(producer)
  const [[from = 0, to = 0] = []] = (gap?.context?.ranges ?? []) as unknown as readonly (readonly number[])[]
  expect(from).toBeLessThanOrEqual(30)
  expect(to).toBeGreaterThanOrEqual(30)
  expect(gap?.count).toBeUndefined()
  expect(gap?.producer?.seq).toBeGreaterThan(to)
})

it('says so when its folder is deleted under it, and is on disk again by itself', async () => {
  const alarms: string[] = []
  const delivery = open({ url: nowhere, onAlarm: ({ code }) => alarms.push(code) })
  expect(await delivery.spooled(event(), 'normal')).toBe('disk')
  rmSync(leftFolder(), { recursive: true })
  expect(await delivery.spooled(event(), 'normal')).toBe('memory')
  expect(alarms).toContain('spool_failed')
  while ((await delivery.spooled(event(), 'normal')) !== 'disk') await new Promise((later) => setTimeout(later, 50))
})

it('keeps refused events for a person and delivers the others', async () => {
  const delivery = open()
  const [good, bad, last] = [event(), event({ object: { type: 'order', id: '' } }), event()]
  await Promise.all([good, bad, last].map((each) => delivery.spooled(each, 'normal')))
  expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  expect(delivery.health()).toMatchObject({ deadLetters: 1, spooled: { events: 0 } })
  await delivery.close()
  const letters = readFileSync(join(leftFolder(), 'refused.ndjson'), 'utf8').trim().split('\n')
  expect(letters.map((line) => JSON.parse(line))).toMatchObject([{ problem: { pointer: '/object/id' }, event: { id: bad.id } }])
  const ids = (await found()).map(({ id }) => id)
  expect([good.id, bad.id, last.id].map((id) => ids.includes(id))).toEqual([true, false, true])
})

it('sheds by severity when there is no room, and the trail says how many', async () => {
  const offline = open({ url: nowhere, diskBytes: 60_000, roomWaitMs: 300 })
  const kept = { low: 0, normal: 0, high: 0 }
  const shed = { low: 0, normal: 0, high: 0 }
  for (let at = 0; at < 120; at++) {
    for (const severity of ['low', 'normal', 'high'] as const) {
      if (severity === 'high' && at > 100) continue
      const outcome = await offline.spooled(event(), severity)
      if (outcome === 'disk') kept[severity]++
      if (outcome === 'shed') shed[severity]++
    }
    if (shed.high > 0) break
  }
  expect(kept.low).toBeLessThan(kept.normal)
  expect(kept.normal).toBeLessThan(kept.high)
  expect(shed.high).toBe(1)
  const { producer } = offline.health()
  await offline.close({ timeoutMs: 0 })
  const delivery = open({ formerUrls: [nowhere] })
  while (!(await delivery.flush({ timeoutMs: 20_000 })) || (await gapsOf(producer)).length === 0);
  const counted = (await gapsOf(producer)).reduce((sum, { count = 0 }) => sum + count, 0)
  expect(counted).toBe(shed.low + shed.normal + shed.high)
})

it('gives each of two recorders on one machine a folder and a producer of its own', async () => {
  const [one, two] = [open(), open()]
  await Promise.all([one, two].map((delivery) => delivery.spooled(event(), 'normal')))
  expect(one.health().producer).not.toBe(two.health().producer)
})

it('raises its own alarm over a server that was put back, and gives it back what it lost', async () => {
  const alarms: string[] = []
  const delivery = open({ onAlarm: ({ code }) => alarms.push(code) })
  const events = Array.from({ length: 12 }, () => event())
  const record = async (some: readonly EventInput[]) => {
    for (const each of some) await delivery.spooled(each, 'normal')
    expect(await delivery.flush({ timeoutMs: 20_000 })).toBe(true)
  }
  await record(events.slice(0, 4))
  const { port } = new URL(server.url)
  await server.stop()
  const copy = join(prepared.folder, 'copy')
  for (const part of ['', '-keys']) cpSync(`${prepared.data}${part}`, `${copy}${part}`, { recursive: true })
  server = await serve(prepared.data, '--port', port)
  await record(events.slice(4, 8))
  expect(delivery.health().witness.state).toBe('holds')
  await server.kill()
  for (const part of ['', '-keys']) {
    rmSync(`${prepared.data}${part}`, { recursive: true })
    cpSync(`${copy}${part}`, `${prepared.data}${part}`, { recursive: true })
  }
  server = await serve(prepared.data, '--port', port)
  await record(events.slice(8))
  expect(alarms).toContain('witness_broken')
  expect(delivery.health().witness).toMatchObject({ state: 'broken' })
  while ((await found()).filter(({ id }) => events.some((each) => each.id === id)).length < events.length)
    await new Promise((later) => setTimeout(later, 50))
})

it('knows a dead lock from a living one, however long the path is', async () => {
  const deep = join(
    folder,
    'a-folder-with-a-name-that-is-rather-long',
    'and-one-more-below-it-which-makes-it-too-long-for-a-socket',
  )
  const { mkdirSync } = await import('node:fs')
  mkdirSync(deep, { recursive: true })
  for (const place of [folder, deep]) {
    const locks = new NodeLocks(place)
    const { token, release } = await locks.take()
    expect(await new NodeLocks(place).isAlive(token)).toBe(true)
    await release()
    expect(await locks.isAlive(token)).toBe(false)
    expect(await locks.isAlive('0123456789abcdef')).toBe(false)
  }
})
