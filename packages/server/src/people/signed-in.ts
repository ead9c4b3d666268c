import type { Person } from '../access/caller.ts'
import type { PersonSession, PersonSessions } from './person-sessions.ts'

const maxKept = 10_000
/** How exactly the table knows when a session was last seen. */
const seenEveryMs = 60_000

interface Kept {
  readonly person: Person
  readonly tokenUntilMs: number
  /** When the table, and with it the idle limit, is looked at again. */
  readonly againAtMs: number
}

/** Who is signed in, worked out once for each token and kept until anything changes or a minute has passed. */
export class SignedIn {
  readonly #sessions: PersonSessions
  readonly #personOf: (session: PersonSession) => Person | undefined
  readonly #kept = new Map<string, Kept>()

  constructor(sessions: PersonSessions, personOf: (session: PersonSession) => Person | undefined) {
    this.#sessions = sessions
    this.#personOf = personOf
  }

  by(tokenHash: Uint8Array, nowMs: number): Person | undefined {
    const name = Buffer.from(tokenHash).toString('base64')
    const kept = this.#kept.get(name)
    if (kept && nowMs < kept.againAtMs && nowMs < kept.tokenUntilMs) return kept.person
    this.#kept.delete(name)
    const session = this.#sessions.byToken(tokenHash, nowMs)
    const person = session && this.#personOf(session)
    if (!person) return undefined
    if (nowMs - session.seenAtMs >= seenEveryMs) this.#sessions.saw(session.id, nowMs)
    if (this.#kept.size >= maxKept) this.#kept.clear()
    this.#kept.set(name, { person, tokenUntilMs: session.tokenUntilMs, againAtMs: nowMs + seenEveryMs })
    return person
  }

  forgetAll(): void {
    this.#kept.clear()
  }
}
