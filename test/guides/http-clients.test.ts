import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Prepared, prepare, type Running, serve } from '../faults/running-server.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const page = readFileSync(join(root, 'docs/guides/http.md'), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] ?? '')
const [single, batch, heartbeat] = blocks('sh')
const idIn = (text: string | undefined): string => text?.match(/"id": "(019ab3f2-[0-9a-f-]{27})"/)?.[1] ?? ''

/** Each client: how it is run, if what runs it is here. The file is the block of the page, nothing added. */
const programs = [
  { language: 'python', file: 'record.py', command: ['python3', 'record.py'], here: ['python3', '--version'] },
  { language: 'go', file: 'record.go', command: ['go', 'run', 'record.go'], here: ['go', 'version'] },
  { language: 'php', file: 'record.php', command: ['php', 'record.php'], here: ['php', '--version'] },
] as const

describe('recording over plain HTTP, as the guide says', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'daybook-clients-'))
  let prepared: Prepared
  let server: Running
  let address: string
  beforeAll(async () => {
    prepared = prepare()
    server = await serve(prepared.data)
    address = `${server.url}/v1/trails/faults`
  })
  afterAll(async () => {
    await server.stop()
    prepared.remove()
    rmSync(scratch, { recursive: true, force: true })
  })

  const run = (command: string, ...args: readonly string[]) =>
    spawnSync(command, args, {
      cwd: scratch,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        ...process.env,
        DAYBOOK_URL: address,
        DAYBOOK_KEY: prepared.writer,
        GOCACHE: join(scratch, 'cache'),
        GO111MODULE: 'off',
        GOFLAGS: '',
      },
    })
  const stored = async (id: string): Promise<{ seq: number; sentence: string }> => {
    const response = await fetch(`${address}/events/${id}`, { headers: { authorization: `Bearer ${prepared.reader}` } })
    expect(response.status).toBe(200)
    return (await response.json()) as { seq: number; sentence: string }
  }

  it('sends one event, a file and a heartbeat with curl', async () => {
    const first = run('sh', '-euc', single ?? '')
    expect(JSON.parse(first.stdout)).toMatchObject({ accepted: 1, results: [{ status: 'stored' }] })
    expect((await stored(idIn(single))).sentence).toBe('Maria Lopez approved Order #1842: Status from Pending Review to Approved')
    const event = (n: number) => ({
      id: `019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3f0${n}`,
      action: 'order.shipped',
      occurredAt: '2026-11-22T01:00:00Z',
      actor: { type: 'scheduled_job', id: 'nightly', name: 'Nightly job' },
      source: { type: 'background_job', name: 'Nightly job' },
      object: { type: 'order', id: String(n), name: `Order #${n}` },
    })
    writeFileSync(join(scratch, 'events.ndjson'), [0, 1, 2].map((n) => `${JSON.stringify(event(n))}\n`).join(''))
    expect(JSON.parse(run('sh', '-euc', batch ?? '').stdout)).toMatchObject({ accepted: 3 })
    expect(JSON.parse(run('sh', '-euc', heartbeat ?? '').stdout)).toMatchObject({ trail: 'faults' })
  })

  for (const { language, file, command, here } of programs) {
    const present = spawnSync(here[0], here.slice(1)).status === 0
    it.skipIf(!present)(
      `records and repeats with the ${language} client${present ? '' : ` (not run: ${here[0]} is not installed)`}`,
      async () => {
        const [code] = blocks(language)
        writeFileSync(join(scratch, file), code ?? '')
        const first = run(command[0], ...command.slice(1))
        expect(first.stderr).toBe('')
        const again = run(command[0], ...command.slice(1))
        expect(again.stdout).toBe(first.stdout)
        expect((await stored(idIn(code))).seq).toBe(Number(first.stdout))
      },
      300_000,
    )
  }

  it('shows in every language an event that the server takes, at the address and with the headers of the OpenAPI document', async () => {
    const openapi = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      paths: { [path: string]: { post?: { requestBody: { content: object } } } }
    }
    const append = openapi.paths['/v1/trails/{trail}/events']?.post
    for (const language of ['php', 'csharp']) {
      const [code = ''] = blocks(language)
      expect(code).toMatch(/DAYBOOK_URL['"]\) [.+] ['"]\/events['"]/)
      expect(code).toContain('Bearer')
      const type = code.match(/application\/[\w-]+/)?.[0] ?? ''
      expect(Object.keys(append?.requestBody.content ?? {})).toContain(type)
      const [event] = code.match(/^\{\n {4}"id"[\s\S]*?^\}$/m) ?? []
      const response = await fetch(`${address}/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${prepared.writer}`, 'content-type': type },
        body: event ?? '',
      })
      expect(response.status).toBe(200)
      await stored(idIn(code))
    }
  })

  it('gets an answer with the members that the guide shows', async () => {
    const [shown] = blocks('json')
    const answer = JSON.parse(run('sh', '-euc', single ?? '').stdout)
    expect(Object.keys(JSON.parse(shown ?? '{}')).every((member) => member in answer)).toBe(true)
  })
})
