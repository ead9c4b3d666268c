import { unpackBodies } from './body-blocks.ts'
import type { IndexFile } from './index-file.ts'
import { blockRows } from './tables.ts'

/** The bodies of one question: blocks are unpacked once and kept while it is answered. */
export class Bodies {
  readonly #file: IndexFile
  readonly #blocks = new Map<number, readonly string[]>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** The body of a position; undefined where it has none. */
  of(seq: number): string | undefined {
    const body = this.block(Math.floor(seq / blockRows))?.[seq % blockRows]
    return body === '' ? undefined : body
  }

  block(number: number): readonly string[] | undefined {
    const known = this.#blocks.get(number)
    if (known) return known
    const row = this.#file.get('SELECT packed FROM body WHERE block = ?', number)
    if (!row) return undefined
    const bodies = unpackBodies(row.packed as Uint8Array)
    if (this.#blocks.size >= keptBlocks) this.#blocks.clear()
    this.#blocks.set(number, bodies)
    return bodies
  }
}

const keptBlocks = 256
