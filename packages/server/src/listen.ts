import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Daybook } from './daybook.ts'
import { failureReply, problemReply, problemType } from './http/frame/reply.ts'
import { newRequestId } from './http/frame/request-id.ts'
import { HttpProblem, type ProblemCode, problemJson, statusOf } from './problem/http-problem.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Paths of PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** A proxy in front does TLS. */
  readonly behindProxy?: boolean | undefined
}

export interface Listening {
  readonly url: string
  readonly port: number
  /** Takes no new connections, lets what is under way finish for up to ten seconds, and removes `server.json`. */
  close(): Promise<void>
}

/** How long anything may take to arrive; `connectionsCheckingInterval` is how exactly that is watched. */
export const serverLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxRequestsPerSocket: 0,
  insecureHTTPParser: false,
  // Answered by us, in the form of every other problem.
  requireHostHeader: false,
} as const
const maxConnections = 2_000
const closingMs = 10_000

/** Serves a Daybook over HTTP, and leaves `server.json` in its data folder for the command: owner-only, gone when it stops. */
export const listen = async (daybook: Daybook, options: ListenOptions): Promise<Listening> => {
  const server = makeServer(daybook, options.tls)
  server.maxConnections = maxConnections
  server.on('clientError', answerBadRequest)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const url = `${options.tls ? 'https' : 'http'}://${host === '0.0.0.0' ? '127.0.0.1' : host === '[::]' ? '[::1]' : host}:${port}`
  const behindProxy = options.behindProxy === true
  daybook.reachedAt({ url, https: options.tls !== undefined || behindProxy, behindProxy })
  const file = join(daybook.data, 'server.json')
  writeServerFile(file, { port, host: options.host, url, pid: process.pid, token: daybook.localToken })
  return {
    url,
    port,
    close: async () => {
      daybook.stopTaking()
      rmSync(file, { force: true })
      await closeServer(server)
    },
  }
}

const makeServer = (daybook: Daybook, tls: ListenOptions['tls']): Server => {
  const listener = getRequestListener((request, env) => daybook.fetch(request, env as never), {
    // A name of our own where the request has none; links are never made from the Host header.
    hostname: 'daybook.invalid',
    errorHandler: (error) => {
      const requestId = newRequestId()
      if (error instanceof RequestError)
        return problemReply(
          requestId,
          new HttpProblem('bad_request', 'The address or the Host header of the request is not valid.'),
        )
      daybook.log.error({ requestId, stack: error instanceof Error ? error.stack : String(error) }, 'defect')
      return failureReply(requestId, error)
    },
  })
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // Once closed, every connection ends with the answer it is waiting for.
    if (!server.listening) outgoing.shouldKeepAlive = false
    if (incoming.headers.host === undefined && incoming.httpVersion === '1.1') refuseWithoutHost(outgoing)
    else void listener(incoming, outgoing)
  }
  const server =
    tls === undefined ? createServer(serverLimits, handle) : createTlsServer({ ...serverLimits, ...tlsOptions(tls) }, handle)
  // An unknown Expect header is no reason to answer in another form than everything else.
  server.on('checkExpectation', handle)
  return server
}

/** RFC 9112, section 3.2: HTTP/1.1 has a Host. */
const refuseWithoutHost = (outgoing: ServerResponse): void => {
  const requestId = newRequestId()
  const body = problemJson({ status: 400, code: 'bad_request', detail: 'The request has no Host header.', requestId })
  outgoing.writeHead(400, {
    'Content-Type': problemType,
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  })
  outgoing.end(body)
}

const tlsOptions = ({ cert, key }: { readonly cert: string; readonly key: string }) => ({
  cert: readFileSync(cert),
  key: readFileSync(key),
  minVersion: 'TLSv1.2' as const,
})

const codes: { readonly [code: string]: ProblemCode } = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'header_fields_too_large',
}

const sentences: { readonly [code in ProblemCode]?: string } = {
  request_timeout: 'The request took too long to arrive; send it again, faster.',
  header_fields_too_large: 'The header fields of the request are larger than the server reads.',
}

/** What is not HTTP, or came too slowly, is answered in the same form as everything else and cut off. */
export const answerBadRequest = (
  error: NodeJS.ErrnoException,
  socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } },
): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  // An answer that has begun cannot be followed by another.
  if (socket._httpMessage?.headersSent) return void socket.destroy()
  const code = codes[error.code ?? ''] ?? 'bad_request'
  const status = statusOf(code)
  const requestId = newRequestId()
  const body = problemJson({ status, code, detail: sentences[code] ?? 'The request is not well-formed HTTP.', requestId })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${problemType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-Id: ${requestId}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
  )
}

const writeServerFile = (path: string, facts: object): void => {
  rmSync(path, { force: true })
  writeFileSync(path, `${JSON.stringify(facts)}\n`, { mode: 0o600, flag: 'wx' })
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const last = setTimeout(() => server.closeAllConnections(), closingMs)
    // A connection that was waiting for its answer becomes idle only then.
    const idle = setInterval(() => server.closeIdleConnections(), 20)
    server.close(() => {
      clearTimeout(last)
      clearInterval(idle)
      resolve()
    })
  })
