import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { replaceFile } from './durable-file.ts'
import { makeFolder } from './make-folder.ts'

/** Another process owns the data folder. The message says which, since when, and what to do. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

export interface FolderLock {
  /** Gives the folder up. Without it the lock goes with the process, however that ends. */
  release(): void
}

interface Owner {
  readonly pid: number
  readonly host: string
  readonly since: string
}

const busyResult = 5

/** Locks of this process. A database nobody refers to is closed when memory is collected, and its lock would go with it. */
const held = new Set<DatabaseSync>()

/**
 * Takes a data folder for this process alone: an exclusive transaction held on `lock.db`, so that the operating system
 * gives it back when the process dies. Answers or throws `FolderInUse` at once. Not for network file systems, whose
 * locks cannot be relied on. Nothing else in the process may open and close `lock.db`: POSIX would drop the lock.
 */
export const lockFolder = (folder: string, now: Date = new Date()): FolderLock => {
  makeFolder(folder)
  const path = join(folder, 'lock.db')
  const ownerPath = join(folder, 'owner.json')
  // Never opened by us once it is there: closing it would drop a lock that this very process may hold.
  if (!existsSync(path)) writeFileSync(path, '', { flag: 'a', mode: 0o600 })
  const db = new DatabaseSync(path, { timeout: 0 })
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === busyResult)
      throw new FolderInUse(inUse(folder, readOwner(ownerPath)), { cause: error })
    throw error
  }
  replaceFile(ownerPath, `${JSON.stringify({ pid: process.pid, host: hostname(), since: now.toISOString() } satisfies Owner)}\n`)
  held.add(db)
  return {
    release: () => {
      if (!held.delete(db)) return
      rmSync(ownerPath, { force: true })
      db.close()
    },
  }
}

const inUse = (folder: string, owner: Owner | undefined): string => {
  const who =
    owner === undefined ? 'another process that has just started' : `process ${owner.pid} on ${owner.host} since ${owner.since}`
  return `${folder} is in use by ${who}. One Daybook owns a data folder at a time: stop that one, or use another folder.`
}

/** Facts for a sentence only; the lock itself decides. */
const readOwner = (path: string): Owner | undefined => {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(path, 'utf8'))
    return typeof pid === 'number' && typeof host === 'string' && typeof since === 'string' ? { pid, host, since } : undefined
  } catch {
    return undefined
  }
}
