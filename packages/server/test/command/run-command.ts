import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The real command, as built. */
const bin = fileURLToPath(new URL('../../bin/daybook.js', import.meta.url))

// biome-ignore lint/suspicious/noExplicitAny: what a command prints is whatever it prints; the tests say what it must be
type Document = any

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A temporary folder with the command at hand; `close` ends what still runs and removes the folder. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'daybook-command-'))
  readonly data = join(this.folder, 'data')
  readonly #running = new Set<ChildProcess>()

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const { DAYBOOK_DATA, DAYBOOK_KEY, DAYBOOK_URL, ...clean } = process.env
    const child = spawn(process.execPath, [bin, ...args], { cwd: this.folder, env: { ...clean, NO_COLOR: '1', ...env } })
    this.#running.add(child)
    child.on('exit', () => this.#running.delete(child))
    return child
  }

  /** Runs to the end. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return ended(this.start(args, env))
  }

  /** Runs to the end as another user; only the superuser may. */
  async runAs(uid: number, args: readonly string[]): Promise<Ended> {
    const child = spawn(process.execPath, [bin, ...args], { cwd: this.folder, env: { PATH: process.env.PATH }, uid, gid: uid })
    return ended(child)
  }

  /** Runs on this workplace's data with `--json` and answers the one document on stdout. */
  async json(...args: string[]): Promise<{ readonly code: number | null; readonly document: Document; readonly stderr: string }> {
    const { code, stdout, stderr } = await this.run([...args, '--data', this.data, '--json'])
    if (!/^[^\n]+\n$/.test(stdout)) throw new Error(`stdout is not one line: ${JSON.stringify(stdout)} ${stderr}`)
    return { code, document: JSON.parse(stdout), stderr }
  }

  /** Starts `serve --json` on a free port; resolves with what it printed once it is ready. */
  async serve(...args: string[]): Promise<Served> {
    const child = this.start(['serve', '--data', this.data, '--port', '0', '--json', ...args])
    const ready = JSON.parse(await firstLine(child))
    if (typeof ready.url !== 'string') throw new Error(`serve is not ready: ${JSON.stringify(ready)}`)
    return { ...ready, child, stop: (signal = 'SIGTERM') => stopped(child, signal) }
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface Served {
  readonly url: string
  readonly first?: { readonly trail: string; readonly key: string; readonly link: string }
  readonly child: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, code] = await Promise.all([all(child.stdout), all(child.stderr), exited(child)])
  return { code, stdout, stderr }
}

async function all(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = ''
  if (stream) for await (const chunk of stream) text += chunk
  return text
}

export const exited = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((done) => child.once('exit', (code) => done(code)))

const firstLine = async (child: ChildProcess): Promise<string> => (await untilSaid(child, '\n')).split('\n', 1)[0] ?? ''

/** Everything on stdout up to and with these words; rejects if the command ends without saying them. */
export function untilSaid(child: ChildProcess, words: string): Promise<string> {
  return new Promise((done, fail) => {
    let [text, trouble] = ['', '']
    child.stderr?.on('data', (chunk) => {
      trouble += chunk
    })
    child.stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes(words)) done(text)
    })
    // Not `exit`: what it said last may still be under way.
    child.once('close', (code) => fail(new Error(`the command ended with ${code} after: ${text}${trouble}`)))
  })
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal)
  return exited(child)
}
