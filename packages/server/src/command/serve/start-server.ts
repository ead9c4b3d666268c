import { accessSync, constants, readFileSync } from 'node:fs'
import { openDaybook } from '../../daybook.ts'
import { listen } from '../../listen.ts'
import { ask } from '../answer.ts'
import { type Client, liveServer } from '../client.ts'
import { CommandFailure, exitCodes, systemCode } from '../failure.ts'
import { requireFolders } from '../require-folders.ts'
import type { ServerSettings } from '../serve-command.ts'
import type { TrailFacts } from '../trail-command.ts'
import { type FirstRun, firstRun } from './first-run.ts'

export interface RunningDaybook {
  readonly url: string
  readonly data: string
  readonly first: FirstRun | undefined
  /** Trails that take no events, and why. */
  readonly sealed: readonly { readonly trail: string; readonly because: string }[]
  readonly tls: ServerSettings['tls']
  close(): Promise<void>
}

/** Opens the data folder, listens, and makes what a first start needs. */
export async function startServer(settings: ServerSettings): Promise<RunningDaybook> {
  const { data, keys, publicUrl, tls, outbound, mail, signOn } = settings
  await refuseSecond(data)
  requireFolders(data, keys)
  if (tls !== undefined) for (const path of [tls.cert, tls.key]) refuseUnreadable(path)
  if (outbound.caFile !== undefined) refuseUnreadable(outbound.caFile)
  const ca = outbound.caFile === undefined ? undefined : readFileSync(outbound.caFile, 'utf8')
  const daybook = await openDaybook({ data, keys, publicUrl, outbound: { allow: outbound.allow, ca }, mail, signOn })
  try {
    const { host, port, behindProxy } = settings
    const server = await listen(daybook, { host, port, behindProxy, tls }).catch((error) => {
      throw listenFailure(error, settings)
    })
    try {
      const client = localClient(daybook, server.url)
      const first = await firstRun(client, settings.firstTrail)
      return { url: server.url, data, first, sealed: await sealedTrails(client), tls, close: () => closeAll(server, daybook) }
    } catch (error) {
      await server.close()
      throw error
    }
  } catch (error) {
    await daybook.close()
    throw error
  }
}

interface Closable {
  close(): Promise<void>
}

async function closeAll(server: Closable, daybook: Closable): Promise<void> {
  await server.close()
  await daybook.close()
}

async function sealedTrails(client: Client): Promise<RunningDaybook['sealed']> {
  const { data } = await ask<{ readonly data: readonly TrailFacts[] }>(client, 'GET', '/v1/trails')
  return data.flatMap(({ trail, state, sealedBecause }) => (state === 'sealed' ? [{ trail, because: sealedBecause ?? '' }] : []))
}

const localClient = (
  daybook: { readonly localToken: string; fetch(request: Request): Promise<Response> },
  url: string,
): Client => ({
  place: url,
  inProcess: true,
  request: (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${daybook.localToken}`)
    return daybook.fetch(new Request(`${url}${path}`, { ...init, headers }))
  },
  close: async () => {},
})

async function refuseSecond(data: string): Promise<void> {
  const running = await liveServer(data)
  if (running === undefined) return
  throw new CommandFailure('folder_in_use', `A server has ${data} open already: ${running.url}, process ${running.pid}.`, {
    todo: 'Use that one, stop it first, or serve another folder with --data.',
    exitCode: exitCodes.no,
  })
}

function listenFailure(error: unknown, { host, port }: ServerSettings): unknown {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new CommandFailure('port_in_use', `Port ${port} on ${host} is in use by another program.`, {
      todo: 'Stop that program, or choose another port with --port (0 takes a free one).',
      exitCode: exitCodes.no,
    })
  }
  if (code === 'EACCES') {
    return new CommandFailure('port_forbidden', `This user may not listen on port ${port}.`, {
      todo: 'Choose a port above 1023 with --port.',
      exitCode: exitCodes.no,
    })
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CommandFailure('bad_host', `${host} is not an address of this machine.`, {
      todo: 'Leave --host away to listen on 127.0.0.1.',
    })
  }
  return error
}

function refuseUnreadable(path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch {
    throw new CommandFailure('unreadable_pem', `${path} cannot be read.`, { todo: 'Check the path and its permissions.' })
  }
}
