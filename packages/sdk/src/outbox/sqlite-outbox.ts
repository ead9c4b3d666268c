import { randomBytes } from 'node:crypto'
import type { EventInput } from '@daybook/core'
import type { CommittedEvents, CommittedRow, RefusedRow } from '../delivery/relay.ts'

/** As much of a connection as is used: `DatabaseSync` of node:sqlite and the database of better-sqlite3 alike. */
export interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}
export interface SqliteStatement {
  run(...values: (string | number | null)[]): unknown
  all(...values: (string | number | null)[]): unknown[]
}

/** An outbox in the application's own database. */
export interface SqliteOutbox extends CommittedEvents {
  /** Writes the event on the connection of the transaction, at once. It commits with the transaction or not at all. */
  put(transaction: SqliteConnection, event: EventInput): void
}

const schema = `
CREATE TABLE IF NOT EXISTS daybook_outbox (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  seq INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS daybook_outbox_producer (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  producer TEXT NOT NULL,
  next INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS daybook_refused (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  at TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  event TEXT NOT NULL
) STRICT;`

/**
 * Events that commit with the change they report, or not at all. Makes three small tables (`daybook_outbox…`) in the
 * application's database. `db` is the connection the relay works on: one of the application's own, which it uses only
 * between transactions. Where two programs share the database both may relay; each event is stored once all the same.
 *
 * An event is as durable as the application's own commit: with `synchronous = NORMAL` a power cut can take both.
 *
 * @example
 * const outbox = sqliteOutbox(new DatabaseSync('shop.db'))
 */
export function sqliteOutbox(db: SqliteConnection, options: { readonly name?: string } = {}): SqliteOutbox {
  db.exec(schema)
  const producer = `${options.name ?? 'outbox'}-${randomBytes(4).toString('hex')}`
  db.prepare('INSERT OR IGNORE INTO daybook_outbox_producer (one, producer, next) VALUES (1, ?, 1)').run(producer)
  let count = 0
  const counted = (): number =>
    Number(db.prepare('SELECT count(*) AS count FROM daybook_outbox').all().map(columns)[0]?.count ?? 0)
  return {
    put,
    hasAny: () => withoutWaiting(db, () => db.prepare('SELECT 1 FROM daybook_outbox LIMIT 1').all().length > 0) ?? true,
    waiting: () => {
      count = withoutWaiting(db, counted) ?? count
      return count
    },
    next: (most) => inTransaction(db, () => numbered(db, most)),
    settle: (done, refused, account) => inTransaction(db, () => settle(db, { done, refused, account })) !== undefined,
  }
}

type Row = { readonly [column: string]: unknown }
const columns = (row: unknown): Row => row as Row

/**
 * Undefined when another connection has the database, at once: SQLite would wait on the application's own thread, for as
 * long as its `busy_timeout` says. The connection is the application's, so its setting is put back.
 */
const withoutWaiting = <T>(db: SqliteConnection, work: () => T): T | undefined => {
  const [setting] = db.prepare('PRAGMA busy_timeout').all().map(columns)
  db.exec('PRAGMA busy_timeout = 0')
  try {
    return work()
  } catch (error) {
    if (isBusy(error)) return undefined
    throw error
  } finally {
    db.exec(`PRAGMA busy_timeout = ${Number(setting?.timeout ?? 0)}`)
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, whatever their extension, as node:sqlite and better-sqlite3 say it. */
const isBusy = (error: unknown): boolean => {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  const primary = typeof errcode === 'number' ? errcode & 0xff : 0
  return primary === 5 || primary === 6 || /^SQLITE_(BUSY|LOCKED)/.test(String(code))
}

/**
 * Undefined when a transaction cannot be had: the application has one open on this connection, whose rows may yet be
 * rolled back, or another connection is writing. Everything in between is synchronous, so nobody else gets in.
 */
const inTransaction = <T>(db: SqliteConnection, work: () => T): T | undefined =>
  withoutWaiting(db, () => {
    try {
      db.exec('BEGIN IMMEDIATE')
    } catch (error) {
      if (/within a transaction/.test(String(error))) return undefined
      throw error
    }
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  })

/** Gives numbers to rows that are committed and have none, in the order they were written; a rollback leaves no gap. */
const numbered = (db: SqliteConnection, most: number): readonly CommittedRow[] => {
  const [state] = db.prepare('SELECT producer, next FROM daybook_outbox_producer').all().map(columns)
  const producer = String(state?.producer)
  let next = Number(state?.next)
  const give = db.prepare('UPDATE daybook_outbox SET seq = ? WHERE n = ?')
  for (const { n } of db.prepare('SELECT n FROM daybook_outbox WHERE seq IS NULL ORDER BY n LIMIT ?').all(most).map(columns))
    give.run(next++, Number(n))
  db.prepare('UPDATE daybook_outbox_producer SET next = ?').run(next)
  const rows = db.prepare('SELECT n, id, event, seq FROM daybook_outbox WHERE seq IS NOT NULL ORDER BY seq LIMIT ?').all(most)
  return rows.map(columns).map(({ n, id, event, seq }) => {
    const text = `${String(event).slice(0, -1)},"producer":{"id":${JSON.stringify(producer)},"seq":${Number(seq)}}}`
    return { n: Number(n), id: String(id), text, bytes: Buffer.byteLength(text) }
  })
}

const put = (transaction: SqliteConnection, { producer: _, ...event }: EventInput): void => {
  transaction.prepare('INSERT INTO daybook_outbox (id, event) VALUES (?, ?)').run(event.id, JSON.stringify(event))
}

interface Settled {
  readonly done: readonly CommittedRow[]
  readonly refused: readonly RefusedRow[]
  readonly account: EventInput | undefined
}

const settle = (db: SqliteConnection, { done, refused, account }: Settled): true => {
  if (account) put(db, account)
  const keep = db.prepare('INSERT OR IGNORE INTO daybook_refused (n, id, at, code, detail, event) VALUES (?, ?, ?, ?, ?, ?)')
  for (const { row, at, problem } of refused) keep.run(row.n, row.id, at, problem.code, problem.detail, row.text)
  const remove = db.prepare('DELETE FROM daybook_outbox WHERE n = ?')
  for (const { n } of [...done, ...refused.map(({ row }) => row)]) remove.run(n)
  return true
}
