import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { indexApplicationId, indexTables, layoutVersion } from './tables.ts'

const busyMs = 2_000
const cacheKiB = 32_768
/** Who writes goes through the file in order, but for the last days and the newest values; smaller costs no time. */
const ownerCacheKiB = 16_384

/** The file is not one that this version can answer from: made by another, for other readers, or damaged. */
export class IndexUnusable extends Error {
  override readonly name = 'IndexUnusable'
}

/** One connection to the file of an index, with its statements prepared once. */
export class IndexFile {
  readonly db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** Those that no walk is under way with. */
  readonly #idle = new Map<string, StatementSync[]>()

  private constructor(db: DatabaseSync) {
    this.db = db
  }

  /**
   * Opens an index for its owner, who alone writes. A file that is missing, damaged, of another version or made under
   * other `basis` is thrown away and made empty; `why` says so.
   */
  static own(path: string, basis: string): { readonly file: IndexFile; readonly why: string | undefined } {
    if (!existsSync(path)) return { file: IndexFile.#make(path, basis), why: undefined }
    try {
      const file = new IndexFile(new DatabaseSync(path, { timeout: busyMs }))
      try {
        file.db.exec(ownerSettings)
        file.#check(basis)
        return { file, why: undefined }
      } catch (error) {
        file.close()
        throw error
      }
    } catch (error) {
      return { file: IndexFile.#make(path, basis), why: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Opens an index for reading only, beside its owner. Throws `IndexUnusable` where it cannot be answered from. */
  static read(path: string, basis: string): IndexFile {
    if (!existsSync(path)) throw new IndexUnusable('There is no index yet.')
    try {
      const file = new IndexFile(new DatabaseSync(path, { readOnly: true, timeout: busyMs }))
      try {
        file.db.exec(readerSettings)
        file.#check(basis)
        return file
      } catch (error) {
        file.close()
        throw error
      }
    } catch (error) {
      throw error instanceof IndexUnusable ? error : new IndexUnusable(String(error), { cause: error })
    }
  }

  static #make(path: string, basis: string): IndexFile {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
    // It holds what the journal holds: readable to its owner only.
    writeFileSync(path, '', { mode: 0o600 })
    const file = new IndexFile(new DatabaseSync(path, { timeout: busyMs }))
    try {
      file.db.exec(`PRAGMA page_size = 16384; ${ownerSettings}`)
      file.db.exec(
        `BEGIN IMMEDIATE; ${indexTables} PRAGMA application_id = ${indexApplicationId}; PRAGMA user_version = ${layoutVersion}`,
      )
      file.setMeta('basis', basis)
      file.setMeta('watermark', 0)
      file.db.exec('COMMIT')
      return file
    } catch (error) {
      file.close()
      throw error
    }
  }

  /** Everything is forgotten: the tables are made again. */
  empty(basis: string): void {
    this.#forgetStatements()
    this.transaction(() => {
      const tables = this.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'token_*'").all()
      for (const { name } of tables) this.db.exec(`DROP TABLE ${String(name)}`)
      this.db.exec(indexTables)
      this.setMeta('basis', basis)
      this.setMeta('watermark', 0)
    })
  }

  #check(basis: string): void {
    const one = (pragma: string): unknown => Object.values(this.db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]
    if (one('application_id') !== indexApplicationId) throw new IndexUnusable('The file is not an index of Daybook.')
    if (one('user_version') !== layoutVersion) throw new IndexUnusable('The index was made by another version.')
    if (this.meta('basis') !== basis) throw new IndexUnusable('The index was made when other roles could read.')
  }

  meta(name: string): unknown {
    return this.get('SELECT value FROM meta WHERE name = ?', name)?.value
  }

  setMeta(name: string, value: string | number): void {
    this.run('INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)', name, value)
  }

  get watermark(): number {
    return Number(this.meta('watermark') ?? 0)
  }

  /** Statements are prepared once: preparing costs more than running. */
  statement(sql: string, bigInts = false): StatementSync {
    const name = nameOf(sql, bigInts)
    const known = this.#statements.get(name)
    if (known) return known
    const statement = this.#prepare(sql, bigInts)
    this.#statements.set(name, statement)
    return statement
  }

  /** The rows of a statement, one by one. The same text may be under way several times at once. */
  *each(sql: string, bigInts: boolean, ...values: SQLInputValue[]): Generator<Record<string, unknown>> {
    const name = nameOf(sql, bigInts)
    const idle = this.#idle.get(name) ?? []
    this.#idle.set(name, idle)
    const statement = idle.pop() ?? this.#prepare(sql, bigInts)
    try {
      yield* statement.iterate(...values)
    } finally {
      idle.push(statement)
    }
  }

  #prepare(sql: string, bigInts: boolean): StatementSync {
    const statement = this.db.prepare(sql)
    if (bigInts) statement.setReadBigInts(true)
    return statement
  }

  #forgetStatements(): void {
    this.#statements.clear()
    this.#idle.clear()
  }

  get(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return this.statement(sql).get(...values)
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.statement(sql).run(...values)
  }

  /** All or nothing, for a write; what a reader does in one sees one state of the file. */
  transaction<T>(work: () => T, kind: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE'): T {
    this.db.exec(`BEGIN ${kind}`)
    try {
      const done = work()
      this.commit()
      return done
    } catch (error) {
      this.rollback()
      throw error
    }
  }

  /** A write that is under way over several calls: `commit` or `rollback` ends it. */
  begin(): void {
    this.db.exec('BEGIN IMMEDIATE')
  }

  commit(): void {
    this.db.exec('COMMIT')
  }

  rollback(): void {
    if (this.db.isOpen && this.db.isTransaction) this.db.exec('ROLLBACK')
  }

  close(): void {
    this.#forgetStatements()
    if (this.db.isOpen) this.db.close()
  }
}

const nameOf = (sql: string, bigInts: boolean): string => (bigInts ? `${sql} ` : sql)

const ownerSettings = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${ownerCacheKiB};
  PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 1000;`
const readerSettings = `PRAGMA query_only = ON; PRAGMA cache_size = -${cacheKiB}; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;`
