import { nextWatermark } from '../next-watermark.ts'
import type { IndexRow } from '../search-index.ts'
import { packBodies, unpackBodies } from './body-blocks.ts'
import { DayCounts, isNumbered } from './day-counts.ts'
import { packFacets, type ValueRef } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { KeyGiver } from './key-giver.ts'
import { placeInRow } from './row-key.ts'
import { blockRows } from './tables.ts'
import { termText } from './term-code.ts'
import { Vocabulary } from './vocabulary.ts'

/** Adds rows to the file of an index. One writer a file. */
export class IndexWriter {
  readonly #file: IndexFile
  readonly #vocabulary: Vocabulary
  readonly #keys: KeyGiver

  constructor(file: IndexFile) {
    this.#file = file
    this.#vocabulary = new Vocabulary(file)
    this.#keys = new KeyGiver(file)
  }

  /** Takes rows that follow the watermark, in one transaction. */
  add(rows: readonly IndexRow[], watermark: number | undefined): void {
    try {
      this.#file.transaction(() => {
        const next = nextWatermark(rows, this.#file.watermark, watermark)
        this.#take(rows)
        this.#file.setMeta('watermark', next)
      })
    } catch (error) {
      this.#vocabulary.forget()
      this.#keys.forget()
      throw error
    }
  }

  /** In the order of positions: numbers are given by it. Then in the order of keys, since FTS5 flushes where keys go backward. */
  #take(rows: readonly IndexRow[]): void {
    const days = new DayCounts()
    const placed = rows.map((row) => {
      const refs = this.#refsOf(row)
      if (!row.own) days.count(row.occurredAtMs, refs)
      return {
        key: this.#keys.give(row),
        place: placeInRow(row.seq, row.occurredAtMs),
        facets: packFacets(refs),
        terms: this.#termText(row),
      }
    })
    placed.sort((a, b) => (a.key < b.key ? -1 : 1))
    const event = this.#file.statement('INSERT INTO event(key, place, facets) VALUES (?, ?, ?)')
    const token = this.#file.statement('INSERT INTO token(rowid, terms) VALUES (?, ?)')
    for (const { key, place, facets } of placed) event.run(key, place, facets)
    for (const { key, terms } of placed) token.run(key, terms)
    this.#putBodies(rows)
    days.save(this.#file)
  }

  #refsOf({ facets }: IndexRow): readonly ValueRef[] {
    const refs: ValueRef[] = []
    for (const entry of facets) if (isNumbered(entry.dimension)) refs.push(this.#vocabulary.refOf(entry))
    return refs
  }

  #termText({ terms }: IndexRow): string {
    let text = ''
    for (const group of terms) text += termText(group.text, this.#vocabulary.classOf(group.readers))
    return text
  }

  /** Blocks lie at fixed positions, so that batches of any size make the same ones; the last is packed again as it grows. */
  #putBodies(rows: readonly IndexRow[]): void {
    for (const [block, members] of Map.groupBy(rows, ({ seq }) => Math.floor(seq / blockRows))) {
      const before = this.#file.get('SELECT packed FROM body WHERE block = ?', block)
      const bodies = before ? [...unpackBodies(before.packed as Uint8Array)] : []
      for (const { seq, body } of members) {
        while (bodies.length < seq % blockRows) bodies.push('')
        bodies[seq % blockRows] = body
      }
      this.#file.run('INSERT OR REPLACE INTO body(block, packed) VALUES (?, ?)', block, packBodies(bodies))
    }
  }
}
