import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeOnce } from '../run/made-once.ts'

/** The real command on a real folder: what these tests start, kill, starve and read back. */

const bin = resolve(dirname(fileURLToPath(import.meta.url)), '../../packages/server/bin/daybook.js')

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `daybook ARGS` to its end. */
export function daybook(...args: readonly string[]): CommandResult {
  const done = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 })
  return { code: done.status, stdout: done.stdout, stderr: done.stderr }
}

/** Runs `daybook ARGS --json` and answers what it printed; throws with its words if it was refused. */
function daybookJson<T>(...args: readonly string[]): T {
  const done = daybook(...args, '--json')
  if (done.code !== 0) throw new Error(`daybook ${args.join(' ')} ended with ${done.code}: ${done.stderr}${done.stdout}`)
  return JSON.parse(done.stdout) as T
}

export interface Running {
  readonly url: string
  readonly pid: number
  readonly child: ChildProcess
  kill(): Promise<void>
  stop(): Promise<number | null>
}

/** Starts `daybook serve` and answers when it is ready; throws with its words if it ends instead. */
export const serve = (data: string, ...flags: readonly string[]): Promise<Running> => serveWith({}, data, ...flags)

/** The same with more in its environment. */
export async function serveWith(env: NodeJS.ProcessEnv, data: string, ...flags: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [bin, 'serve', '--data', data, '--port', '0', '--json', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let out = ''
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const url = await new Promise<string>((ready, refused) => {
    child.stdout.on('data', (chunk) => {
      out += chunk
      const { url } = out.includes('\n') ? JSON.parse(out.split('\n')[0] ?? '') : {}
      if (url) ready(url.replace(/\/$/, ''))
    })
    // Not `exit`: what it said last may still be under way.
    child.once('close', (code) => refused(new Error(`serve ended with ${code}: ${err}${out}`)))
  })
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, 'exit')
    }
    return child.exitCode
  }
  return { url, pid: child.pid ?? -1, child, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') }
}

export interface Prepared {
  readonly folder: string
  readonly data: string
  readonly writer: string
  readonly reader: string
  readonly policy: string
  remove(): void
}

/** A folder with one trail `faults`, a writer and a reader key; no server running. `at` places the data folder elsewhere. */
export function prepare(at?: string): Prepared {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-faults-'))
  const data = at ?? join(folder, 'data')
  const empty = madeOnce('faults', makeEmpty)
  cpSync(join(empty, 'data'), data, { recursive: true })
  cpSync(join(empty, 'data-keys'), `${data}-keys`, { recursive: true })
  const known = JSON.parse(readFileSync(join(empty, 'known.json'), 'utf8')) as Pick<Prepared, 'writer' | 'reader' | 'policy'>
  return { folder, data, ...known, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** By the commands that somebody would use; what each test gets is a copy, since they take seconds. */
function makeEmpty(folder: string): void {
  const data = join(folder, 'data')
  const { policy } = daybookJson<{ policy: string }>('trail', 'create', 'faults', '--data', data)
  const key = (role: string) =>
    daybookJson<{ key: string }>('key', 'create', '--trail', 'faults', '--role', role, '--data', data).key
  writeFileSync(join(folder, 'known.json'), JSON.stringify({ policy, writer: key('writer'), reader: key('reader') }))
}

export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: {
    readonly code?: string
    readonly detail?: string
    readonly results?: readonly { readonly id: string; readonly status: string; readonly seq?: number }[]
  }
}

export async function append(url: string, key: string, events: readonly object[], query = ''): Promise<Answer> {
  const response = await fetch(`${url}/v1/trails/faults/events${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Answer['body'],
  }
}

export interface Listed {
  readonly id: string
  readonly seq: number
  readonly sentence: string
}

/** Every business event of the trail, by position, read through the public interface. */
export async function listAll(url: string, key: string): Promise<readonly Listed[]> {
  const found: Listed[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await fetch(`${url}/v1/trails/faults/events?order=recorded&limit=1000${next}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    if (response.status !== 200) throw new Error(`list answered ${response.status}: ${await response.text()}`)
    const page = (await response.json()) as { data: Listed[]; nextCursor: string | null }
    found.push(...page.data)
    cursor = page.nextCursor
  }
  return found
}

let made = 0
const run = crypto.randomUUID().slice(0, 8)

/** An ordinary event with an id of its own. */
export const makeEvent = (reason = 'Checked at the counter') => {
  const number = made++
  return {
    id: crypto.randomUUID(),
    action: 'order.updated',
    occurredAt: '2026-11-20T10:15:02.123Z',
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action', name: 'Order desk', requestId: `req_${run}_${number}` },
    object: { type: 'order', id: String(number), name: `Order #${number}` },
    changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
    reason,
  }
}

/** Exports a bundle and verifies it with the command, under the policy pinned when the trail was made. */
export async function exportAndVerify(prepared: Prepared): Promise<CommandResult> {
  const bundle = join(prepared.folder, `bundle-${crypto.randomUUID()}`)
  const policy = join(prepared.folder, 'policy.txt')
  if (!existsSync(policy)) writeFileSync(policy, prepared.policy)
  const exported = daybook('export', '--trail', 'faults', '--format', 'bundle', '--out', bundle, '--data', prepared.data)
  if (exported.code !== 0) return exported
  return daybook('verify', bundle, '--policy', policy)
}
