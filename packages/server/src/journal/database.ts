import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { syncFolderOf } from './durable-file.ts'
import { JournalInDoubt } from './journal.ts'
import { applicationId, schemaVersion, tables, triggers } from './sqlite-schema.ts'

const oldestSqlite = [3, 51, 3] as const
const busyMs = 5_000

/** Set at each open and read back; a build that quietly keeps another value loses acknowledged events in a power cut. */
const ownerSettings = [
  ['journal_mode', 'wal', 'wal'],
  ['synchronous', 'full', 2],
  ['secure_delete', 'on', 1],
  ['mmap_size', 0, 0],
  ['fullfsync', 'on', 1],
  ['checkpoint_fullfsync', 'on', 1],
  ['cell_size_check', 'on', 1],
  ['recursive_triggers', 'on', 1],
  ['trusted_schema', 'off', 0],
  ['foreign_keys', 'off', 0],
  // SQLite swallows the errors of its own checkpoints, and an fsync error has to seal; `WalCheckpoints` runs them.
  ['wal_autocheckpoint', 0, 0],
  // An append touches the ends of its tables and one page of ids an event, which no cache holds once a trail is large.
  ['cache_size', -8_192, -8_192],
] as const

const readerSettings = [
  ['mmap_size', 0, 0],
  ['cell_size_check', 'on', 1],
  ['trusted_schema', 'off', 0],
  ['query_only', 'on', 1],
  ['cache_size', -4_096, -4_096],
] as const

/** Opens an existing journal file as its owner, with every durable setting read back. */
export const openOwned = (path: string): DatabaseSync => {
  refuseMissing(path)
  const db = new DatabaseSync(path, { timeout: busyMs })
  return orClose(db, () => {
    refuseForeign(db, path)
    settle(db, ownerSettings)
    putBackTriggers(db)
  })
}

/** Opens an existing journal file for reading only, beside an owner in another thread or process. */
export const openForReading = (path: string): DatabaseSync => {
  refuseMissing(path)
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs })
  return orClose(db, () => {
    refuseForeign(db, path)
    settle(db, readerSettings)
  })
}

/** Makes a new, empty journal file. It appears under its name only when it is whole and durable. */
export const createFile = (path: string): void => {
  refuseOldSqlite()
  if (existsSync(path))
    throw new Error(`${path} exists already. A journal is never made twice; open it, or choose another folder.`)
  const unfinished = `${path}.unfinished`
  for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  writeFileSync(unfinished, '', { flag: 'wx', mode: 0o600 })
  const db = new DatabaseSync(unfinished)
  orClose(db, () => {
    db.exec('PRAGMA page_size = 4096')
    settle(db, ownerSettings)
    db.exec(`BEGIN; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`)
    putBackTriggers(db)
    const written = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    if (written?.busy !== 0) throw new Error(`${unfinished} could not be written whole.`)
  })
  db.close()
  renameSync(unfinished, path)
  syncFolderOf(path)
}

const orClose = (db: DatabaseSync, prepare: () => void): DatabaseSync => {
  try {
    prepare()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const refuseMissing = (path: string): void => {
  refuseOldSqlite()
  if (existsSync(path)) return
  throw new Error(
    `${path} is missing. A journal is never made again silently: put the file back from a backup, or create a new trail.`,
  )
}

const refuseOldSqlite = (): void => {
  const found = process.versions.sqlite ?? '0'
  const [major = 0, minor = 0, patch = 0] = found.split('.').map(Number)
  const [wantMajor, wantMinor, wantPatch] = oldestSqlite
  const new_ = major - wantMajor || minor - wantMinor || patch - wantPatch
  if (new_ < 0)
    throw new Error(`This Node brings SQLite ${found}; Daybook needs ${oldestSqlite.join('.')} or newer: use Node 24.`)
}

const pragma = (db: DatabaseSync, name: string): unknown => {
  const row = db.prepare(`PRAGMA ${name}`).get()
  return row === undefined ? undefined : Object.values(row)[0]
}

const refuseForeign = (db: DatabaseSync, path: string): void => {
  if (pragma(db, 'application_id') !== applicationId) throw new Error(`${path} is not a journal of Daybook.`)
  const found = pragma(db, 'user_version')
  if (typeof found === 'number' && found > schemaVersion)
    throw new Error(
      `${path} was written by a newer Daybook (schema ${found}, this one knows ${schemaVersion}). Use that version or newer.`,
    )
}

const settle = (db: DatabaseSync, settings: readonly (readonly [string, string | number, string | number])[]): void => {
  for (const [name, value, expected] of settings) {
    db.exec(`PRAGMA ${name} = ${value}`)
    const found = pragma(db, name)
    if (found !== expected)
      throw new Error(`SQLite did not take ${name} = ${value} (it says ${String(found)}): what is stored here would not be safe.`)
  }
}

/** Tables of another shape than ours are doubt; a missing rail is put back. */
const putBackTriggers = (db: DatabaseSync): void => {
  const found = new Map(
    db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all()
      .map((row) => [String(row.name), String(row.sql)]),
  )
  for (const [name, sql] of triggers) {
    if (found.get(name) === sql) continue
    db.exec(`BEGIN IMMEDIATE; DROP TRIGGER IF EXISTS ${name}; ${sql}; COMMIT`)
  }
  for (const name of found.keys()) {
    if (!triggers.has(name)) throw new JournalInDoubt(`The journal has a trigger "${name}" that Daybook did not make.`)
  }
}
