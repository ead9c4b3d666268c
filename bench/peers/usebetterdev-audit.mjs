// @usebetterdev/audit with its own Drizzle adapters: SQLite through the driver of this runtime (node:sqlite behind Drizzle's
// sqlite-proxy, so that nothing native is built), and PostgreSQL through pg. Tables and indexes are those it declares.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { betterAudit } from '@usebetterdev/audit'
import { auditLogs, drizzleAuditAdapter, drizzleSqliteAuditAdapter, sqliteAuditLogs } from '@usebetterdev/audit-drizzle'
import { drizzle as drizzleOverPg } from 'drizzle-orm/node-postgres'
import { PgDialect, getTableConfig as pgTable } from 'drizzle-orm/pg-core'
import { getTableConfig as sqliteTable } from 'drizzle-orm/sqlite-core'
import { drizzle as drizzleOverProxy } from 'drizzle-orm/sqlite-proxy'
import pg from 'pg'

const OPERATIONS = { created: 'INSERT', deleted: 'DELETE' }

export function openOverSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-peer-'))
  const db = new DatabaseSync(join(folder, 'audit.db'))
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  for (const statement of statementsOf(sqliteTable(sqliteAuditLogs))) db.exec(statement)
  const prepared = new Map()
  const drizzle = drizzleOverProxy(async (sql, parameters, method) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = db.prepare(sql)
      prepared.set(sql, statement)
    }
    if (method === 'run') {
      statement.run(...parameters)
      return { rows: [] }
    }
    return { rows: statement.all(...parameters).map((row) => Object.values(row)) }
  })
  const close = async () => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const double = () =>
    db.exec(doublingOf(sqliteTable(sqliteAuditLogs), 'lower(hex(randomblob(16)))', 'timestamp - abs(random()) % 86400'))
  return peer(drizzleSqliteAuditAdapter(drizzle), double, close)
}

export async function openOverPostgres({ at }) {
  const pool = new pg.Pool({ ...at, database: 'postgres', max: 10 })
  for (const statement of statementsOf(pgTable(auditLogs), new PgDialect())) await pool.query(statement)
  const double = () => pool.query(doublingOf(pgTable(auditLogs), 'gen_random_uuid()', "timestamp - random() * interval '1 day'"))
  return peer(drizzleAuditAdapter(drizzleOverPg(pool)), double, () => pool.end())
}

function peer(database, double, close) {
  const audit = betterAudit({ database, auditTables: ['order', 'customer', 'ticket', 'invoice', 'refund'] })
  return {
    insert: (event) => audit.captureLog(entryOf(event)),
    /** The newest 50 of one actor. */
    search: async (actor) => (await audit.query().actor(actor).limit(50).list()).entries,
    /** The same rows once more, of other times: faster than inserting them. */
    double,
    close,
  }
}

/** One of our events in its words: a row that changed. */
function entryOf(event) {
  const verb = event.action.split('.')[1]
  const side = (name) =>
    Object.fromEntries((event.changes ?? []).filter((change) => name in change).map((change) => [change.field, change[name]]))
  return {
    tableName: event.object.type,
    operation: OPERATIONS[verb] ?? 'UPDATE',
    recordId: event.object.id,
    before: side('before'),
    after: side('after'),
    actorId: event.actor.id,
    label: event.action,
    description: event.object.name,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    metadata: {
      id: event.id,
      occurredAt: event.occurredAt,
      actor: event.actor,
      source: event.source,
      organization: event.organization,
      outcome: event.outcome,
      ...(event.customer === undefined ? {} : { customer: event.customer }),
    },
  }
}

function doublingOf({ name, columns }, id, timestamp) {
  const others = columns
    .map((column) => `"${column.name}"`)
    .filter((column) => column !== '"id"' && column !== '"timestamp"')
    .join(', ')
  return `INSERT INTO ${name} (id, timestamp, ${others}) SELECT ${id}, ${timestamp}, ${others} FROM ${name}; ANALYZE`
}

/** The table as it declares it; its own command would write the same as a migration. */
function statementsOf({ name, columns, indexes }, dialect) {
  const list = columns.map((column) => {
    const value = column.hasDefault && dialect ? ` DEFAULT ${dialect.sqlToQuery(column.default).sql}` : ''
    return `"${column.name}" ${column.getSQLType()}${column.primary ? ' PRIMARY KEY' : ''}${column.notNull ? ' NOT NULL' : ''}${value}`
  })
  const columnNames = ({ config }) => config.columns.map((column) => `"${column.name}"`).join(', ')
  return [
    `CREATE TABLE "${name}" (${list.join(', ')})`,
    ...indexes.map((index) => `CREATE INDEX "${index.config.name}" ON "${name}" (${columnNames(index)})`),
  ]
}
