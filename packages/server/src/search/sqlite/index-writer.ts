import { nextWatermark } from '../next-watermark.ts'
import type { IndexRow } from '../search-index.ts'
import { BlockPacker } from './block-packer.ts'
import { CaseSteps } from './case-steps.ts'
import { DayCounts, isNumbered } from './day-counts.ts'
import { packFacets, type ValueRef } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { KeyGiver } from './key-giver.ts'
import { isPlainBusinessKey, placeInRow } from './row-key.ts'
import { termText } from './term-code.ts'
import { Vocabulary } from './vocabulary.ts'

/** Rows on their way into the index: all of what is put before `commit`, or nothing of it. */
export interface Addition {
  /** As `SearchIndex.add`; what was put is not found before it is committed. */
  put(rows: readonly IndexRow[], watermark?: number): void
  commit(): void
  abandon(): void
}

/** Adds rows to the file of an index. One writer a file, and one addition at a time. */
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
    const addition = this.begin()
    try {
      addition.put(rows, watermark)
      addition.commit()
    } catch (error) {
      addition.abandon()
      throw error
    }
  }

  begin(): Addition {
    return new Transaction(this.#file, this.#vocabulary, this.#keys)
  }
}

interface Placed {
  readonly key: bigint
  readonly place: number
  readonly facets: Uint8Array
  readonly terms: string
}

class Transaction implements Addition {
  readonly #file: IndexFile
  readonly #vocabulary: Vocabulary
  readonly #keys: KeyGiver
  readonly #days = new DayCounts()
  readonly #cases = new CaseSteps()
  readonly #bodies: BlockPacker
  readonly #late: Placed[] = []
  #lastKey = -1n
  #watermark: number

  constructor(file: IndexFile, vocabulary: Vocabulary, keys: KeyGiver) {
    this.#file = file
    this.#vocabulary = vocabulary
    this.#keys = keys
    this.#bodies = new BlockPacker(file)
    file.begin()
    this.#watermark = file.watermark
  }

  /**
   * In the order of positions: numbers are given by it. FTS5 flushes what it has gathered where keys go backward, so that rows
   * that come in order are written at once, and hold no memory; all others wait for the end, to be sorted.
   */
  put(rows: readonly IndexRow[], watermark?: number): void {
    this.#watermark = nextWatermark(rows, this.#watermark, watermark)
    const inOrder: Placed[] = []
    for (const row of rows) {
      const placed = this.#placed(row)
      if (isPlainBusinessKey(placed.key) && placed.key > this.#lastKey) {
        inOrder.push(placed)
        this.#lastKey = placed.key
      } else this.#late.push(placed)
    }
    this.#write(inOrder)
    for (const { seq, body } of rows) this.#bodies.put(seq, body)
  }

  commit(): void {
    this.#late.sort((a, b) => (a.key < b.key ? -1 : 1))
    this.#write(this.#late)
    this.#bodies.finish()
    this.#vocabulary.save()
    this.#days.save(this.#file)
    this.#cases.save(this.#file)
    this.#file.setMeta('watermark', this.#watermark)
    this.#file.commit()
    this.#keys.trim()
  }

  abandon(): void {
    this.#file.rollback()
    this.#vocabulary.forget()
    this.#keys.forget()
  }

  #placed(row: IndexRow): Placed {
    const refs = this.#refsOf(row)
    if (!row.own) this.#days.count(row.occurredAtMs, refs)
    if (row.step && !row.own) this.#cases.put(row.seq, row.occurredAtMs, row.step)
    return {
      key: this.#keys.give(row),
      place: placeInRow(row.seq, row.occurredAtMs),
      facets: packFacets(refs),
      terms: this.#termText(row),
    }
  }

  #write(placed: readonly Placed[]): void {
    const event = this.#file.statement('INSERT INTO event(key, place, facets) VALUES (?, ?, ?)')
    const token = this.#file.statement('INSERT INTO token(rowid, terms) VALUES (?, ?)')
    for (const { key, place, facets } of placed) event.run(key, place, facets)
    for (const { key, terms } of placed) token.run(key, terms)
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
}
