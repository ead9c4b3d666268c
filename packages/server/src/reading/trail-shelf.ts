import { statSync } from 'node:fs'
import { isDamage } from '../journal/storage-error.ts'
import { memoryIndex } from '../search/memory-index.ts'
import { readersBasis } from '../search/readers-basis.ts'
import type { SearchIndex } from '../search/search-index.ts'
import { IndexUnusable } from '../search/sqlite/index-file.ts'
import { readSqliteIndex } from '../search/sqlite/sqlite-index.ts'
import type { TrailReader } from '../trail/trail-reader.ts'
import type { Shelf } from './shelf.ts'

/**
 * A trail's record and its index as they are now. The index may be thrown away and made again at any time, and must be
 * where other roles may read: then what is open here is of yesterday, and is opened again before anything is asked of it.
 */
export class TrailShelf {
  readonly #reader: TrailReader
  readonly #path: string
  #open: { readonly index: SearchIndex; readonly file: string; readonly version: number } | undefined

  constructor(reader: TrailReader, path: string) {
    this.#reader = reader
    this.#path = path
  }

  async now(): Promise<Shelf> {
    const version = await this.#reader.catalogueVersion()
    const file = fileAt(this.#path)
    if (this.#open?.file !== file || this.#open.version !== version) {
      await this.#open?.index.close()
      this.#open = undefined
      const index = this.#read(readersBasis(await this.#reader.compiled(version)))
      // While it is being made there is nothing to keep: the next question looks again.
      if (!index) return { reader: this.#reader, index: memoryIndex() }
      this.#open = { index, file, version }
    }
    return { reader: this.#reader, index: this.#open.index }
  }

  #read(basis: string): SearchIndex | undefined {
    try {
      return readSqliteIndex(this.#path, basis)
    } catch (error) {
      if (!(error instanceof IndexUnusable)) throw error
      // One that is missing or of yesterday its owner makes again anyway; of damage somebody has to say something.
      if (isDamage(error.cause)) throw error.cause
      return undefined
    }
  }
}

/** Which file lies there: another one after it was made again. */
const fileAt = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : ''
}
