import type { Hashing } from '../crypto/ports.ts'
import { sameBytes } from '../ledger/bytes.ts'
import { leafHash } from '../ledger/record.ts'
import { entryBundle, readEntryBundle, tilePath, tileWidth } from '../ledger/tile.ts'
import { TreeEdge } from '../ledger/tree-edge.ts'
import { hashAt, hashBytes } from '../ledger/tree-hash.ts'
import type { BundleReader } from './bundle-reader.ts'
import { type Findings, positions } from './report.ts'

/**
 * The log's own files, walked from the first entry to the last: entry bundles give the event hashes, from which every
 * tile and the root are computed again. Holds one tile a level.
 */
export class LogFiles {
  readonly #files: BundleReader
  readonly #findings: Findings
  readonly #hashing: Hashing
  readonly #edge: TreeEdge
  /** The hashes of the tile being filled, by level. */
  readonly #filling: { hashes: Uint8Array; count: number; index: number }[] = []
  /** Event hashes of the entry bundle around the next position. */
  #entries: Uint8Array = new Uint8Array(0)
  #entriesFrom = 0
  /** False once an entry could not be read: no root follows from what comes after. */
  isWhole = true

  constructor(files: BundleReader, findings: Findings, hashing: Hashing) {
    this.#files = files
    this.#findings = findings
    this.#hashing = hashing
    this.#edge = TreeEdge.empty(hashing)
  }

  /** Entries taken so far. */
  get size(): number {
    return this.#edge.size
  }

  root(): Uint8Array {
    return this.#edge.root()
  }

  /** Position of this event hash among the entries around the next one: to say where an event that is out of place belongs. */
  whereIs(hash: Uint8Array): number | undefined {
    for (let i = 0; i * hashBytes < this.#entries.length; i++) {
      if (sameBytes(hashAt(this.#entries, i), hash)) return this.#entriesFrom + i
    }
    return undefined
  }

  /** The event hash of the next position in a log of `size` entries, taken into the tree; undefined when it cannot be read. */
  async next(size: number): Promise<Uint8Array | undefined> {
    const seq = this.size
    if (seq % tileWidth === 0) await this.#readEntries(seq / tileWidth, Math.min(tileWidth, size - seq))
    if (!this.isWhole) return undefined
    const hash = hashAt(this.#entries, seq % tileWidth)
    const leaf = leafHash(hash, this.#hashing)
    const completed: { level: number; root: Uint8Array }[] = [{ level: 0, root: leaf }]
    this.#edge.push(leaf, (subtree) => completed.push(subtree))
    for (const { level, root } of completed) {
      const tile = this.#fill(level, root)
      if (tile.count === tileWidth) await this.#closeTile(level)
    }
    return hash
  }

  /** Compares the partial tiles at the right edge; call once, after the last entry. */
  async finish(): Promise<void> {
    for (const [level, tile] of this.#filling.entries()) if (tile.count > 0) await this.#closeTile(level)
  }

  async #readEntries(index: number, width: number): Promise<void> {
    this.#entriesFrom = index * tileWidth
    const path = `log/${tilePath({ level: 'entries', index, width })}`
    const where = { file: path, position: this.#entriesFrom, to: this.#entriesFrom + width }
    const span = positions(where.position, where.to)
    const bytes = await this.#files.read(path)
    if (bytes === undefined) {
      this.#findings.broken('file_missing', `${path} is missing: the entries of ${span}.`, where)
      this.isWhole = false
      return
    }
    const hashes = readEntryBundle(bytes)
    if (hashes?.length !== width * hashBytes || !sameBytes(entryBundle(hashes), bytes)) {
      this.#findings.broken('entry_format', `${path} is not ${width} entries of this format: the entries of ${span}.`, where)
      this.isWhole = false
      return
    }
    this.#entries = hashes
  }

  #fill(level: number, hash: Uint8Array): { hashes: Uint8Array; count: number; index: number } {
    this.#filling[level] ??= { hashes: new Uint8Array(tileWidth * hashBytes), count: 0, index: 0 }
    const tile = this.#filling[level]
    tile.hashes.set(hash, tile.count * hashBytes)
    tile.count++
    return tile
  }

  async #closeTile(level: number): Promise<void> {
    const tile = this.#filling[level]
    if (tile === undefined) return
    const { hashes, count: width, index } = tile
    const path = `log/${tilePath({ level, index, width })}`
    const bytes = await this.#files.read(path)
    const unit = tileWidth ** level
    const spanOf = (i: number): { position: number; to: number; file: string } => {
      const from = (index * tileWidth + i) * unit
      return { position: from, to: from + unit, file: path }
    }
    if (bytes === undefined) {
      this.#findings.broken('file_missing', `${path} is missing.`, { file: path })
    } else if (bytes.length !== width * hashBytes) {
      this.#findings.broken('tile_altered', `${path} does not hold ${width} hashes.`, { file: path })
    } else {
      for (let i = 0; i < width; i++) {
        if (sameBytes(hashAt(bytes, i), hashAt(hashes, i))) continue
        const where = spanOf(i)
        const detail = `${path} has another hash for ${positions(where.position, where.to)} than the entries give.`
        this.#findings.broken('tile_altered', detail, where)
      }
    }
    this.#filling[level] = { hashes: new Uint8Array(tileWidth * hashBytes), count: 0, index: index + 1 }
  }
}
