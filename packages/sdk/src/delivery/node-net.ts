import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { gzip } from 'node:zlib'
import type { Net, NetAnswer, NetRequest } from './ports.ts'

/** Below this a body is sent as it is: packing costs more than it saves. */
const gzipFromBytes = 2_048
/** More than the answer to a full batch has; a page without end is no answer. */
const mostAnswerBytes = 8 * 1024 * 1024

/** Requests to one trail over Node's own client: redirects are not followed, and an open connection keeps no process alive. */
export class NodeNet implements Net {
  readonly #url: URL
  readonly #key: string
  readonly #agent: HttpAgent
  readonly #requests = new Set<ClientRequest>()

  constructor(url: string, key: string) {
    this.#url = new URL(url)
    this.#key = key
    const options = { keepAlive: true, maxSockets: 8, maxFreeSockets: 2 }
    this.#agent = this.#url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  async post({ path, contentType, headers, body, timeoutMs }: NetRequest): Promise<NetAnswer> {
    const plain = Buffer.from(body)
    const packed = plain.length >= gzipFromBytes ? await pack(plain) : undefined
    const bytes = packed ?? plain
    const request = (this.#url.protocol === 'https:' ? httpsRequest : httpRequest)(this.#url, {
      method: 'POST',
      path: `${this.#url.pathname.replace(/\/+$/, '')}${path}`,
      agent: this.#agent,
      headers: {
        ...headers,
        authorization: `Bearer ${this.#key}`,
        'content-type': contentType,
        'content-length': bytes.length,
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      },
    })
    this.#requests.add(request)
    request.once('socket', (socket) => socket.unref())
    try {
      return await this.#answerOf(request, bytes, timeoutMs)
    } finally {
      this.#requests.delete(request)
    }
  }

  /** Gives up what is under way. */
  abort(): void {
    for (const request of this.#requests) request.destroy(new Error('the recorder was closed'))
    this.#agent.destroy()
  }

  #answerOf(request: ClientRequest, bytes: Uint8Array, timeoutMs: number): Promise<NetAnswer> {
    return new Promise((answer, failed) => {
      // For the whole answer, however slowly it drips.
      const timer = setTimeout(() => request.destroy(new Error(`no answer from ${this.#url.host} in ${timeoutMs} ms`)), timeoutMs)
      timer.unref()
      const fail = (error: Error): void => {
        clearTimeout(timer)
        failed(new Error(`no answer from ${this.#url.host}: ${error.message}`))
      }
      request.once('error', fail)
      request.once('response', (response) => {
        readWhole(response).then((body) => {
          clearTimeout(timer)
          const { 'retry-after': retryAfter } = response.headers
          answer({ status: response.statusCode ?? 0, retryAfter, body })
        }, fail)
      })
      request.end(bytes)
    })
  }
}

const readWhole = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostAnswerBytes) throw new Error('the answer is larger than any answer to a batch')
    chunks.push(chunk)
  }
  if (!response.complete) throw new Error('the answer was cut off')
  return Buffer.concat(chunks).toString('utf8')
}

const pack = (bytes: Uint8Array): Promise<Buffer> =>
  new Promise((done, failed) => gzip(bytes, { level: 1 }, (error, packed) => (error ? failed(error) : done(packed))))
