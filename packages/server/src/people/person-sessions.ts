import type { DatabaseSync } from 'node:sqlite'
import { hashSecret, newToken } from '../access/credential.ts'

const schema = `
CREATE TABLE IF NOT EXISTS person_sessions (
  id TEXT PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, previous_hash BLOB, previous_until INTEGER,
  person TEXT NOT NULL REFERENCES people (id), way TEXT NOT NULL CHECK (way IN ('password', 'provider')),
  address TEXT, device TEXT, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  renewal_due INTEGER NOT NULL DEFAULT 0 CHECK (renewal_due IN (0, 1))
) STRICT;
CREATE INDEX IF NOT EXISTS person_sessions_by_person ON person_sessions (person);
CREATE INDEX IF NOT EXISTS person_sessions_by_previous ON person_sessions (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE TABLE IF NOT EXISTS session_views (session TEXT PRIMARY KEY, trail TEXT NOT NULL, roles TEXT NOT NULL) STRICT;
`
const hourMs = 60 * 60 * 1000
/** However busy a session is, it ends after seven days; one that nobody uses ends after twelve hours. */
const absoluteMs = 7 * 24 * hourMs
const idleMs = 12 * hourMs
/** How long the token before the last still opens: requests that were on their way when it was renewed. */
const graceMs = 60_000

export interface PersonSession {
  readonly id: string
  readonly person: string
  /** How it began: by a password here, or by a provider that vouched for the person. */
  readonly way: 'password' | 'provider'
  /** Where it was begun from. */
  readonly address: string | null
  /** The program's name for itself, as it was sent at sign-in. */
  readonly device: string | null
  readonly createdAtMs: number
  readonly seenAtMs: number
  /** Its last possible moment. */
  readonly expiresAtMs: number
}

/** A view of a trail through other roles than one's own. */
export interface ViewAs {
  readonly trail: string
  readonly roles: readonly string[]
}

export interface NewSession {
  readonly token: string
  readonly id: string
  readonly expiresAtMs: number
}

/** Sessions of people: only hashes of their tokens. To be changed inside `People.change`, but for `saw` and `sweep`. */
export class PersonSessions {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec(schema)
  }

  start(about: Pick<PersonSession, 'person' | 'way' | 'address' | 'device'>, nowMs: number): NewSession {
    const token = newToken()
    const id = newToken().slice(0, 16)
    const expiresAtMs = nowMs + absoluteMs
    this.#db
      .prepare(
        'INSERT INTO person_sessions (id, token_hash, person, way, address, device, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(id, hashSecret(token), about.person, about.way, about.address, about.device, nowMs, nowMs, expiresAtMs)
    return { token, id, expiresAtMs }
  }

  /** The session that a token opens, and until when this token does. */
  byToken(tokenHash: Uint8Array, nowMs: number): (PersonSession & { readonly tokenUntilMs: number }) | undefined {
    const row = this.#db
      .prepare(
        'SELECT * FROM person_sessions WHERE (token_hash = ? OR (previous_hash = ? AND previous_until > ?)) AND expires_at > ? AND seen_at > ?',
      )
      .get(tokenHash, tokenHash, nowMs, nowMs, nowMs - idleMs)
    if (!row) return undefined
    const isCurrent = Buffer.compare(row.token_hash as Uint8Array, tokenHash) === 0
    return { ...fromRow(row), tokenUntilMs: Number(isCurrent ? row.expires_at : row.previous_until) }
  }

  wayOf(id: string): PersonSession['way'] | undefined {
    return this.#db.prepare('SELECT way FROM person_sessions WHERE id = ?').get(id)?.way as PersonSession['way'] | undefined
  }

  /** Those that still open, the last seen first. */
  of(person: string, nowMs: number): readonly PersonSession[] {
    const sql = 'SELECT * FROM person_sessions WHERE person = ? AND expires_at > ? AND seen_at > ? ORDER BY seen_at DESC'
    return this.#db
      .prepare(sql)
      .all(person, nowMs, nowMs - idleMs)
      .map(fromRow)
  }

  /**
   * A new token for a session whose rights change. The old one opens for a minute more, but for `at once`: whoever may have
   * it too could have the session renewed for themselves in that minute.
   */
  renew(id: string, nowMs: number, how: 'with grace' | 'at once' = 'with grace'): NewSession | undefined {
    const token = newToken()
    const row = this.#db
      .prepare(
        'UPDATE person_sessions SET previous_hash = token_hash, previous_until = ?, token_hash = ?, renewal_due = 0 WHERE id = ? RETURNING expires_at',
      )
      .get(how === 'at once' ? nowMs : nowMs + graceMs, hashSecret(token), id)
    return row && { token, id, expiresAtMs: Number(row.expires_at) }
  }

  /** The person's rights change: each session gets a new token when its page next asks who is signed in. */
  oweRenewal(person: string): void {
    this.#db.prepare('UPDATE person_sessions SET renewal_due = 1 WHERE person = ?').run(person)
  }

  isRenewalDue(id: string): boolean {
    return this.#db.prepare('SELECT renewal_due FROM person_sessions WHERE id = ?').get(id)?.renewal_due === 1
  }

  saw(id: string, atMs: number): void {
    this.#db.prepare('UPDATE person_sessions SET seen_at = ? WHERE id = ?').run(atMs, id)
  }

  end(id: string): void {
    this.#db.prepare('DELETE FROM person_sessions WHERE id = ?').run(id)
    this.setView(id, undefined)
  }

  view(session: string): ViewAs | undefined {
    const row = this.#db.prepare('SELECT trail, roles FROM session_views WHERE session = ?').get(session)
    return row && { trail: String(row.trail), roles: JSON.parse(String(row.roles)) as readonly string[] }
  }

  setView(session: string, view: ViewAs | undefined): void {
    if (view === undefined) this.#db.prepare('DELETE FROM session_views WHERE session = ?').run(session)
    else
      this.#db
        .prepare('INSERT OR REPLACE INTO session_views (session, trail, roles) VALUES (?, ?, ?)')
        .run(session, view.trail, JSON.stringify(view.roles))
  }

  sweep(nowMs: number): void {
    this.#db.prepare('DELETE FROM person_sessions WHERE expires_at <= ? OR seen_at <= ?').run(nowMs, nowMs - idleMs)
    this.#db
      .prepare('DELETE FROM session_views WHERE session NOT IN (SELECT id FROM person_sessions UNION SELECT id FROM sessions)')
      .run()
  }
}

const fromRow = (row: Record<string, unknown>): PersonSession => ({
  id: String(row.id),
  person: String(row.person),
  way: row.way as PersonSession['way'],
  address: row.address === null ? null : String(row.address),
  device: row.device === null ? null : String(row.device),
  createdAtMs: Number(row.created_at),
  seenAtMs: Number(row.seen_at),
  expiresAtMs: Number(row.expires_at),
})
