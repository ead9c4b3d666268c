import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isDamage, isFull } from '../../journal/storage-error.ts'
import { factsDocument, type TrailFacts } from '../../trail/documents.ts'
import { trailsFolder } from '../../trail/open-trail.ts'
import { TrailReader } from '../../trail/trail-reader.ts'
import { readersBasis } from '../readers-basis.ts'
import type { IndexRow, SearchIndex } from '../search-index.ts'
import type { Addition } from '../sqlite/index-writer.ts'
import { discardSqliteIndex, type OwnedSearchIndex, ownSqliteIndex } from '../sqlite/sqlite-index.ts'
import type { IndexState } from './index-state.ts'
import { JournalFeed } from './journal-feed.ts'
import { type Batch, type Range, type Reading, readBatch } from './read-batch.ts'

/** An event that keeps a batch from being stored is tried by itself this often. */
const tries = 3
/** One transaction takes about this many: each is a segment of the table of terms, and many small ones must be merged. */
const stepEvents = 4_000
/** Nobody waits longer for their turn, on the clock; unless the machine is so busy that little is done in it. */
const sliceMs = 250
const leastEvents = 1_000
const longestMs = 1_000

export const indexPath = (trail: string, data: string): string => join(trailsFolder(data), trail, 'index.db')

interface Opened {
  readonly reader: TrailReader
  readonly feed: JournalFeed
  readonly index: OwnedSearchIndex
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
  #isTidy = false

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
      await this.#fail(error)
      return false
    }
  }

  /** Puts the index in order for searches, a step at a time, once everything is taken; answers whether there is more to do. Never throws. */
  async tidy(): Promise<boolean> {
    if (this.#isTidy || this.#trouble || !this.#opened || this.#watermark !== this.#size) return false
    try {
      this.#isTidy = !this.#opened.index.tidy()
    } catch (error) {
      // What is added next is a reason to try again.
      this.#isTidy = true
      await this.#fail(error)
    }
    return !this.#isTidy
  }

  async #fail(error: unknown): Promise<void> {
    this.#trouble = {
      state: isFull(error) ? 'full' : 'failing',
      because: error instanceof Error ? error.message : String(error),
    }
    if (!isFull(error)) await this.close()
  }

  /** Throws the index away; the next steps make it again. Says so, unless nothing of the business was in it. */
  async rebuild(because: string, wasBlank = false): Promise<void> {
    await this.close()
    discardSqliteIndex(indexPath(this.#trail, this.#data))
    this.#watermark = 0
    this.#bare = 0
    this.#missing = []
    this.#isTidy = false
    if (!wasBlank) this.#thrownAway(because)
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
      await this.rebuild(unusable, index.isBlank())
      return true
    }
    if (this.#watermark === this.#size) return false
    this.#isTidy = false
    await this.#take(index, { feed, reader, newest, from: this.#watermark, size: this.#size })
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

  /** A slice of the journal, written as it is read: rows that waited for each other would be moved about by the collector. */
  async #take(index: OwnedSearchIndex, reading: Reading): Promise<void> {
    const begunMs = performance.now()
    const taken = new Taken(index.begin())
    let to = reading.from
    try {
      while (to < reading.size && isToGoOn(to - reading.from, performance.now() - begunMs)) {
        const batch = await readBatch({ ...reading, from: to })
        taken.put(batch)
        to = batch.to
      }
      taken.commit()
    } catch (error) {
      taken.abandon()
      if (!(error instanceof NotTaken) || isFull(error.cause)) throw error instanceof NotTaken ? error.cause : error
      if (isDamage(error.cause)) return this.rebuild('It was damaged.')
      return this.#takeApart(index, await readBatch(reading))
    }
    this.#watermark = to
    this.#bare += taken.bare
    this.#say(taken.missing)
  }

  /** Something in a batch cannot be stored: everything else is, and that without what it would be found by. */
  async #takeApart(index: SearchIndex, { rows, to, bare, missing }: Batch): Promise<void> {
    const lost: Range[] = []
    for (const row of rows) {
      if (await this.#isAdded(index, row)) continue
      const { step: _, ...found } = row
      if (await this.#isAdded(index, { ...found, terms: [], facets: [] })) this.#bare += 1
      else lost.push([row.seq, row.seq + 1])
    }
    await index.add([], to)
    this.#watermark = to
    this.#bare += bare
    this.#say([...missing, ...lost])
  }

  #say(missing: readonly Range[]): void {
    this.#missing = [...this.#missing, ...missing].slice(-rangesAtMost)
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

const isToGoOn = (events: number, ms: number): boolean => events < stepEvents && ms < (events < leastEvents ? longestMs : sliceMs)

/** The index did not take something; what could not be read is thrown as it is. */
class NotTaken extends Error {}

/** An addition, and what is to be said of it once it is committed. */
class Taken {
  readonly #addition: Addition
  readonly missing: Range[] = []
  bare = 0

  constructor(addition: Addition) {
    this.#addition = addition
  }

  put({ rows, to, bare, missing }: Batch): void {
    this.#try(() => this.#addition.put(rows, to))
    this.bare += bare
    this.missing.push(...missing)
  }

  commit(): void {
    this.#try(() => this.#addition.commit())
  }

  abandon(): void {
    this.#addition.abandon()
  }

  #try(work: () => void): void {
    try {
      work()
    } catch (error) {
      throw new NotTaken('the index did not take it', { cause: error })
    }
  }
}
