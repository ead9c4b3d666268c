import type { DatabaseSync } from 'node:sqlite'
import { hashSecret, newToken } from '../access/credential.ts'

const schema = `
CREATE TABLE IF NOT EXISTS person_links (
  token_hash BLOB PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
  person TEXT NOT NULL REFERENCES people (id), expires_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
`
const dayMs = 24 * 60 * 60 * 1000

/** An invitation lets a person join; a reset lets one who forgot the password set another. */
export type PersonLinkKind = 'invitation' | 'reset'
const lifetimesMs: { readonly [kind in PersonLinkKind]: number } = { invitation: 7 * dayMs, reset: dayMs }

export interface PersonLink {
  readonly kind: PersonLinkKind
  readonly person: string
  readonly expiresAtMs: number
}

/** One-time links that set a person's password. A new one makes the earlier ones of the person worthless. To be changed inside `People.change`. */
export class PersonLinks {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec(schema)
  }

  make(kind: PersonLinkKind, person: string, nowMs: number): { readonly token: string; readonly expiresAtMs: number } {
    const token = newToken()
    const expiresAtMs = nowMs + lifetimesMs[kind]
    this.drop(person)
    this.#db
      .prepare('INSERT INTO person_links (token_hash, kind, person, expires_at) VALUES (?, ?, ?, ?)')
      .run(hashSecret(token), kind, person, expiresAtMs)
    return { token, expiresAtMs }
  }

  /** What a link is good for, without using it; undefined for one that is unknown, used or too old. */
  look(token: string, nowMs: number): PersonLink | undefined {
    const row = this.#db
      .prepare('SELECT kind, person, expires_at FROM person_links WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?')
      .get(hashSecret(token), nowMs)
    return row && { kind: row.kind as PersonLinkKind, person: String(row.person), expiresAtMs: Number(row.expires_at) }
  }

  use(token: string, nowMs: number): PersonLink | undefined {
    const link = this.look(token, nowMs)
    if (link) this.#db.prepare('UPDATE person_links SET used_at = ? WHERE token_hash = ?').run(nowMs, hashSecret(token))
    return link
  }

  drop(person: string): void {
    this.#db.prepare('DELETE FROM person_links WHERE person = ? AND used_at IS NULL').run(person)
  }

  sweep(nowMs: number): void {
    this.#db.prepare('DELETE FROM person_links WHERE expires_at <= ?').run(nowMs)
  }
}
