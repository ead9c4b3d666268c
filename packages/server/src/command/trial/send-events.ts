import { Agent, request } from 'node:http'

/** The answer of an append as far as these programs read it. */
export interface AppendAnswer {
  readonly status: number
  readonly text: string
}

/** Posts bodies to one address over a fixed number of kept connections, as the tools that feed a trail do. */
export class Sender {
  readonly #url: URL
  readonly #headers: { readonly [name: string]: string }
  readonly #agent: Agent

  constructor(url: string, connections: number, headers: { readonly [name: string]: string }) {
    this.#url = new URL(url)
    this.#headers = headers
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** Rejects where there is no whole answer. */
  post(body: Uint8Array): Promise<AppendAnswer> {
    return this.#send('POST', this.#url.pathname + this.#url.search, body)
  }

  get(path: string): Promise<AppendAnswer> {
    return this.#send('GET', path)
  }

  close(): void {
    this.#agent.destroy()
  }

  #send(method: string, path: string, body?: Uint8Array): Promise<AppendAnswer> {
    const { hostname, port } = this.#url
    const length = body === undefined ? {} : { 'content-length': body.length }
    return new Promise((answered, failed) => {
      const call = request(
        { agent: this.#agent, hostname, port, path, method, headers: { ...this.#headers, ...length } },
        (response) => {
          const chunks: Uint8Array[] = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('end', () =>
            response.complete
              ? answered({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
              : failed(new Error('the answer broke off')),
          )
          response.on('error', failed)
        },
      )
      call.on('error', failed)
      call.end(body)
    })
  }
}
