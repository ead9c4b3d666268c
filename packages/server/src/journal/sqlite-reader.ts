import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { unpackBody } from './block-body.ts'
import { type EventLines, parseEvent, splitBlock } from './block-text.ts'
import { giveBack } from './give-back.ts'
import { JournalDamaged, type JournalReader, type JournalSize, type ReadRange, type StoredEvent } from './journal.ts'
import { blockEvents } from './sqlite-schema.ts'
import { isDamage } from './storage-error.ts'
import { checkRange } from './stored-range.ts'
import { uuidBytes } from './uuid-bytes.ts'

const hashBytes = 32

export class SqliteReader implements JournalReader {
  protected readonly db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.db = db
  }

  async size(): Promise<JournalSize> {
    return this.sizeNow()
  }

  async read(range: ReadRange): Promise<readonly StoredEvent[]> {
    const { size } = this.sizeNow()
    const from = Math.max(0, range.from)
    const to = Math.min(size, range.to)
    if (from >= to || range.limit <= 0) return []
    const positions = this.#positions(from, to, range)
    const events = this.#events(
      positions.toSorted((a, b) => a - b),
      range.which,
    )
    return range.order === 'asc' ? events : events.reverse()
  }

  async find(id: string): Promise<number | undefined> {
    const bytes = uuidBytes(id)
    if (bytes === undefined) return undefined
    const row = this.statement('SELECT seq FROM event WHERE id = ?').get(bytes)
    return row === undefined ? undefined : Number(row.seq)
  }

  async hashes(from: number, to: number): Promise<Uint8Array> {
    return this.hashesNow(from, to)
  }

  async subtrees(level: number, from: number, to: number): Promise<Uint8Array> {
    const rows = 'subtree WHERE idx >= ?1 AND idx < ?2 AND level = ?3'
    return this.#concatenated(rows, 'idx', [from, to, level], 256 ** level, `complete subtree of level ${level}`)
  }

  async checkpoint(atMost?: number): Promise<string | undefined> {
    const sql = 'SELECT note FROM checkpoint WHERE size <= ? ORDER BY span DESC LIMIT 1'
    const row = this.statement(sql).get(atMost ?? Number.MAX_SAFE_INTEGER)
    return row === undefined ? undefined : String(row.note)
  }

  async document(name: string): Promise<string | undefined> {
    const row = this.statement('SELECT text FROM document WHERE name = ? ORDER BY version DESC LIMIT 1').get(name)
    return row === undefined ? undefined : String(row.text)
  }

  async close(): Promise<void> {
    this.#statements.clear()
    if (this.db.isOpen) this.db.close()
  }

  protected sizeNow(): JournalSize {
    // One statement, so that a reader sees both of one commit.
    const row = this.statement(`SELECT
      (SELECT first + count FROM block ORDER BY first DESC LIMIT 1) AS size,
      (SELECT nth FROM own ORDER BY seq DESC LIMIT 1) AS own`).get()
    return { size: Number(row?.size ?? 0), own: Number(row?.own ?? 0) }
  }

  protected hashesNow(from: number, to: number): Buffer {
    return this.#concatenated('entry WHERE seq >= ?1 AND seq < ?2', 'seq', [from, to], 1, 'position')
  }

  /** Statements are prepared once: preparing costs more than running. */
  protected statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #positions(from: number, to: number, range: ReadRange): readonly number[] {
    if (range.which === 'own') return this.#ownPositions(from, to, range.limit, range.order)
    if (range.which === 'business') return this.#businessPositions(from, to, range.limit, range.order)
    const count = Math.min(range.limit, to - from)
    const first = range.order === 'asc' ? from : to - count
    return Array.from({ length: count }, (_, i) => first + i)
  }

  #ownPositions(from: number, to: number, limit: number, order: 'asc' | 'desc'): readonly number[] {
    const sql = `SELECT seq FROM own WHERE seq >= ? AND seq < ? ORDER BY seq ${order} LIMIT ?`
    return this.statement(sql)
      .all(from, to, Math.min(limit, to - from))
      .map((row) => Number(row.seq))
  }

  /** Walks in windows that double, so that a long run of own events costs its rows in `own` and not its blocks. */
  #businessPositions(from: number, to: number, limit: number, order: 'asc' | 'desc'): readonly number[] {
    const found: number[] = []
    let low = from
    let high = to
    for (let width = Math.max(256, limit); low < high && found.length < limit; width *= 2) {
      const [start, end] = order === 'asc' ? [low, Math.min(high, low + width)] : [Math.max(low, high - width), high]
      const own = new Set(this.#ownPositions(start, end, end - start, order))
      for (let i = 0; i < end - start && found.length < limit; i++) {
        const seq = order === 'asc' ? start + i : end - 1 - i
        if (!own.has(seq)) found.push(seq)
      }
      if (order === 'asc') low = end
      else high = start
    }
    return found
  }

  /** The events at ascending positions; each block is unpacked once. */
  #events(positions: readonly number[], which: ReadRange['which']): StoredEvent[] {
    const events: StoredEvent[] = []
    let block: OpenBlock | undefined
    for (const seq of positions) {
      if (block === undefined || seq >= block.end) block = this.#openBlock(seq)
      const event = block.event(seq)
      if (which !== 'all' && event.own !== (which === 'own'))
        throw new JournalDamaged(seq, seq + 1, 'the event and the list of own events disagree whose event it is')
      events.push(event)
    }
    return events
  }

  /** The text of the block that holds a position, unpacked; the caller's to give back. Throws `JournalDamaged` where there is none or it does not unpack. */
  protected blockText(seq: number): { readonly first: number; readonly count: number; readonly text: Buffer } {
    const sql = 'SELECT first, count, form, body FROM block WHERE first > ?1 - ?2 AND first <= ?1 ORDER BY first DESC LIMIT 1'
    const row = readingDamage(seq, seq + 1, () => this.statement(sql).get(seq, blockEvents))
    const first = Number(row?.first)
    const count = Number(row?.count)
    if (row === undefined || first + count <= seq) throw new JournalDamaged(seq, seq + 1, 'the event is missing')
    try {
      const bytes = row.body as Uint8Array
      const text = unpackBody({ form: Number(row.form), bytes })
      if (text.buffer !== bytes.buffer) giveBack(bytes)
      return { first, count, text }
    } catch (error) {
      throw new JournalDamaged(first, first + count, 'the stored block does not unpack', { cause: error })
    }
  }

  #openBlock(seq: number): OpenBlock {
    const { first, count, text } = this.blockText(seq)
    try {
      const lines = splitBlock(text.toString())
      giveBack(text)
      if (lines.length !== count) throw new SyntaxError(`a block holds ${lines.length} events instead of ${count}`)
      return new OpenBlock(first, lines)
    } catch (error) {
      throw new JournalDamaged(first, first + count, 'the stored block cannot be read', { cause: error })
    }
  }

  /**
   * Stored hashes as one array; in one row, since a row an hash costs four times as much. `width` turns an index into
   * positions, for the message. What is all there is within the journal: its size is asked only where something lacks.
   */
  #concatenated(rows: string, at: string, values: readonly [number, number, number?], width: number, what: string): Buffer {
    const [from, to] = values
    const sql = `SELECT count(*) AS count, coalesce(group_concat(hex(hash), '' ORDER BY ${at}), '') AS hashes FROM ${rows}`
    const given = values.filter((value) => value !== undefined)
    const row = readingDamage(from * width, to * width, () => this.statement(sql).get(...given))
    if (from < to && row?.count === to - from) {
      const all = Buffer.from(String(row.hashes), 'hex')
      if (all.length === (to - from) * hashBytes) return all
    }
    checkRange(from, to, Math.floor(this.sizeNow().size / width), what)
    if (from === to) return Buffer.alloc(0)
    const present = new Set(
      this.statement(`SELECT ${at} AS at FROM ${rows}`)
        .all(...given)
        .map((found) => found.at),
    )
    let missing = from
    while (present.has(missing)) missing += 1
    throw new JournalDamaged(missing * width, (missing + 1) * width, 'the stored hash is missing')
  }
}

/** A block's lines, cut into events and parsed only when asked for. */
class OpenBlock {
  readonly first: number
  readonly end: number
  readonly #lines: readonly EventLines[]

  constructor(first: number, lines: readonly EventLines[]) {
    this.first = first
    this.end = first + lines.length
    this.#lines = lines
  }

  event(seq: number): StoredEvent {
    try {
      return { ...parseEvent(this.#lines[seq - this.first] ?? [], nodeCrypto), seq }
    } catch (error) {
      throw new JournalDamaged(seq, seq + 1, 'the stored event cannot be read', { cause: error })
    }
  }
}

const readingDamage = <T>(from: number, to: number, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (isDamage(error)) throw new JournalDamaged(from, to, 'the disk or the file is damaged', { cause: error })
    throw error
  }
}
