import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto'

/** What a token for a page of a tool says: who may read the history of which record, from where, and until when. */
export interface EmbedGrant {
  readonly trail: string
  readonly object: { readonly type: string; readonly id: string }
  readonly reader: { readonly id: string; readonly name: string }
  readonly roles: readonly string[]
  /** `https://tool.example`: scheme, host and port, as browsers write it. */
  readonly origin: string
  /** Id of the key that asked for it; absent for the command on this machine. */
  readonly key?: string
}

export interface ReadToken {
  readonly grant: EmbedGrant
  readonly expired: boolean
}

/** Longest token that is looked at, in characters; none longer is made. */
const longestToken = 6_144
/** A clock that was set back by more than this ends every token that was made before. */
const clockStepS = 60
/** How many origins are remembered for preflights. */
const mostOrigins = 10_000
/** How long an origin is remembered after its last token: an answer of "expired" must be readable there. */
const rememberedMs = 24 * 60 * 60 * 1000

/**
 * Makes and reads the tokens of embedded histories: compact JWS (RFC 7515) signed with Ed25519 (RFC 8037), in the claims of
 * RFC 7519. The key pair is made with this object and never leaves memory, so that a restart ends every token; pages renew
 * theirs.
 *
 * Trust: whoever has a token may read what it says until it expires, and only a browser on its origin is let. The header is
 * compared as a whole with the one this object writes, so that no token chooses its algorithm or its key.
 */
export class EmbedTokens {
  readonly #now: () => number
  readonly #privateKey: KeyObject
  readonly #publicKey: KeyObject
  readonly #header: string
  /** Trail and origin → until when preflights from there are answered, in the order they were last used. */
  readonly #origins = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
    this.#privateKey = generateKeyPairSync('ed25519').privateKey
    this.#publicKey = createPublicKey(this.#privateKey)
    this.#header = encode(JSON.stringify({ alg: 'EdDSA', typ: 'JWT', kid: randomBytes(8).toString('hex') }))
  }

  /** A token, or undefined where it would be too long. It expires on a whole second, at most `minutes` from now. */
  make(grant: EmbedGrant, minutes: number): { readonly token: string; readonly expiresAtMs: number } | undefined {
    const nowMs = this.#now()
    const exp = Math.floor(nowMs / 1000) + minutes * 60
    const { origin, reader, ...rest } = grant
    const claims = { aud: origin, sub: reader.id, name: reader.name, ...rest, iat: Math.floor(nowMs / 1000), exp }
    const signed = `${this.#header}.${encode(JSON.stringify(claims))}`
    const token = `${signed}.${sign(null, Buffer.from(signed), this.#privateKey).toString('base64url')}`
    if (token.length > longestToken) return undefined
    this.#remember(grant.trail, origin, exp * 1000 + rememberedMs)
    return { token, expiresAtMs: exp * 1000 }
  }

  /** What a token that this object made says; undefined for any other text. */
  read(token: string): ReadToken | undefined {
    if (token.length > longestToken) return undefined
    const [header, body = '', signature = '', ...more] = token.split('.')
    if (header !== this.#header || more.length > 0) return undefined
    const bytes = Buffer.from(signature, 'base64url')
    // Node skips characters that are not base64url: only the one spelling of a signature is taken.
    if (bytes.toString('base64url') !== signature) return undefined
    if (!verify(null, Buffer.from(`${header}.${body}`), this.#publicKey, bytes)) return undefined
    const {
      aud: origin,
      sub: id,
      name,
      iat,
      exp,
      ...rest
    } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims
    const nowS = this.#now() / 1000
    return { grant: { ...rest, origin, reader: { id, name } }, expired: nowS >= exp || nowS < iat - clockStepS }
  }

  /** Whether pages of this origin may ask about the trail: a token for it was made, and is not long expired. */
  knowsOrigin(trail: string, origin: string): boolean {
    return (this.#origins.get(`${trail} ${origin}`) ?? 0) > this.#now()
  }

  #remember(trail: string, origin: string, untilMs: number): void {
    const place = `${trail} ${origin}`
    this.#origins.delete(place)
    this.#origins.set(place, untilMs)
    const [oldest] = this.#origins.keys()
    if (this.#origins.size > mostOrigins && oldest !== undefined) this.#origins.delete(oldest)
  }
}

interface Claims extends Omit<EmbedGrant, 'origin' | 'reader'> {
  readonly aud: string
  readonly sub: string
  readonly name: string
  /** Seconds since 1970, UTC. */
  readonly iat: number
  readonly exp: number
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')
