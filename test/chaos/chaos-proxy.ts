import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What the network does to the requests that begin while it lasts. Bytes are counted from the request's or answer's beginning. */
export type Weather =
  | { readonly kind: 'fair' }
  /** Nobody listens: the connection is refused, those that are open are reset. */
  | { readonly kind: 'refused' }
  /** So many bytes of the request get through, then the line is cut. */
  | { readonly kind: 'request cut'; readonly bytes: number }
  | { readonly kind: 'answer cut'; readonly bytes: number }
  /** The server does its work; the client hears nothing but the end of the connection. */
  | { readonly kind: 'answer dropped' }
  /** Taken and never heard of again, until the weather changes. */
  | { readonly kind: 'black hole' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'reset' }
  /** Somebody in between answers with a page of their own; `forwarded` when the server has the request all the same. */
  | { readonly kind: 'page'; readonly status: 200 | 502; readonly forwarded: boolean }

const page = (status: 200 | 502): string => {
  const body = `<!doctype html><title>${status}</title><h1>${status === 200 ? 'Please sign in to the network' : 'Bad gateway'}</h1>`
  return `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Bad Gateway'}\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/**
 * A TCP proxy between a client and a server that may come and go, and change its port. It knows no HTTP: what the client
 * says after the server has spoken is the next request.
 */
export class ChaosProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #port = 0
  #target = 0
  #weather: Weather = { kind: 'fair' }
  /** How many requests met each weather but the fair. */
  readonly met = new Map<Weather['kind'], number>()

  private constructor() {
    this.#server = createServer((client) => this.#serve(client))
  }

  static async start(): Promise<ChaosProxy> {
    const proxy = new ChaosProxy()
    await proxy.#listen()
    return proxy
  }

  get port(): number {
    return this.#port
  }

  get failures(): number {
    return [...this.met.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Where requests go from now on. */
  target(port: number): void {
    this.#target = port
  }

  async turn(weather: Weather): Promise<void> {
    const before = this.#weather
    this.#weather = weather
    if (before.kind === 'refused' && weather.kind !== 'refused') await this.#listen()
    if (weather.kind === 'refused' && before.kind !== 'refused') await this.#deafen()
    if (before.kind === 'black hole') for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.#deafen()
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as { port: number }).port
  }

  async #deafen(): Promise<void> {
    this.#meet('refused')
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.resetAndDestroy()
    await closed
  }

  #meet(kind: Weather['kind']): void {
    if (kind !== 'fair') this.met.set(kind, (this.met.get(kind) ?? 0) + 1)
  }

  #serve(client: Socket): void {
    this.#track(client)
    const upstream = connect({ port: this.#target, host: '127.0.0.1' })
    this.#track(upstream)
    const exchange = new Exchange(client, upstream, () => {
      this.#meet(this.#weather.kind)
      return this.#weather
    })
    client.on('data', (chunk) => exchange.said(chunk))
    upstream.on('data', (chunk) => exchange.answered(chunk))
    // A server that is gone looks to the client as it would without a proxy.
    upstream.on('close', () => exchange.serverGone())
    client.on('close', () => upstream.destroy())
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.setNoDelay(true)
  }
}

/** One connection: which weather its present request met, and how far it has come. */
class Exchange {
  readonly #client: Socket
  readonly #upstream: Socket
  readonly #begin: () => Weather
  #weather: Weather = { kind: 'fair' }
  #isAnswering = true
  #passed = 0
  #done = false

  constructor(client: Socket, upstream: Socket, begin: () => Weather) {
    this.#client = client
    this.#upstream = upstream
    this.#begin = begin
  }

  said(chunk: Buffer): void {
    if (this.#isAnswering) {
      this.#weather = this.#begin()
      this.#isAnswering = false
      this.#passed = 0
      this.#done = false
    }
    const weather = this.#weather
    switch (weather.kind) {
      case 'black hole':
        return
      case 'refused':
      case 'reset':
        this.#client.resetAndDestroy()
        this.#upstream.destroy()
        return
      case 'request cut':
        this.#forward(this.#upstream, chunk, weather.bytes)
        return
      case 'page':
        if (weather.forwarded) this.#upstream.write(chunk)
        else this.#showPage(weather.status)
        return
      case 'slow':
        setTimeout(() => this.#upstream.writable && this.#upstream.write(chunk), weather.delayMs)
        return
      default:
        this.#upstream.write(chunk)
    }
  }

  answered(chunk: Buffer): void {
    const weather = this.#weather
    if (!this.#isAnswering) this.#passed = 0
    this.#isAnswering = true
    switch (weather.kind) {
      case 'answer dropped':
        this.#end()
        return
      case 'answer cut':
        this.#forward(this.#client, chunk, weather.bytes)
        return
      case 'page':
        this.#showPage(weather.status)
        return
      case 'slow':
        setTimeout(() => this.#client.writable && this.#client.write(chunk), weather.delayMs)
        return
      default:
        this.#client.write(chunk)
    }
  }

  serverGone(): void {
    if (this.#weather.kind !== 'black hole' && this.#weather.kind !== 'page') this.#client.destroy()
  }

  /** Lets through what is left of `most` bytes, then cuts both lines. */
  #forward(to: Socket, chunk: Buffer, most: number): void {
    const part = chunk.subarray(0, Math.max(0, most - this.#passed))
    this.#passed += part.length
    if (part.length === chunk.length) to.write(chunk)
    else to.write(part, () => this.#end())
  }

  #showPage(status: 200 | 502): void {
    if (this.#done) return
    this.#done = true
    this.#client.write(page(status), () => this.#end())
  }

  #end(): void {
    this.#client.destroy()
    this.#upstream.destroy()
  }
}
