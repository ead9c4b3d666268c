import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Prepared, prepare, type Running, serve } from '../faults/running-server.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const page = readFileSync(join(root, 'docs/api.md'), 'utf8')
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')

const scratch = mkdtempSync(join(tmpdir(), 'daybook-reading-'))
let prepared: Prepared
let server: Running
beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
  const event = (n: number) => ({
    id: `019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3f0${n}`,
    action: 'order.approved',
    occurredAt: `2026-11-22T0${n}:00:00Z`,
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    object: { type: 'order', id: '1842', name: 'Order #1842' },
    batch: { id: 'imp_42' },
  })
  await fetch(`${server.url}/v1/trails/faults/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${prepared.writer}`, 'content-type': 'application/json' },
    body: JSON.stringify([0, 1, 2].map(event)),
  })
})
afterAll(async () => {
  await server.stop()
  prepared.remove()
  rmSync(scratch, { recursive: true, force: true })
})

it('finds the examples it is meant to run', () => expect(blocks.length).toBeGreaterThan(6))

it.each(blocks)('answers as docs/api.md says: %s', (block) => {
  const { status, stdout } = spawnSync('sh', ['-euc', block], {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, DAYBOOK_URL: `${server.url}/v1/trails/faults`, DAYBOOK_KEY: prepared.reader },
  })
  expect(status).toBe(0)
  expect(stdout).not.toContain('"code"')
  // Several answers come one after the other.
  for (const answer of stdout.split(/(?<=\})(?=\{)/).filter((text) => text !== ''))
    expect(JSON.parse(answer)).toHaveProperty('index')
  for (const [, file = ''] of block.matchAll(/-o (\S+)/g)) {
    const path = join(scratch, file)
    expect([file, existsSync(path) && statSync(path).size > 200]).toEqual([file, true])
  }
})
