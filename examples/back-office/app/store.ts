import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type RecordType, type Resource, resourceOf, resources } from './resources.ts'

export type Value = string | number | boolean | null | readonly string[]

export interface Row<T extends RecordType = RecordType> {
  readonly type: T
  readonly id: string
  readonly name: string
  /** Of its page here; the trail links back to it. */
  readonly url?: string
  readonly customer: { readonly id: string; readonly name: string } | undefined
  readonly fields: { readonly [field: string]: Value }
}

export interface Page {
  readonly rows: readonly Row[]
  readonly total: number
}

export interface Search {
  readonly text?: string
  readonly status?: string
  readonly page?: number
}

export const pageSize = 25

/** The tool's own database. It holds what is so now; how it came to be is on the trail. */
export class Store {
  readonly db: DatabaseSync
  #turn: Promise<unknown> = Promise.resolve()

  readonly #url: string

  constructor(path: string, url: string) {
    this.#url = url
    this.db = new DatabaseSync(path)
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    for (const { plural, columns } of resources) {
      const own = columns.map((column) => `"${column}" TEXT`).join(', ')
      this.db.exec(
        `CREATE TABLE IF NOT EXISTS ${plural} (id TEXT PRIMARY KEY, "recordName" TEXT NOT NULL, customer TEXT, "changedAt" TEXT NOT NULL, ${own}) STRICT`,
      )
    }
    this.db.exec('CREATE INDEX IF NOT EXISTS order_by_change ON orders ("changedAt")')
    this.db.exec('CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, name TEXT, email TEXT, role TEXT) STRICT')
  }

  /** One transaction at a time. What `work` throws undoes everything it wrote, events in the outbox included. */
  transaction<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#turn.then(async () => {
      this.db.exec('BEGIN IMMEDIATE')
      try {
        const result = await work()
        this.db.exec('COMMIT')
        return result
      } catch (error) {
        this.db.exec('ROLLBACK')
        throw error
      }
    })
    this.#turn = done.catch(() => undefined)
    return done
  }

  get<T extends RecordType>(type: T, id: string): Row<T> | undefined {
    const resource = tableOf(type)
    const found = this.db.prepare(`${select(resource)} WHERE t.id = ?`).get(id)
    return found && { ...this.#row(resource, found), type }
  }

  list(type: RecordType, { text = '', status = '', page = 1 }: Search): Page {
    const resource = tableOf(type)
    const wanted = text.trim().replace(/^#/, '')
    const where: string[] = []
    const values: SQLInputValue[] = []
    if (wanted !== '') {
      where.push(`(t.id = ? OR t."recordName" LIKE ? ESCAPE '\\' OR c."recordName" LIKE ? ESCAPE '\\')`)
      const like = `%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%`
      values.push(wanted, like, like)
    }
    if (status !== '' && resource.columns.includes('status')) {
      where.push('t.status = ?')
      values.push(JSON.stringify(status))
    }
    const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
    const joined = `FROM ${resource.plural} t LEFT JOIN customers c ON c.id = t.customer ${clause}`
    const total = Number(this.db.prepare(`SELECT count(*) AS n ${joined}`).get(...values)?.n ?? 0)
    const rows = this.db
      .prepare(`${select(resource)} ${clause} ORDER BY t."changedAt" DESC, t.id DESC LIMIT ? OFFSET ?`)
      .all(...values, pageSize, (Math.max(1, page) - 1) * pageSize)
    return { total, rows: rows.map((row) => this.#row(resource, row)) }
  }

  insert(row: Row, changedAt: string): void {
    const { columns, plural } = tableOf(row.type)
    const names = ['id', 'recordName', 'customer', 'changedAt', ...columns].map((name) => `"${name}"`)
    const sql = `INSERT INTO ${plural} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
    const values = columns.map((column) => text(row.fields[column]))
    this.db.prepare(sql).run(row.id, row.name, row.customer?.id ?? null, changedAt, ...values)
  }

  update<T extends RecordType>(row: Row<T>, values: { readonly [field: string]: Value }): Row<T> {
    const { columns, plural } = tableOf(row.type)
    for (const [field, value] of Object.entries(values)) {
      if (!columns.includes(field)) throw new Error(`${plural} have no ${field}`)
      this.db
        .prepare(`UPDATE ${plural} SET "${field}" = ?, "changedAt" = ? WHERE id = ?`)
        .run(text(value), new Date().toISOString(), row.id)
    }
    return { ...row, fields: { ...row.fields, ...values } }
  }

  #row(resource: Resource, found: { readonly [column: string]: unknown }): Row {
    const row = rowFrom(resource, found)
    return { ...row, url: `${this.#url}/${resource.plural}/${encodeURIComponent(row.id)}` }
  }

  nextNumber(type: RecordType): number {
    return Number(this.db.prepare(`SELECT max(CAST(id AS INTEGER)) AS last FROM ${tableOf(type).plural}`).get()?.last ?? 0) + 1
  }

  statuses(type: RecordType): readonly string[] {
    const { plural, columns } = tableOf(type)
    if (!columns.includes('status')) return []
    const found = this.db.prepare(`SELECT DISTINCT status FROM ${plural} WHERE status IS NOT NULL ORDER BY status`).all()
    return found.map(({ status }) => String(JSON.parse(String(status))))
  }
}

const tableOf = (type: RecordType): Resource => {
  const resource = resourceOf(type)
  if (!resource) throw new Error(`the tool keeps no ${type}`)
  return resource
}

const select = ({ plural }: Resource): string =>
  `SELECT t.*, c.id AS "customerId", c."recordName" AS "customerName" FROM ${plural} t LEFT JOIN customers c ON c.id = t.customer`

const text = (value: Value | undefined): string | null => (value === undefined ? null : JSON.stringify(value))

const rowFrom = ({ type, columns }: Resource, row: { readonly [column: string]: unknown }): Row => ({
  type,
  id: String(row.id),
  name: String(row.recordName),
  customer: row.customerId == null ? undefined : { id: String(row.customerId), name: String(row.customerName) },
  fields: Object.fromEntries(
    columns.flatMap((column) => (row[column] == null ? [] : [[column, JSON.parse(String(row[column])) as Value]])),
  ),
})
