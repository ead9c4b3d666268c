import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isDamage, isFull } from '../../journal/storage-error.ts'
import { factsDocument, type TrailFacts } from '../../trail/documents.ts'
import { trailsFolder } from '../../trail/open-trail.ts'
import { TrailReader } from '../../trail/trail-reader.ts'
import { readersBasis } from '../readers-basis.ts'
import type { IndexRow, SearchIndex } from '../search-index.ts'
import { discardSqliteIndex, ownSqliteIndex } from '../sqlite/sqlite-index.ts'
import type { IndexState } from './index-state.ts'
import { JournalFeed } from './journal-feed.ts'
import { type Batch, type Range, readBatch } from './read-batch.ts'

/** An event that keeps a batch from being stored is tried by itself this often. */
const tries = 3

export const indexPath = (trail: string, data: string): string => join(trailsFolder(data), trail, 'index.db')

interface Opened {
  readonly reader: TrailReader
  readonly feed: JournalFeed
  readonly index: SearchIndex
  readonly basis: string
  /** Which file the index is, as `fileAt` names it. */
  readonly file: string
}

/** Which file lies at a path: another one, or none, where somebody removed what was open. */
const fileAt = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.dev} ${found.ino}` : ''
}

/**
 * Keeps the index of one trail up with its journal, through connections of its own. Nothing it meets stops it for good:
 * an index that cannot be used is made again, an event that cannot be indexed is listed bare, what cannot be read is
 * passed over and reported, a full disk is waited for.
 */
export class TrailFollower {
  readonly #trail: string
  readonly #data: string
  readonly #thrownAway: (because: string) => void
  #opened: Opened | undefined
  #watermark = 0
  #size = 0
  #bare = 0
  #missing: readonly Range[] = []
  #trouble: Pick<IndexState, 'state' | 'because'> | undefined

  constructor(trail: string, data: string, thrownAway: (because: string) => void) {
    this.#trail = trail
    this.#data = data
    this.#thrownAway = thrownAway
  }

  get state(): IndexState {
    return {
      trail: this.#trail,
      watermark: this.#watermark,
      size: this.#size,
      bare: this.#bare,
      missing: this.#missing,
      state: 'following',
      ...this.#trouble,
    }
  }

  /** Takes one batch; answers whether there is more to take at once. Never throws. */
  async step(): Promise<boolean> {
    try {
      const more = await this.#step()
      this.#trouble = undefined
      return more
    } catch (error) {
      this.#trouble = {
        state: isFull(error) ? 'full' : 'failing',
        because: error instanceof Error ? error.message : String(error),
      }
      if (!isFull(error)) await this.close()
      return false
    }
  }

  /** Throws the index away; the next steps make it again. */
  async rebuild(because: string): Promise<void> {
    await this.close()
    discardSqliteIndex(indexPath(this.#trail, this.#data))
    this.#watermark = 0
    this.#bare = 0
    this.#missing = []
    this.#thrownAway(because)
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    await opened?.index.close().catch(() => undefined)
    await opened?.reader.close().catch(() => undefined)
  }

  async #step(): Promise<boolean> {
    this.#opened ??= await this.#open()
    const { reader, feed, index, basis, file } = this.#opened
    const newest = await reader.compiled(await reader.catalogueVersion())
    this.#size = (await feed.size()).size
    const unusable =
      readersBasis(newest) !== basis
        ? 'Other roles may read by now.'
        : this.#watermark > this.#size
          ? 'It had more events than the journal.'
          : // Nobody would ever find what went on being written into a file without a name.
            fileAt(indexPath(this.#trail, this.#data)) !== file
            ? 'Its file was removed or replaced.'
            : undefined
    if (unusable !== undefined) {
      await this.rebuild(unusable)
      return true
    }
    if (this.#watermark === this.#size) return false
    const batch = await readBatch(feed, reader, newest, { from: this.#watermark, size: this.#size })
    await this.#add(index, batch)
    return this.#watermark < this.#size
  }

  async #open(): Promise<Opened> {
    const feed = JournalFeed.open(join(trailsFolder(this.#data), this.#trail, 'journal.db'))
    try {
      const facts = JSON.parse((await feed.document(factsDocument)) ?? 'null') as TrailFacts
      const reader = new TrailReader(facts, feed)
      const basis = readersBasis(await reader.compiled(await reader.catalogueVersion()))
      const path = indexPath(this.#trail, this.#data)
      const { index, thrownAway } = ownSqliteIndex(path, basis)
      if (thrownAway !== undefined) this.#thrownAway(thrownAway)
      this.#watermark = await index.watermark()
      return { reader, feed, index, basis, file: fileAt(path) }
    } catch (error) {
      await feed.close()
      throw error
    }
  }

  async #add(index: SearchIndex, { rows, to, bare, missing }: Batch): Promise<void> {
    try {
      await index.add(rows, to)
      this.#watermark = to
    } catch (error) {
      if (isFull(error)) throw error
      if (isDamage(error)) return this.rebuild('It was damaged.')
      await this.#addApart(index, rows, to)
    }
    this.#bare += bare
    this.#missing = [...this.#missing, ...missing].slice(-rangesAtMost)
  }

  /** Something in a batch cannot be stored: everything else is, and that without what it would be found by. */
  async #addApart(index: SearchIndex, rows: readonly IndexRow[], to: number): Promise<void> {
    for (const row of rows) {
      if (await this.#isAdded(index, row)) continue
      if (await this.#isAdded(index, { ...row, terms: [], facets: [] })) this.#bare += 1
      else this.#missing = [...this.#missing, [row.seq, row.seq + 1]]
    }
    await index.add([], to)
    this.#watermark = to
  }

  async #isAdded(index: SearchIndex, row: IndexRow): Promise<boolean> {
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        await index.add([row], row.seq + 1)
        return true
      } catch (error) {
        if (isFull(error) || isDamage(error)) throw error
      }
    }
    return false
  }
}

const rangesAtMost = 1_000
