import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { type Account, foldEmail } from './account.ts'
import type { StoredPassword } from './password-hasher.ts'

const schema = `
CREATE TABLE IF NOT EXISTS people (
  id TEXT PRIMARY KEY, email TEXT NOT NULL, email_folded TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  owner INTEGER NOT NULL CHECK (owner IN (0, 1)), created_at INTEGER NOT NULL, joined_at INTEGER, disabled_at INTEGER,
  second_factor_required INTEGER NOT NULL CHECK (second_factor_required IN (0, 1))
) STRICT;
CREATE TABLE IF NOT EXISTS passwords (
  person TEXT PRIMARY KEY REFERENCES people (id), log2n INTEGER NOT NULL, r INTEGER NOT NULL, p INTEGER NOT NULL,
  salt BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS identities (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL REFERENCES people (id), linked_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
`

/**
 * The accounts, their passwords (hashed) and what other providers call them. To be changed inside `People.change`. An
 * account is never deleted: events name it.
 */
export class Accounts {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec(schema)
  }

  get(id: string): Account | undefined {
    return fromRow(this.#db.prepare('SELECT * FROM people WHERE id = ?').get(id))
  }

  byEmail(email: string): Account | undefined {
    return fromRow(this.#db.prepare('SELECT * FROM people WHERE email_folded = ?').get(foldEmail(email)))
  }

  /** Whom a provider means. `subject` is unique only together with its issuer. */
  byIdentity(issuer: string, subject: string): Account | undefined {
    const sql = 'SELECT people.* FROM people JOIN identities ON person = id WHERE issuer = ? AND subject = ?'
    return fromRow(this.#db.prepare(sql).get(issuer, subject))
  }

  /** In the order of their names. */
  all(): readonly Account[] {
    const rows = this.#db.prepare('SELECT * FROM people ORDER BY name, id').all()
    return rows.flatMap((row) => fromRow(row) ?? [])
  }

  /** An account that nobody can sign in to yet. Throws where the e-mail is taken. */
  add(about: Pick<Account, 'email' | 'name' | 'isOwner'>, nowMs: number): Account {
    const id = `p_${randomBytes(8).toString('hex')}`
    const email = about.email.trim()
    this.#db
      .prepare(
        'INSERT INTO people (id, email, email_folded, name, owner, created_at, second_factor_required) VALUES (?, ?, ?, ?, ?, ?, 0)',
      )
      .run(id, email, foldEmail(email), about.name, about.isOwner ? 1 : 0, nowMs)
    return {
      id,
      email,
      name: about.name,
      isOwner: about.isOwner,
      createdAtMs: nowMs,
      joinedAtMs: null,
      disabledAtMs: null,
      mustHaveSecondFactor: false,
    }
  }

  save({ id, name, isOwner, joinedAtMs, disabledAtMs, mustHaveSecondFactor }: Account): void {
    const sql = 'UPDATE people SET name = ?, owner = ?, joined_at = ?, disabled_at = ?, second_factor_required = ? WHERE id = ?'
    this.#db.prepare(sql).run(name, isOwner ? 1 : 0, joinedAtMs, disabledAtMs, mustHaveSecondFactor ? 1 : 0, id)
  }

  password(person: string): StoredPassword | undefined {
    const row = this.#db.prepare('SELECT log2n, r, p, salt, hash FROM passwords WHERE person = ?').get(person)
    return row as StoredPassword | undefined
  }

  setPassword(person: string, { log2n, r, p, salt, hash }: StoredPassword): void {
    const sql = 'INSERT OR REPLACE INTO passwords (person, log2n, r, p, salt, hash) VALUES (?, ?, ?, ?, ?, ?)'
    this.#db.prepare(sql).run(person, log2n, r, p, salt, hash)
  }

  linkIdentity(person: string, issuer: string, subject: string, nowMs: number): void {
    const sql = 'INSERT INTO identities (issuer, subject, person, linked_at) VALUES (?, ?, ?, ?)'
    this.#db.prepare(sql).run(issuer, subject, person, nowMs)
  }
}

const fromRow = (row: Record<string, unknown> | undefined): Account | undefined =>
  row && {
    id: String(row.id),
    email: String(row.email),
    name: String(row.name),
    isOwner: row.owner === 1,
    createdAtMs: Number(row.created_at),
    joinedAtMs: row.joined_at === null ? null : Number(row.joined_at),
    disabledAtMs: row.disabled_at === null ? null : Number(row.disabled_at),
    mustHaveSecondFactor: row.second_factor_required === 1,
  }
