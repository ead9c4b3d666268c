import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Running, serve } from '../../../test/faults/running-server.ts'

const example = dirname(dirname(fileURLToPath(import.meta.url)))
const root = resolve(example, '../..')
const [, commands = ''] = [...readFileSync(join(example, 'README.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  (block) => block[1] ?? '',
)
const folder = mkdtempSync(join(tmpdir(), 'daybook-first-event-'))
const data = join(folder, 'my-refunds')

let server: Running
beforeAll(async () => {
  server = await serve(data, '--trail', 'refunds')
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('is recorded by the commands of its page, reads as said there, and shows no IBAN', () => {
  const script = commands
    .replaceAll('npm run -s daybook --', `"${process.execPath}" packages/server/bin/daybook.js`)
    .replaceAll('npx node', `"${process.execPath}"`)
    .replaceAll('./my-refunds', `"${data}"`)
    .replaceAll('http://127.0.0.1:4320', server.url)
  const { status, stdout, stderr } = spawnSync('sh', ['-euc', script], { cwd: root, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(stdout).toMatch(/^On the trail, at position \d+, with the hash [\w-]{43}\.$/m)
  const event = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(event.sentence).toBe('Maria Lopez approved Refund #31: Receipt checked')
  expect(event.changes).toContainEqual(expect.objectContaining({ field: 'iban', treated: 'mask' }))
  expect(stdout).not.toContain('DE02120300000000202051')
})

it('ends with a sentence and exit code 1 where the key is wrong or nothing answers', () => {
  const run = (env: { readonly [name: string]: string }) =>
    spawnSync(process.execPath, [join(example, 'first-event.ts')], { encoding: 'utf8', env: { ...process.env, ...env } })
  const refused = run({ DAYBOOK_URL: `${server.url}/v1/trails/refunds`, DAYBOOK_KEY: 'dbk_none' })
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('Refused, unauthenticated') })
  const unanswered = run({ DAYBOOK_URL: 'http://127.0.0.1:1/v1/trails/refunds', DAYBOOK_KEY: 'dbk_none' })
  expect(unanswered).toMatchObject({ status: 1, stderr: expect.stringContaining('RecordUnanswered') })
})
