import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

// What the guides say to type into the search is tried on the firm's year, in test/firm/evaluation.ts.
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const bin = join(root, 'packages/server/bin/daybook.js')
const folder = mkdtempSync(join(tmpdir(), 'daybook-readers-'))
beforeAll(() => writeFileSync(join(folder, 'daybook'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shell = (script: string) =>
  spawnSync('sh', ['-euc', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  })

it('auditors: the commands make a bundle and check it, and notice one that was altered', () => {
  const page = readFileSync(join(root, 'docs/guides/auditor.md'), 'utf8')
  const [commands = ''] = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1])
  expect(shell('daybook trail create orders --data ./daybook-data').status).toBe(0)
  const done = shell(commands)
  expect([done.status, done.stderr]).toEqual([0, expect.not.stringContaining('refused')])
  const events = join(folder, 'bundle/events.ndjson')
  const altered = readFileSync(events, 'utf8').replace(/trail\.created/, 'trail.creatfd')
  expect(altered).not.toBe(readFileSync(events, 'utf8'))
  writeFileSync(events, altered)
  const last = commands.trim().split('\n').at(-1) ?? ''
  expect(shell(last).status).toBe(1)
})
