import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { orderEvents } from '../http/firm-events.ts'
import { makeCertificate } from '../outbound/certificate.ts'
import { HttpsReceiver, until } from './receivers.ts'

const certificate = makeCertificate()
const folder = await mkdtemp(join(tmpdir(), 'daybook-killed-'))
let child: ChildProcess | undefined
afterAll(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const start = async (): Promise<{ url: string; token: string }> => {
  const script = new URL('./serve-until-killed.ts', import.meta.url).pathname
  child = spawn(process.execPath, [script, folder, certificate.cert], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout?.on('data', (bytes) => {
    said += bytes
  })
  await until(() => said.includes('\n'), 'the server to start')
  return JSON.parse(said)
}

const kill = async (): Promise<void> => {
  const ended = new Promise((resolve) => child?.once('exit', resolve))
  child?.kill('SIGKILL')
  await ended
}

it('copies every event at least once and in order, and alerts of each exactly once, though the server is killed meanwhile', async () => {
  const receiver = await HttpsReceiver.start(certificate)
  let server = await start()
  const post = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.ok).toBe(true)
    return answer.json()
  }
  await post('/v1/trails', { name: 'orders' })
  await post('/v1/trails/orders/forwarders', { name: 'Copies', receiver: { kind: 'https', url: receiver.url }, own: true })
  await post('/v1/trails/orders/alerts', {
    ...{ name: 'Orders', q: 'action:order.*', cooldownMinutes: 0 },
    to: [{ kind: 'webhook', url: receiver.url }],
  })
  let size = 0
  const runs: number[][] = []
  for (let kills = 0; kills < 2; kills++) {
    // Every other time it is killed before it hears that the receiver has what it sent, and so has to send it again.
    receiver.silent = kills % 2 === 0
    const before = receiver.positions.length
    const events = Array.from({ length: 700 }, (_, n) => ({ ...orderEvents(1)[0], reason: `${n} ${'x'.repeat(900)}` }))
    const { results } = (await post('/v1/trails/orders/events', events)) as { results: { seq: number }[] }
    size = (results.at(-1)?.seq ?? 0) + 1
    await until(() => receiver.positions.length > before, 'something to arrive')
    await kill()
    runs.push(receiver.positions.slice(before))
    receiver.silent = false
    server = await start()
  }
  const before = receiver.positions.length
  await until(() => new Set(receiver.positions).has(size - 1), 'the last event')
  runs.push(receiver.positions.slice(before))
  const firedCounts = async (): Promise<number[]> => {
    const path = '/v1/trails/orders/events?category=trail&action=trail.alert_fired&limit=1000'
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${server.token}` } })
    return ((await answer.json()) as { data: { count: number }[] }).data.map(({ count }) => count)
  }
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
  await until(async () => sum(await firedCounts()) >= 2 * 700, 'every event to be counted by the alert')
  expect(sum(await firedCounts())).toBe(2 * 700)
  await kill()
  await receiver.stop()
  const first = Math.min(...receiver.positions)
  const arrived = new Set(receiver.positions)
  const missed = Array.from({ length: size - first }, (_, n) => first + n).filter((seq) => !arrived.has(seq))
  expect({ missed, repeated: receiver.positions.length > arrived.size }).toEqual({ missed: [], repeated: true })
  for (const run of runs) expect(run).toEqual(run.toSorted((a, b) => a - b))
})
