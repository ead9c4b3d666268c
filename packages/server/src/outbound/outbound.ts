import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import { getCACertificates } from 'node:tls'
import { exchange } from './exchange.ts'
import { openConnection } from './open-connection.ts'
import { OutboundFailure } from './outbound-failure.ts'
import { isPublicAddress } from './public-address.ts'
import { httpUrl, plainName, type Target } from './target.ts'
import { within } from './within.ts'

export interface OutboundSettings {
  /** Hosts that may be called though they are not of the public internet, and without TLS: `siem.internal`, `10.1.2.3`, `[::1]`, each also with a port behind it. */
  readonly allow?: readonly string[]
  /** Certificates (PEM) that are trusted beside those of the system. */
  readonly ca?: string | undefined
  /** What the names of hosts mean; the system's resolver by default. */
  readonly lookup?: (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>
}

export interface OutboundRequest {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string | Uint8Array
  /** For everything together: the name, the connection, the answer. */
  readonly timeoutMs?: number
  /** Of the answer's body. */
  readonly maxBytes?: number
}

export interface OutboundAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: Buffer<ArrayBuffer>
}

const usualTimeoutMs = 10_000
const usualMaxBytes = 64 * 1024

/**
 * The only way by which the server calls other machines. A host's name is resolved once, every address it has must be of
 * the public internet unless the configuration allows the host by name, and the connection goes to the very address that
 * was judged, with the name in TLS. No redirect is followed, no proxy of the environment is used, and what takes too long
 * or answers too much is ended. Throws `OutboundFailure` only.
 */
export class Outbound {
  readonly #allow: ReadonlySet<string>
  readonly #ca: readonly string[] | undefined
  readonly #lookup: NonNullable<OutboundSettings['lookup']>
  readonly #ending = new AbortController()

  constructor({ allow = [], ca, lookup = resolveAll }: OutboundSettings = {}) {
    this.#allow = new Set(allow.map((host) => host.trim().toLowerCase()).filter((host) => host !== ''))
    this.#ca = ca === undefined ? undefined : [...getCACertificates('default'), ca]
    this.#lookup = lookup
  }

  /** True where the configuration names this host: such a host may be private, and called without TLS. */
  isAllowedByName(host: string, port: number): boolean {
    const name = plainName(host)
    return this.#allow.has(name) || this.#allow.has(`${name}:${port}`)
  }

  /** One HTTP exchange. Any status is an answer, but for redirects. */
  async request(url: string, asked: OutboundRequest = {}): Promise<OutboundAnswer> {
    const { timeoutMs = usualTimeoutMs, maxBytes = usualMaxBytes } = asked
    const { address, port } = this.#httpPlace(url)
    return within(timeoutMs, this.#ending.signal, async (signal) => {
      const target = await this.#resolve(address.hostname, port)
      signal.throwIfAborted()
      return exchange(address, target, asked, { signal, maxBytes, ca: this.#ca })
    })
  }

  /** A connection for protocols other than HTTP, open when this answers; TLS with the host's name where `tls`. */
  async connect(host: string, port: number, { tls, timeoutMs = usualTimeoutMs }: ConnectOptions): Promise<Socket> {
    return within(timeoutMs, this.#ending.signal, async (signal) => {
      const target = await this.#resolve(host, port)
      signal.throwIfAborted()
      return openConnection(target, tls, signal, this.#ca)
    })
  }

  /** Whether somebody listens at an HTTP address that may be called, and is who they say: a connection that is closed again, and nothing is sent. */
  async reach(url: string): Promise<void> {
    const { address, port } = this.#httpPlace(url)
    const socket = await this.connect(address.hostname, port, { tls: address.protocol === 'https:' })
    socket.destroy()
  }

  /** Where an HTTP address leads; refused without TLS, unless the host may be called so. */
  #httpPlace(url: string): { readonly address: URL; readonly port: number } {
    const address = httpUrl(url)
    const port = Number(address.port || (address.protocol === 'https:' ? 443 : 80))
    if (address.protocol === 'http:' && !this.isAllowedByName(address.hostname, port))
      throw new OutboundFailure(
        'not_allowed',
        'The address must begin with https, unless the host is named in DAYBOOK_OUTBOUND_ALLOW.',
      )
    return { address, port }
  }

  /** `fetch` behind the same guard, for libraries that take one. Bodies are text or bytes; answers at most 1 MiB. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const answer = await this.request(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { body }),
      maxBytes: 1024 * 1024,
    })
    const isEmpty = answer.status === 204 || answer.status === 205 || answer.status === 304
    return new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers })
  }

  /** What TLS of a connection that is made here trusts; for libraries that begin TLS by themselves (STARTTLS). */
  get trusted(): { readonly ca?: string[] } {
    return this.#ca === undefined ? {} : { ca: [...this.#ca] }
  }

  /** Ends what is under way; nothing is called any more. */
  close(): void {
    this.#ending.abort(new OutboundFailure('broke_off', 'The server is stopping.'))
  }

  async #resolve(host: string, port: number): Promise<Target> {
    const name = plainName(host)
    const found = isIP(name) > 0 ? [{ address: name, family: isIP(name) }] : await this.#lookup(name).catch(() => [])
    const [first] = found
    if (first === undefined) throw new OutboundFailure('no_address', 'The name of the host leads to no address.')
    // All of them: a name with one public and one private address is a trick.
    if (!this.isAllowedByName(host, port) && !found.every(({ address }) => isPublicAddress(address)))
      throw new OutboundFailure(
        'not_allowed',
        'The host is inside a private network. If that is meant, name it in DAYBOOK_OUTBOUND_ALLOW and restart the server.',
      )
    return { host: name, port, address: first.address, family: first.family }
  }
}

export interface ConnectOptions {
  readonly tls: boolean
  readonly timeoutMs?: number
}

const resolveAll = (host: string) => systemLookup(host, { all: true, order: 'verbatim' })
