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
  readonly createdAt: string
  readonly revokedAt: string | null
}
export interface StoredKey extends AccessKey {
  readonly secretHash: Uint8Array
}

const schema = `
CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('writer','reader','admin')), name TEXT,
  secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32), created_at TEXT NOT NULL, revoked_at TEXT,
  reads TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS links (token_hash BLOB PRIMARY KEY, expires_at INTEGER NOT NULL, used_at INTEGER) STRICT;
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
    // Keys of a folder from before they could be bound to a role.
    const columns = this.#db.prepare('PRAGMA table_info(keys)').all()
    if (!columns.some(({ name }) => name === 'reads')) this.#db.exec('ALTER TABLE keys ADD COLUMN reads TEXT')
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
        .prepare('INSERT INTO keys (id, trail, role, name, reads, secret_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(key.id, key.trail, key.role, key.name, key.reads, key.secretHash, key.createdAt)
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

  addLink(tokenHash: Uint8Array, expiresAtMs: number): void {
    this.#db.prepare('INSERT INTO links (token_hash, expires_at) VALUES (?, ?)').run(tokenHash, expiresAtMs)
  }

  /** True once for a link that has not expired, and never again. */
  useLink(tokenHash: Uint8Array, nowMs: number): boolean {
    const used = this.#db
      .prepare('UPDATE links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?')
      .run(nowMs, tokenHash, nowMs)
    return used.changes === 1
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
  secretHash: row.secret_hash as Uint8Array,
  createdAt: String(row.created_at),
  revokedAt: row.revoked_at === null ? null : String(row.revoked_at),
})
