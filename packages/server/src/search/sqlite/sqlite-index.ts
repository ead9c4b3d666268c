import { rmSync, statSync } from 'node:fs'
import type { CasesFound, CasesWanted } from '../case-list.ts'
import type {
  Ask,
  Count,
  FacetCounts,
  FacetDimension,
  Found,
  IndexRow,
  ListOrder,
  Place,
  SearchIndex,
  Sees,
} from '../search-index.ts'
import { answerCaseList } from './answer-case-list.ts'
import { answerCount, answerFacets, answerHistogram, extentOf } from './answer-counts.ts'
import { forgetMemory } from './answer-memory.ts'
import { answerPage } from './answer-page.ts'
import { answerValues } from './answer-values.ts'
import { IndexFile, IndexUnusable } from './index-file.ts'
import { type Addition, IndexWriter } from './index-writer.ts'
import { mergeSegments } from './merge-segments.ts'
import { Question } from './question.ts'

/** An index with its one owner. */
export interface OwnedSearchIndex extends SearchIndex {
  /** Adds in pieces. Nothing else may be added before it ends. */
  begin(): Addition
  /** Whether no event of the business is in it. */
  isBlank(): boolean
  /** A step of putting it in order for searches, for when nothing is to be added; answers whether there is more to do. */
  tidy(): boolean
}

export interface OpenedIndex {
  readonly index: OwnedSearchIndex
  /** Why what was there had to be thrown away; absent where it was good, or nothing was there. */
  readonly thrownAway?: string
}

/**
 * Opens the index of a trail as its one owner, who writes; makes it where it is missing, and empty where it cannot be
 * used. `basis` names the readers declarations it is made under (`readersBasis`).
 */
export const ownSqliteIndex = (path: string, basis: string): OpenedIndex => {
  const { file, why } = IndexFile.own(path, basis)
  return { index: new OwnedIndex(file, basis), ...(why === undefined ? {} : { thrownAway: why }) }
}

/** Removes the file of an index. Whoever has it open for searching finds out, and opens the next. */
export const discardSqliteIndex = (path: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

/** Opens the index of a trail for searching, in any process, beside its owner. Throws `IndexUnusable` where it cannot be answered from. */
export const readSqliteIndex = (path: string, basis: string): SearchIndex => {
  const file = IndexFile.read(path, basis)
  const inode = inodeOf(path)
  return new SqliteIndex(file, () => {
    if (inodeOf(path) !== inode) throw new IndexUnusable('The index was thrown away and is made again; open the new one.')
  })
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino

class SqliteIndex implements SearchIndex {
  protected readonly file: IndexFile
  readonly #check: () => void

  /** `check` throws where the file is no longer the index of its path. */
  constructor(file: IndexFile, check: () => void = () => {}) {
    this.file = file
    this.#check = check
  }

  async watermark(): Promise<number> {
    this.#check()
    return this.file.watermark
  }

  async add(_rows: readonly IndexRow[], _watermark?: number): Promise<void> {
    throw new Error('this index was opened for reading')
  }

  async page(ask: Ask, order: ListOrder, limit: number, after?: Place): Promise<Found> {
    return this.#answer(ask, (question) => answerPage(question, order, limit, after))
  }

  async count(ask: Ask): Promise<Count> {
    return this.#answer(ask, answerCount)
  }

  async facets(ask: Ask, dimensions: readonly FacetDimension[], limit: number): Promise<readonly FacetCounts[]> {
    return this.#answer(ask, (question) => answerFacets(question, dimensions, limit))
  }

  async histogram(ask: Ask, edges: readonly number[]): Promise<{ readonly counts: readonly number[]; readonly exact: boolean }> {
    return this.#answer(ask, (question) => answerHistogram(question, edges))
  }

  async extent(ask: Ask): Promise<readonly [firstMs: number, lastMs: number] | undefined> {
    return this.#answer(ask, extentOf)
  }

  async values(dimension: FacetDimension, typed: string, limit: number, sees: Sees): Promise<FacetCounts> {
    this.#check()
    return this.file.transaction(() => answerValues(this.file, dimension, typed, limit, sees), 'DEFERRED')
  }

  async cases(wanted: CasesWanted): Promise<CasesFound | undefined> {
    this.#check()
    return this.file.transaction(() => answerCaseList(this.file, wanted), 'DEFERRED')
  }

  async clear(): Promise<void> {
    throw new Error('this index was opened for reading')
  }

  async close(): Promise<void> {
    this.file.close()
  }

  /** One answer sees one state of the file, whatever is added meanwhile. */
  #answer<T>(ask: Ask, answer: (question: Question) => T): T {
    this.#check()
    return this.file.transaction(() => answer(new Question(this.file, ask)), 'DEFERRED')
  }
}

class OwnedIndex extends SqliteIndex implements OwnedSearchIndex {
  readonly #basis: string
  #writer: IndexWriter

  constructor(file: IndexFile, basis: string) {
    super(file)
    this.#basis = basis
    this.#writer = new IndexWriter(file)
  }

  override async add(rows: readonly IndexRow[], watermark?: number): Promise<void> {
    this.#writer.add(rows, watermark)
  }

  begin(): Addition {
    return this.#writer.begin()
  }

  isBlank(): boolean {
    return this.file.get('SELECT 1 AS counted FROM day LIMIT 1') === undefined
  }

  tidy(): boolean {
    return mergeSegments(this.file)
  }

  override async clear(): Promise<void> {
    forgetMemory(this.file)
    this.file.empty(this.#basis)
    this.#writer = new IndexWriter(this.file)
  }
}
