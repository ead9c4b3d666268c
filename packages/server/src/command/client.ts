import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailure, exitCodes, systemCode } from './failure.ts'
import { localFetch } from './local-fetch.ts'
import { requireFolders } from './require-folders.ts'
import { type RunningServer, readServerFile } from './server-file.ts'
import { defaults, type Settings } from './settings.ts'

/**
 * The one way in which every command talks to Daybook: its public HTTP interface. Through the server that has the data
 * folder open if there is one, in this process otherwise, or over the network with a key.
 */
export interface Client {
  /** What is being talked to, for messages: a URL, or the data folder. */
  readonly place: string
  /** The folder is open in this process: no server has it, and what works in the background works here. */
  readonly inProcess: boolean
  /** `path` begins with `/`. Answers whatever the server answers; throws `CommandFailure` only when there is no answer. */
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export interface ClientOptions {
  /** Make the data folder where it is missing (`trail create`); otherwise its absence is said in words. */
  readonly mayCreate?: boolean
}

export async function openClient(settings: Settings, options: ClientOptions = {}): Promise<Client> {
  if (settings.url !== undefined) return serverClient(checkedUrl(settings.url), settings.key, fetch)
  const data = resolve(settings.data ?? defaults.data)
  const running = await liveServer(data)
  if (running !== undefined) return serverClient(running.url, running.token, localFetch)
  if (!existsSync(data) && options.mayCreate !== true) {
    throw new CommandFailure('no_data_folder', `There is no data folder ${data}.`, {
      todo: 'Start one with "daybook serve", or name yours with --data DIR, or a server with --url and --key.',
    })
  }
  requireFolders(data, settings.keys === undefined ? undefined : resolve(settings.keys))
  return inProcessClient(data, settings)
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:/i.test(url)) return url
  throw new CommandFailure('bad_url', `${url} is not the address of a server.`, {
    todo: 'Write it like http://127.0.0.1:4319 or https://daybook.example.org.',
  })
}

const healthMs = 5_000

/** The server that has this data folder open now, if there is one. */
export async function liveServer(data: string): Promise<RunningServer | undefined> {
  const running = readServerFile(join(data, 'server.json'))
  if (running === undefined) return undefined
  try {
    const answer = await localFetch(`${running.url}/healthz`, { signal: AbortSignal.timeout(healthMs) })
    await answer.body?.cancel()
    return answer.ok ? running : undefined
  } catch {
    return undefined
  }
}

function serverClient(url: string, key: string | undefined, send: (url: string, init: RequestInit) => Promise<Response>): Client {
  const base = url.replace(/\/+$/, '')
  return {
    place: base,
    inProcess: false,
    request: async (path, init = {}) => {
      const headers = new Headers(init.headers)
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
      try {
        return await send(`${base}${path}`, { ...init, headers })
      } catch (error) {
        throw unreachable(base, error)
      }
    },
    close: async () => {},
  }
}

const patienceMs = 20_000

/**
 * Opens the folder in this process. Another command may have it for a moment, and a server may be just starting: that is
 * waited for, a little.
 */
async function inProcessClient(data: string, settings: Settings): Promise<Client> {
  const giveUpAt = Date.now() + patienceMs
  for (;;) {
    try {
      return await openFolder(data, settings)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'FolderInUse' || Date.now() > giveUpAt) throw error
    }
    const running = await liveServer(data)
    if (running !== undefined) return serverClient(running.url, running.token, localFetch)
    await sleep(50 + Math.random() * 100)
  }
}

async function openFolder(data: string, settings: Settings): Promise<Client> {
  // Loaded when it is needed: a command that goes through a server starts in half the time.
  const [{ openDaybook }, { pino }] = await Promise.all([import('../daybook.ts'), import('pino')])
  // What goes wrong is told by the answers; the server's own log is for servers.
  const log = pino({ level: 'silent' })
  const daybook = await openDaybook({ data, keys: settings.keys === undefined ? undefined : resolve(settings.keys), log })
  return {
    place: data,
    inProcess: true,
    request: (path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('authorization', `Bearer ${daybook.localToken}`)
      return daybook.fetch(new Request(`http://127.0.0.1${path}`, { ...init, headers }))
    },
    close: () => daybook.close(),
  }
}

/** `fetch` itself only says that it failed. */
const causeOf = ({ message, cause }: { readonly message: string; readonly cause?: unknown }): string =>
  cause instanceof Error && cause.message !== '' ? cause.message : message

function unreachable(base: string, error: unknown): CommandFailure {
  const code = systemCode(error)
  const why = code === 'ECONNREFUSED' ? 'nothing answers there' : (code ?? causeOf(error as Error))
  return new CommandFailure('no_connection', `There is no connection to ${base}: ${why}.`, {
    todo: 'Check that the server runs ("daybook serve") and that the address is right.',
    exitCode: exitCodes.unknown,
  })
}
