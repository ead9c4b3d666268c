import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { EventInput } from '@daybook/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, type Prepared, prepare, type Running, serve } from '../../../../test/faults/running-server.ts'
import { openDelivery } from '../../src/delivery/delivery.ts'
import { sqliteOutbox } from '../../src/outbox/index.ts'

const kills = process.env.DAYBOOK_LONG ? 60 : 4
const program = fileURLToPath(new URL('./spooling-program.ts', import.meta.url))

let prepared: Prepared
let server: Running
let folder: string
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
  folder = mkdtempSync(join(tmpdir(), 'daybook-kill-'))
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const url = () => `${server.url}/v1/trails/faults`

/** Runs the program until it has said something, and kills it at some moment after; answers its lines. */
async function runAndKill(way: 'spool' | 'outbox'): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, url(), prepared.writer, folder, way], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`the program ended: ${err}`)))])
  await new Promise((later) => setTimeout(later, Math.random() * 300))
  child.kill('SIGKILL')
  await ended
  return out.slice(0, out.lastIndexOf('\n')).split('\n')
}

const numbersOf = (events: readonly EventInput[]): ReadonlyMap<string, readonly number[]> => {
  const numbers = new Map<string, number[]>()
  for (const { producer } of events) {
    if (!producer) continue
    numbers.set(producer.id, [...(numbers.get(producer.id) ?? []), producer.seq])
  }
  return numbers
}
const countUp = (length: number) => Array.from({ length }, (_, at) => at + 1)

it(`loses nothing that was answered as on disk when the program is killed ${kills} times and the server with it`, {
  timeout: 300_000 + kills * 20_000,
}, async () => {
  const onDisk: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const lines = await runAndKill('spool')
    onDisk.push(...lines.filter((line) => line.startsWith('disk ')).map((line) => line.slice('disk '.length)))
    if (kill % 3 === 2) {
      await server.kill()
      server = await serve(prepared.data, '--port', new URL(server.url).port)
    }
  }
  const delivery = openDelivery({ url: url(), key: prepared.writer, folder, onAlarm: () => undefined })
  while (!(await delivery.flush({ timeoutMs: 30_000 })) || delivery.health().adopted > 0);
  await delivery.close()
  const listed = (await listAll(server.url, prepared.reader)) as unknown as readonly EventInput[]
  const ids = new Set(listed.map(({ id }) => id))
  expect(ids.size).toBe(listed.length)
  expect(onDisk.length).toBeGreaterThan(kills)
  expect(onDisk.filter((id) => !ids.has(id))).toEqual([])
  for (const numbers of numbersOf(listed).values()) expect(numbers).toEqual(countUp(numbers.length))
})

it(`records exactly what the application committed when it is killed ${kills} times`, {
  timeout: 300_000 + kills * 20_000,
}, async () => {
  const before = new Set((await listAll(server.url, prepared.reader)).map(({ id }) => id))
  const rolledBack: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const lines = await runAndKill('outbox')
    rolledBack.push(...lines.filter((line) => line.startsWith('rolledback ')).map((line) => line.slice('rolledback '.length)))
  }
  const db = new DatabaseSync(join(folder, 'shop.db'))
  const delivery = openDelivery({ url: url(), key: prepared.writer, folder, outbox: sqliteOutbox(db), onAlarm: () => undefined })
  expect(await delivery.flush({ timeoutMs: 30_000 })).toBe(true)
  await delivery.close()
  const committed = db
    .prepare('SELECT id FROM payout')
    .all()
    .map((row) => String(row.id))
  db.close()
  const listed = ((await listAll(server.url, prepared.reader)) as unknown as readonly EventInput[]).filter(
    ({ id }) => !before.has(id),
  )
  expect(listed.map(({ id }) => id).sort()).toEqual(committed.sort())
  expect(rolledBack.length).toBeGreaterThan(0)
  expect(listed.map(({ producer }) => producer?.seq)).toEqual(countUp(committed.length))
})
