import { BodyBlock } from './body-blocks.ts'
import type { IndexFile } from './index-file.ts'
import { blockRows } from './tables.ts'

/** The bodies of one question: blocks are unpacked once and kept while it is answered. */
export class Bodies {
  readonly #file: IndexFile
  readonly #blocks = new Map<number, BodyBlock>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** The body of a position; undefined where it has none. */
  of(seq: number): string | undefined {
    const body = this.#block(Math.floor(seq / blockRows))?.of(seq % blockRows)
    return body === '' ? undefined : body
  }

  #block(number: number): BodyBlock | undefined {
    const known = this.#blocks.get(number)
    if (known) return known
    const row = this.#file.get('SELECT packed FROM body WHERE block = ?', number)
    if (!row) return undefined
    const block = new BodyBlock(row.packed as Uint8Array)
    if (this.#blocks.size >= keptBlocks) this.#blocks.clear()
    this.#blocks.set(number, block)
    return block
  }
}

const keptBlocks = 256
