import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CommandFailure } from '../failure.ts'
import type { Scratch } from './scratch.ts'

/** `daybook serve` in a process of its own, as an operator runs it. */
export interface RealServer {
  readonly url: string
  readonly pid: number
  /** What the first start made; undefined on a folder that has a trail. */
  readonly first: { readonly trail: string; readonly key: string } | undefined
  /** From the start of the process to its line that says it is ready. */
  readonly startMs: number
  /** SIGKILL: nothing is finished, nothing is said. */
  kill(): Promise<void>
  /** In order. */
  stop(): Promise<void>
}

const bin = fileURLToPath(new URL('../../../bin/daybook.js', import.meta.url))

/** Starts a server on a data folder and answers when it is ready. Throws in its own words where it does not get there. */
export async function startRealServer(data: string, trail: string, scratch: Scratch): Promise<RealServer> {
  const began = performance.now()
  // Its settings are the flags alone: what the caller's environment says is about the caller's own server.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DAYBOOK_')))
  const child = spawn(process.execPath, [bin, 'serve', '--data', data, '--trail', trail, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: scratch.folder,
    env,
  })
  scratch.keep(child)
  const ended = once(child, 'exit')
  let [said, complained] = ['', '']
  child.stderr.on('data', (chunk) => {
    complained += chunk
  })
  const line = await new Promise<string>((ready, failed) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('\n')) ready(said.slice(0, said.indexOf('\n')))
    })
    child.once('error', failed)
    child.once('exit', () => failed(notStarted(complained || said)))
  })
  const { url, first } = JSON.parse(line) as { readonly url?: string; readonly first?: RealServer['first'] }
  if (url === undefined) throw notStarted(line)
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal)
    await ended
  }
  const startMs = performance.now() - began
  return { url, pid: child.pid ?? 0, first, startMs, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

const notStarted = (words: string): CommandFailure =>
  new CommandFailure('no_server', `The server did not start: ${words.trim() || 'it said nothing'}.`, {
    todo: '"daybook doctor" looks at this machine.',
  })
