import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { OutboundAnswer, OutboundRequest } from './outbound.ts'
import { OutboundFailure } from './outbound-failure.ts'
import type { Target } from './target.ts'

export interface ExchangeLimits {
  /** Ends the exchange. */
  readonly signal: AbortSignal
  readonly maxBytes: number
  readonly ca: readonly string[] | undefined
}

/** One HTTP request to the address that was judged, and its whole answer. */
export const exchange = (
  url: URL,
  target: Target,
  { method = 'GET', headers = {}, body }: OutboundRequest,
  { signal, maxBytes, ca }: ExchangeLimits,
): Promise<OutboundAnswer> =>
  new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:'
    const options = {
      method,
      hostname: target.host,
      port: target.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        'user-agent': 'Daybook',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      lookup: pinned(target),
      // One of our own, for the global ones may obey a proxy of the environment.
      agent: isTls ? new TlsAgent({ keepAlive: false }) : new PlainAgent({ keepAlive: false }),
      signal,
      ...(isTls && isIP(target.host) === 0 ? { servername: target.host } : {}),
      ...(isTls && ca ? { ca: [...ca] } : {}),
    }
    const sent = (isTls ? tlsRequest : plainRequest)(options)
    const fail = (error: Error): void => {
      reject(error)
      sent.destroy()
    }
    sent.on('error', fail)
    sent.on('response', (answer) => {
      const status = answer.statusCode ?? 0
      if (status >= 300 && status < 400 && status !== 304)
        return fail(new OutboundFailure('refused', `It answers with a redirect (${status}), and redirects are not followed.`))
      readWhole(answer, maxBytes).then(
        (bytes) => resolve({ status, headers: plainHeaders(answer), body: bytes }),
        (error) => fail(error),
      )
    })
    sent.end(body)
  })

/** Whatever is asked for, the address that was judged is the answer. */
const pinned =
  ({ address, family }: Target): LookupFunction =>
  (_, options, callback) => {
    if (options.all) (callback as (error: null, all: { address: string; family: number }[]) => void)(null, [{ address, family }])
    else callback(null, address, family)
  }

const readWhole = async (answer: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new OutboundFailure('too_large', `It answers with more than ${Math.round(maxBytes / 1024)} KiB.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const plainHeaders = ({ headers }: IncomingMessage): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
