import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import type { Certificate } from '../outbound/certificate.ts'

interface Delivered {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what arrived is looked into freely
  readonly json: any
}

/** A real HTTPS receiver of webhooks. `status` is what it answers; `silent` never answers. */
export class HttpsReceiver {
  readonly delivered: Delivered[] = []
  status = 200
  silent = false
  /** A longer message is too large for it. */
  longest = Number.POSITIVE_INFINITY
  readonly #server: ReturnType<typeof createServer>

  private constructor(certificate: Certificate) {
    this.#server = createServer(certificate, (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const status = text.length > this.longest ? 413 : this.status
        if (status < 300) this.delivered.push({ headers: request.headers, text, json: JSON.parse(text) })
        if (!this.silent) response.writeHead(status).end()
      })
    })
  }

  static async start(certificate: Certificate, port = 0): Promise<HttpsReceiver> {
    const receiver = new HttpsReceiver(certificate)
    await new Promise<void>((resolve) => receiver.#server.listen(port, '127.0.0.1', resolve))
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `https://localhost:${this.port}/hook`
  }

  /** Positions of all events that arrived, in the order of arrival. */
  get positions(): number[] {
    return this.delivered.flatMap(({ json }) => (json.type === 'events' ? json.data : []).map(({ seq }: { seq: number }) => seq))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** As the receiver of a webhook checks it (Standard Webhooks). */
export const isSigned = ({ headers, text }: Delivered, secret: string): boolean => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

/** A real syslog listener: reads the octet counts of RFC 6587 strictly, and keeps each message. */
export class SyslogReceiver {
  readonly messages: string[] = []
  readonly faults: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(certificate: Certificate | undefined) {
    const hear = (socket: Socket) => this.#hear(socket)
    this.#server = certificate ? createTls(certificate, hear) : createTcp(hear)
  }

  static async start(certificate?: Certificate): Promise<SyslogReceiver> {
    const receiver = new SyslogReceiver(certificate)
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  #hear(socket: Socket): void {
    this.#sockets.add(socket)
    let held = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes])
      for (;;) {
        const space = held.indexOf(0x20)
        if (space < 0) break
        const count = held.subarray(0, space).toString()
        if (!/^[1-9][0-9]*$/.test(count)) this.faults.push(`no octet count: ${count.slice(0, 20)}`)
        const end = space + 1 + Number(count)
        if (!(held.length >= end)) break
        this.messages.push(held.subarray(space + 1, end).toString())
        held = held.subarray(end)
      }
    })
    socket.on('end', () => {
      if (held.length > 0) this.faults.push('a message without its end')
    })
    socket.on('close', () => this.#sockets.delete(socket))
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Waits until it holds, or fails by itself after a minute. */
export const until = async (holds: () => boolean | Promise<boolean>, what = 'it'): Promise<void> => {
  const end = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
