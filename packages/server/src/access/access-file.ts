import { DatabaseSync } from 'node:sqlite'

/** A change of access or of a setting waits here, in the same transaction as the change, until its event is on the trail. */
export interface PendingEvent {
  readonly n: number
  readonly trail: string
  /** The event as JSON text; recording it twice is harmless because its id is fixed. */
  readonly event: string
}

/**
 * `access.db`: one SQLite file for who may come in and for what people have set, each room with tables of its own.
 *
 * Trust: somebody who can modify this file can give themselves access to every trail of the folder; they cannot alter a
 * trail unnoticed. Durability: a change has been fsynced when its transaction returns. Concurrency: one owner, the process
 * that holds the folder's lock.
 */
export class AccessFile {
  readonly db: DatabaseSync

  constructor(path: string) {
    this.db = new DatabaseSync(path)
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    const { synchronous } = this.db.prepare('PRAGMA synchronous').get() as { synchronous: number }
    if (synchronous !== 2) throw new Error('access.db: SQLite did not take synchronous = FULL')
    const { user_version: version } = this.db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version > 1) throw new Error('access.db was written by a newer Daybook; start that version, or a newer one')
    this.db.exec(
      'CREATE TABLE IF NOT EXISTS pending (n INTEGER PRIMARY KEY, trail TEXT NOT NULL, event TEXT NOT NULL) STRICT; PRAGMA user_version = 1',
    )
  }

  /** All or nothing, durable when it returns. */
  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.db.exec('COMMIT')
      return result
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK')
      throw error
    }
  }

  /** A text column that a table of an older folder has not; null in every row that is there. Names are the program's own. */
  addColumn(table: string, column: string): void {
    const columns = this.db.prepare(`PRAGMA table_info(${table})`).all()
    if (!columns.some(({ name }) => name === column)) this.db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} TEXT`)
  }

  /** To be called inside the transaction of the change that the event (JSON text with a fixed id) tells of. */
  addPending(trail: string, event: string): void {
    this.db.prepare('INSERT INTO pending (trail, event) VALUES (?, ?)').run(trail, event)
  }

  pending(trail: string): readonly PendingEvent[] {
    return this.db
      .prepare('SELECT n, trail, event FROM pending WHERE trail = ? ORDER BY n')
      .all(trail) as unknown as PendingEvent[]
  }

  settle(n: number): void {
    this.db.prepare('DELETE FROM pending WHERE n = ?').run(n)
  }

  close(): void {
    this.db.close()
  }
}
