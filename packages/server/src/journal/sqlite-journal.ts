import { leafHash, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type AppendPlan, type KnownEvent, planAppend } from './append-plan.ts'
import { packBody } from './block-body.ts'
import { checkStored } from './check-stored.ts'
import { checkTail } from './check-tail.ts'
import { createFile, openForReading, openOwned } from './database.ts'
import { encodeBlock } from './encode-block.ts'
import { giveBack } from './give-back.ts'
import { type AppendOutcome, type AppendRow, type Journal, JournalInDoubt, type JournalReader } from './journal.ts'
import { restoreEdge } from './restore-edge.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { checkpointSpan } from './sqlite-schema.ts'
import { isFull, writeFailure } from './storage-error.ts'
import { uuidText } from './uuid-bytes.ts'

/**
 * Makes the journal file of a new trail and opens it. Fails where the file is there already. The caller holds the
 * folder's lock (`lockFolder`), here and at `openSqliteJournal`.
 */
export const createSqliteJournal = async (path: string): Promise<Journal> => {
  createFile(path)
  return openSqliteJournal(path)
}

/**
 * Opens an existing journal as its owner and checks its end. Fails in words where the file is missing, foreign or newer;
 * throws `JournalInDoubt` where the last blocks, hashes, ids and the tree's edge do not agree (it can then still be read
 * through `openSqliteReader`).
 */
export const openSqliteJournal = async (path: string): Promise<Journal> => {
  const journal = new SqliteJournal(openOwned(path))
  try {
    await journal.restore()
    return journal
  } catch (error) {
    await journal.close()
    throw error
  }
}

/** A read-only view for any thread: works while the owner writes, and sees each commit once it is made. */
export const openSqliteReader = async (path: string): Promise<JournalReader> => new SqliteReader(openForReading(path))

class SqliteJournal extends SqliteReader implements Journal {
  #edge = TreeEdge.empty(nodeCrypto)
  #doubt: JournalInDoubt | undefined
  #dataVersion = 0
  #pagesSinceCheckpoint = 0

  async restore(): Promise<void> {
    this.#refuseCutEnd()
    await checkTail(this)
    this.#edge = await restoreEdge(this.sizeNow().size, this)
    this.#dataVersion = this.#foreignWrites()
  }

  async append(rows: readonly AppendRow[]): Promise<readonly AppendOutcome[]> {
    return this.#write(() => {
      const plan = planAppend(rows, this.sizeNow(), (ids) => this.#known(ids))
      if (plan.fresh.length === 0) return { result: plan.outcomes, pages: 0 }
      const edge = TreeEdge.of(this.#edge.size, this.#edge.bytes(), nodeCrypto)
      const bytes = this.#store(plan, edge)
      return {
        result: plan.outcomes,
        pages: bytes / 4096,
        committed: () => {
          this.#edge = edge
        },
      }
    })
  }

  async saveCheckpoint(size: number, note: string): Promise<void> {
    this.#write(() => {
      const newest = this.statement('SELECT size FROM checkpoint ORDER BY span DESC LIMIT 1').get()
      if (size > this.sizeNow().size || size < Number(newest?.size ?? 0))
        throw new RangeError(`A checkpoint of ${size} entries is not between the newest one and the journal's end.`)
      // Numbers arrive as REAL, and the division has to be one of integers.
      const sql = `INSERT INTO checkpoint (span, size, note) VALUES (CAST(?1 AS INTEGER) / ${checkpointSpan}, ?1, ?2)
        ON CONFLICT (span) DO UPDATE SET size = excluded.size, note = excluded.note`
      this.statement(sql).run(size, note)
      return { result: undefined, pages: 2 }
    })
  }

  async dropCheckpointsBeyondEnd(): Promise<void> {
    this.#write(() => {
      this.statement('DELETE FROM checkpoint WHERE size > ?').run(this.sizeNow().size)
      return { result: undefined, pages: 1 }
    })
  }

  async saveDocument(name: string, text: string): Promise<void> {
    this.#write(() => {
      const newest = this.statement('SELECT version, text FROM document WHERE name = ? ORDER BY version DESC LIMIT 1').get(name)
      if (newest?.text === text) return { result: undefined, pages: 0 }
      this.statement('INSERT INTO document (name, version, text) VALUES (?, ?, ?)').run(
        name,
        Number(newest?.version ?? 0) + 1,
        text,
      )
      return { result: undefined, pages: 2 + text.length / 4096 }
    })
  }

  /** A hash or an own event behind the last block: the end was cut, or half of a write was lost. */
  #refuseCutEnd(): void {
    const { size } = this.sizeNow()
    const row = this.statement('SELECT (SELECT max(seq) FROM entry) AS entry, (SELECT max(seq) FROM own) AS own').get()
    if (Math.max(Number(row?.entry ?? -1), Number(row?.own ?? -1)) >= size)
      throw new JournalInDoubt(`Events from position ${size} on are gone, while their hashes are still there.`)
  }

  /** One transaction, committed and synced on return. After anything that leaves the file in doubt, no other ever begins. */
  #write<T>(work: () => Written<T>): T {
    if (this.#doubt !== undefined) throw this.#doubt
    let committing = false
    try {
      this.statement('BEGIN IMMEDIATE').run()
      if (this.#foreignWrites() !== this.#dataVersion)
        throw new JournalInDoubt('Something else wrote to the journal while it was open.')
      const { result, pages, committed } = work()
      committing = true
      this.statement('COMMIT').run()
      committing = false
      committed?.()
      this.#checkpointSometimes(pages)
      return result
    } catch (error) {
      throw this.#failed(error, committing)
    }
  }

  #failed(error: unknown, committing: boolean): Error {
    let failure = writeFailure(error, committing)
    try {
      if (this.db.isOpen && this.db.isTransaction) this.db.exec('ROLLBACK')
    } catch (second) {
      failure = writeFailure(second, true)
    }
    if (failure instanceof JournalInDoubt) this.#doubt = failure
    return failure
  }

  /** SQLite's count of commits made by other connections; ours do not move it. */
  #foreignWrites(): number {
    return Number(this.statement('PRAGMA data_version').get()?.data_version)
  }

  #known(ids: Buffer): ReadonlyMap<string, KnownEvent> {
    const sql = `WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?2 - 1)
      SELECT hex(id) AS id, event.seq AS seq, content_digest, hash
      FROM n JOIN event ON id = substr(?1, 1 + 16 * i, 16) LEFT JOIN entry ON entry.seq = event.seq`
    const known = new Map<string, KnownEvent>()
    for (const row of this.statement(sql).all(ids, ids.length / 16)) {
      if (!(row.hash instanceof Uint8Array)) throw new JournalInDoubt(`The hash of position ${Number(row.seq)} is missing.`)
      const contentDigest = row.content_digest instanceof Uint8Array ? row.content_digest : undefined
      known.set(uuidText(String(row.id).toLowerCase()), { seq: Number(row.seq), hash: row.hash, contentDigest })
    }
    return known
  }

  /** Writes ids, hashes and blocks, then reads everything back and hashes it again. Answers roughly how many bytes were written. */
  #store(plan: AppendPlan, edge: TreeEdge): number {
    const sql = `WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?3 - 1)
      INSERT INTO event (id, seq, content_digest) SELECT substr(?1, 1 + 32 * i, 16), ?2 + i, substr(?1, 17 + 32 * i, 16) FROM n`
    this.statement(sql).run(plan.idsAndDigests, plan.size, plan.fresh.length)
    plan.own.forEach((seq, i) => {
      this.statement('INSERT INTO own (seq, nth) VALUES (?, ?)').run(seq, plan.ownBefore + i + 1)
    })
    let bytes = plan.fresh.length * 100
    for (let at = 0; at < plan.fresh.length; ) {
      const { rows, text } = encodeBlock(plan.fresh, at)
      bytes += this.#storeBlock(edge.size, rows, text)
      this.#verifyBlock(edge, rows)
      at += rows.length
    }
    return bytes
  }

  /** Gives `text` back once it is stored. */
  #storeBlock(first: number, rows: readonly AppendRow[], text: Buffer): number {
    const sql = `WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?3 - 1)
      INSERT INTO entry (seq, hash) SELECT ?2 + i, substr(?1, 1 + 32 * i, 32) FROM n`
    this.statement(sql).run(Buffer.concat(rows.map((row) => row.sealed.hash)), first, rows.length)
    const { form, bytes } = packBody(text)
    this.statement('INSERT INTO block (first, count, form, body) VALUES (?, ?, ?, ?)').run(first, rows.length, form, bytes)
    const { length } = bytes
    giveBack(bytes)
    giveBack(text)
    return length
  }

  /** What was just stored, read back and hashed from its bytes up to the leaf; the leaves go on the tree's edge. */
  #verifyBlock(edge: TreeEdge, rows: readonly AppendRow[]): void {
    const first = edge.size
    const { text } = this.blockText(first)
    checkStored(first, text, this.hashesNow(first, first + rows.length), rows)
    giveBack(text)
    for (const row of rows) {
      edge.push(leafHash(row.sealed.hash, nodeCrypto), ({ level, index, root }) => {
        this.statement('INSERT INTO subtree (level, idx, hash) VALUES (?, ?, ?)').run(level, index, root)
      })
    }
  }

  /** Moves the write-ahead log into the file every 16 MiB. A full disk may delay that; a fault of the disk is doubt. */
  #checkpointSometimes(pages: number): void {
    this.#pagesSinceCheckpoint += pages + pagesPerCommit
    if (this.#pagesSinceCheckpoint < pagesPerCheckpoint) return
    this.#pagesSinceCheckpoint = 0
    try {
      this.statement('PRAGMA wal_checkpoint(PASSIVE)').get()
    } catch (error) {
      // The commit itself is safe, and is answered; only what comes after it is refused.
      if (!isFull(error))
        this.#doubt = new JournalInDoubt('Moving the write-ahead log into the journal failed.', { cause: error })
    }
  }
}

const pagesPerCommit = 6
const pagesPerCheckpoint = 4_096

interface Written<T> {
  readonly result: T
  /** Roughly how many pages the transaction wrote. */
  readonly pages: number
  /** What to take over in memory once it is committed. */
  readonly committed?: () => void
}
