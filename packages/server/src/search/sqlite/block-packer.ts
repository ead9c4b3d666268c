import { packBodies, unpackBodies } from './body-blocks.ts'
import type { IndexFile } from './index-file.ts'
import { blockRows } from './tables.ts'

/** Writes bodies in blocks at fixed positions, so that batches of any size make the same ones; the last is packed again as it grows. */
export class BlockPacker {
  readonly #file: IndexFile
  #block = -1
  #bodies: string[] = []

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** Positions go up. */
  put(seq: number, body: string): void {
    const block = Math.floor(seq / blockRows)
    if (block !== this.#block) this.#open(block)
    while (this.#bodies.length < seq % blockRows) this.#bodies.push('')
    this.#bodies[seq % blockRows] = body
  }

  /** Writes what is not written yet. */
  finish(): void {
    if (this.#bodies.length > 0)
      this.#file.run('INSERT OR REPLACE INTO body(block, packed) VALUES (?, ?)', this.#block, packBodies(this.#bodies))
    this.#bodies = []
    this.#block = -1
  }

  #open(block: number): void {
    this.finish()
    const before = this.#file.get('SELECT packed FROM body WHERE block = ?', block)
    this.#bodies = before ? [...unpackBodies(before.packed as Uint8Array)] : []
    this.#block = block
  }
}
