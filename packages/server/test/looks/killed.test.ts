import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { orderEvent } from '../http/firm-events.ts'

let folder: string
let child: ChildProcess
let server: { readonly url: string; readonly token: string }

const start = async (): Promise<void> => {
  const script = new URL('./serve-to-be-killed.ts', import.meta.url).pathname
  child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('a server without output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  server = JSON.parse(line)
}
const kill = async (): Promise<void> => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
const call = (method: string, path: string, body?: unknown) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const trail = '/v1/trails/orders'
const secret = orderEvent(1, {
  action: 'salary.changed',
  object: { type: 'salary', id: 's_1', name: 'Salary of Jane Roe' },
  changes: [{ field: 'iban', after: 'DE02120300000000202051' }],
})
const iban = { label: 'IBAN', treatment: 'encrypt', readers: ['finance'] }
const catalogue = {
  objects: { salary: { label: 'Salary', fields: { iban } } },
  actions: { 'salary.changed': { category: 'data', sensitivity: 'sensitive' } },
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-killed-'))
  await start()
  for (const [method, path, body] of [
    ['POST', '/v1/trails', { name: 'orders' }],
    ['PUT', `${trail}/catalogue`, catalogue],
    ['POST', `${trail}/events`, [secret, ...Array.from({ length: 30 }, (_, n) => orderEvent(n))]],
  ] as const)
    expect((await call(method, path, body)).status).toBeLessThan(300)
})
afterAll(async () => {
  await kill()
  await rm(folder, { recursive: true, force: true })
})

/** The first byte of an answer: nothing more of it is waited for. */
const firstByte = async (answer: Response): Promise<void> => {
  const reader = answer.body?.getReader()
  expect([answer.status, (await reader?.read())?.value?.length ?? 0]).toEqual([200, expect.any(Number)])
}

/** What somebody does, and what of it has to be on the trail once it was answered. */
const deeds = [
  ['trail.revealed', () => call('POST', `${trail}/events/${secret.id}/reveal`, { field: 'iban', reason: 'Payment returned' })],
  ['trail.event_viewed', () => call('GET', `${trail}/events/${secret.id}`)],
  ['trail.exported', () => call('GET', `${trail}/export?format=csv`)],
  ['trail.verified', () => call('POST', `${trail}/verifications`, { holds: false, size: 3 })],
  [
    'trail.role_created',
    () => call('PUT', `${trail}/roles/desk`, { label: 'D', description: 'D.', grants: [], rights: ['read'] }),
  ],
  ['trail.key_created', () => call('POST', `${trail}/keys`, { role: 'reader' })],
] as const
/** Each is killed for in the long campaign; otherwise what shows most. */
const tried = deeds.filter(([action]) => process.env.DAYBOOK_LONG || ['trail.revealed', 'trail.exported'].includes(action))

it.each(tried)('%s is on the trail when the server is killed with its answer', async (action, deed) => {
  const answer = await deed()
  if (answer.status === 200) await firstByte(answer)
  else expect(answer.status).toBe(201)
  await kill()
  await start()
  const { data } = (await (await call('GET', `${trail}/events?action=${action}&limit=10`)).json()) as { data: object[] }
  expect([action, data.length]).toEqual([action, 1])
})
