import type { DatabaseSync } from 'node:sqlite'
import { AccessFile } from './access-file.ts'
import type { KeyRole } from './credential.ts'
import { noNumbers } from './producer-sequence.ts'
import type { Producer } from './producer-view.ts'
import { afterReport } from './rhythm.ts'

/** An access key without its secret. */
interface AccessKey {
  readonly id: string
  readonly trail: string
  readonly role: KeyRole
  readonly name: string | null
  /** The business role as which a reader key reads; null where it reads every event. */
  readonly reads: string | null
  /** The person who made it; null for the machine, another key, and keys from before it was kept. */
  readonly madeBy: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
}
export interface StoredKey extends AccessKey {
  readonly secretHash: Uint8Array
}

/** A session that began with a one-time link of the machine. */
export interface LinkSession {
  readonly id: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

const schema = `
CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('writer','reader','admin')), name TEXT,
  secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32), created_at TEXT NOT NULL, revoked_at TEXT,
  reads TEXT, made_by TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS links (token_hash BLOB PRIMARY KEY, expires_at INTEGER NOT NULL, used_at INTEGER, made_in TEXT) STRICT;
CREATE TABLE IF NOT EXISTS sessions (token_hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS producers (trail TEXT NOT NULL, producer TEXT NOT NULL, seq INTEGER, last_seen_at TEXT NOT NULL, PRIMARY KEY (trail, producer)) STRICT;
CREATE TABLE IF NOT EXISTS producer_states (trail TEXT NOT NULL, producer TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (trail, producer)) STRICT;
CREATE TABLE IF NOT EXISTS producer_marks (trail TEXT PRIMARY KEY, up_to INTEGER NOT NULL) STRICT;
`

/** Access keys, one-time links, sessions that began with one, and when each producer was last heard. Only hashes of secrets. */
export class AccessStore {
  /** Where it is kept, with what other rooms keep there. */
  readonly file: AccessFile
  readonly #db: DatabaseSync
  readonly #keys = new Map<string, StoredKey>()

  constructor(path: string) {
    this.file = new AccessFile(path)
    this.#db = this.file.db
    this.#db.exec(schema)
    // Keys of a folder from before they could be bound to a role, and from before it was kept who made them.
    this.file.addColumn('keys', 'reads')
    this.file.addColumn('keys', 'made_by')
    this.file.addColumn('links', 'made_in')
    for (const row of this.#db.prepare('SELECT * FROM keys').all()) this.#remember(keyFromRow(row))
  }

  key(id: string): StoredKey | undefined {
    return this.#keys.get(id)
  }

  keysOf(trail: string): readonly StoredKey[] {
    return [...this.#keys.values()].filter((key) => key.trail === trail)
  }

  /** Adds a key together with the event that will say so. */
  addKey(key: StoredKey, event: string): void {
    this.file.transaction(() => {
      this.#db
        .prepare(
          'INSERT INTO keys (id, trail, role, name, reads, made_by, secret_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(key.id, key.trail, key.role, key.name, key.reads, key.madeBy, key.secretHash, key.createdAt)
      this.file.addPending(key.trail, event)
    })
    this.#remember(key)
  }

  /** Revokes a key together with the event that will say so. The key stops working when this returns. */
  revokeKey(id: string, revokedAt: string, event: string): void {
    const key = this.#keys.get(id)
    if (!key || key.revokedAt) return
    this.file.transaction(() => {
      this.#db.prepare('UPDATE keys SET revoked_at = ? WHERE id = ?').run(revokedAt, id)
      this.file.addPending(key.trail, event)
    })
    this.#remember({ ...key, revokedAt })
  }

  /** `madeIn` is the session that asked for it; none where the command did. */
  addLink(tokenHash: Uint8Array, expiresAtMs: number, madeIn?: string): void {
    const sql = 'INSERT INTO links (token_hash, expires_at, made_in) VALUES (?, ?, ?)'
    this.#db.prepare(sql).run(tokenHash, expiresAtMs, madeIn ?? null)
  }

  /** True once for a link that has not expired, and never again. */
  useLink(tokenHash: Uint8Array, nowMs: number): boolean {
    const used = this.#db
      .prepare('UPDATE links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?')
      .run(nowMs, tokenHash, nowMs)
    return used.changes === 1
  }

  /** Ends every one-time link: none opens anything any more. */
  endLinks(): void {
    this.#db.exec('DELETE FROM links')
  }

  addSession(session: { tokenHash: Uint8Array; id: string; createdAtMs: number; expiresAtMs: number }): void {
    this.#db
      .prepare('INSERT INTO sessions (token_hash, id, created_at, expires_at) VALUES (?, ?, ?, ?)')
      .run(session.tokenHash, session.id, session.createdAtMs, session.expiresAtMs)
  }

  session(tokenHash: Uint8Array, nowMs: number): { readonly id: string; readonly expiresAtMs: number } | undefined {
    const row = this.#db
      .prepare('SELECT id, expires_at FROM sessions WHERE token_hash = ? AND expires_at > ?')
      .get(tokenHash, nowMs)
    return row ? { id: String(row.id), expiresAtMs: Number(row.expires_at) } : undefined
  }

  endSession(id: string): void {
    this.#db.prepare('DELETE FROM sessions WHERE id = ?').run(id)
  }

  /** Those that began with a link and still open, the newest first. */
  linkSessions(nowMs: number): readonly LinkSession[] {
    const rows = this.#db
      .prepare('SELECT id, created_at, expires_at FROM sessions WHERE expires_at > ? ORDER BY created_at DESC, id')
      .all(nowMs)
    return rows.map((row) => ({
      id: String(row.id),
      createdAtMs: Number(row.created_at),
      expiresAtMs: Number(row.expires_at),
    }))
  }

  /** Ends a session that began with a link, and with it the links that it made and nobody has used. */
  revokeSession(id: string): void {
    this.#db.prepare('DELETE FROM links WHERE made_in = ?').run(id)
    this.endSession(id)
  }

  /** Drops links and sessions that can no longer be used. */
  sweep(nowMs: number): void {
    this.#db.prepare('DELETE FROM sessions WHERE expires_at <= ?').run(nowMs)
    this.#db.prepare('DELETE FROM links WHERE expires_at <= ?').run(nowMs)
  }

  /** Every producer of every trail. One that only an older version saved comes without its numbers. */
  producers(): readonly { readonly trail: string; readonly producer: Producer }[] {
    const rows = this.#db
      .prepare(
        'SELECT p.trail, p.producer, p.last_seen_at AS seen, NULL AS state FROM producers p UNION ALL SELECT trail, producer, NULL, state FROM producer_states',
      )
      .all()
    return rows.map(({ trail, producer, seen, state }) => ({
      trail: String(trail),
      producer:
        state === null
          ? { id: String(producer), rhythm: afterReport(undefined, Date.parse(String(seen))), sequence: noNumbers }
          : (JSON.parse(String(state)) as Producer),
    }))
  }

  /** Up to which position of each trail the numbers of its producers are saved. */
  producerMarks(): readonly { readonly trail: string; readonly upTo: number }[] {
    const rows = this.#db.prepare('SELECT trail, up_to AS "upTo" FROM producer_marks').all()
    return rows as unknown as { trail: string; upTo: number }[]
  }

  /** Saves producers of a trail and the position up to which their numbers are complete, all or nothing. */
  saveProducers(trail: string, producers: readonly Producer[], mark: { readonly upTo: number; readonly replace: boolean }): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO producer_states (trail, producer, state) VALUES (?, ?, ?)')
    this.file.transaction(() => {
      if (mark.replace) this.#db.prepare('DELETE FROM producer_states WHERE trail = ?').run(trail)
      for (const producer of producers) save.run(trail, producer.id, JSON.stringify(producer))
      this.#db.prepare('INSERT OR REPLACE INTO producer_marks (trail, up_to) VALUES (?, ?)').run(trail, mark.upTo)
    })
  }

  close(): void {
    this.file.close()
  }

  #remember(key: StoredKey): void {
    this.#keys.set(key.id, key)
  }
}

const keyFromRow = (row: Record<string, unknown>): StoredKey => ({
  id: String(row.id),
  trail: String(row.trail),
  role: row.role as KeyRole,
  name: row.name === null ? null : String(row.name),
  reads: row.reads === null ? null : String(row.reads),
  madeBy: row.made_by === null ? null : String(row.made_by),
  secretHash: row.secret_hash as Uint8Array,
  createdAt: String(row.created_at),
  revokedAt: row.revoked_at === null ? null : String(row.revoked_at),
})
