import type { AccessStore } from './access-store.ts'
import { type Caller, callerOfKey, type Person, type ViewAs } from './caller.ts'
import { hashSecret, newToken, parseKey, sameHash } from './credential.ts'

const linkLifetimeMs = 24 * 60 * 60 * 1000
const sessionLifetimeMs = 7 * 24 * 60 * 60 * 1000

/** People with accounts, as their room answers for them. */
export interface Visitors {
  /** Whose session has a token of this hash. */
  personBy(tokenHash: Uint8Array): Person | undefined
  /** The trail and the roles through which a session looks for now. */
  viewOf(session: string): ViewAs | undefined
}

/** Tells who a credential belongs to. Unknown ids take the same path as wrong secrets, so that time tells nothing. */
export class Gatekeeper {
  readonly #store: AccessStore
  readonly #now: () => number
  readonly #visitors: Visitors | undefined
  readonly #nobody = hashSecret(newToken())
  readonly #localHash: Uint8Array
  /** The token of the command on the same machine; new at each start, owner-only in `server.json`. */
  readonly localToken = newToken()

  constructor(store: AccessStore, now: () => number, visitors?: Visitors) {
    this.#store = store
    this.#now = now
    this.#visitors = visitors
    this.#localHash = hashSecret(this.localToken)
  }

  /** The caller behind the text after `Bearer`, or undefined. */
  bearer(text: string): Caller | undefined {
    const parts = parseKey(text)
    const hash = hashSecret(parts ? parts.secret : text)
    if (!parts) return sameHash(hash, this.#localHash) ? { kind: 'local' } : undefined
    const key = this.#store.key(parts.id)
    const same = sameHash(hash, key?.secretHash ?? this.#nobody)
    if (!key || !same || key.revokedAt !== null) return undefined
    return callerOfKey(key)
  }

  /** The person behind a session cookie's value, or undefined. */
  cookie(token: string): Caller | undefined {
    const tokenHash = hashSecret(token)
    const person = this.#visitors?.personBy(tokenHash)
    if (person) return person
    const session = this.#store.session(tokenHash, this.#now())
    if (!session) return undefined
    const viewAs = this.#visitors?.viewOf(session.id)
    return { kind: 'session', ...session, ...(viewAs ? { viewAs } : {}) }
  }

  /** A one-time link's token, good for one use within 24 hours. `madeIn` is the session that asked for it, if one did. */
  createLink(madeIn?: string): string {
    const token = newToken()
    this.#store.sweep(this.#now())
    this.#store.addLink(hashSecret(token), this.#now() + linkLifetimeMs, madeIn)
    return token
  }

  /** Trades a link's token for a session of seven days; undefined if it is unknown, used or expired. */
  signIn(linkToken: string): { readonly token: string; readonly id: string; readonly expiresAtMs: number } | undefined {
    const now = this.#now()
    if (!this.#store.useLink(hashSecret(linkToken), now)) return undefined
    const token = newToken()
    const id = newToken().slice(0, 16)
    const expiresAtMs = now + sessionLifetimeMs
    this.#store.addSession({ tokenHash: hashSecret(token), id, createdAtMs: now, expiresAtMs })
    return { token, id, expiresAtMs }
  }

  signOut(sessionId: string): void {
    this.#store.endSession(sessionId)
  }
}
