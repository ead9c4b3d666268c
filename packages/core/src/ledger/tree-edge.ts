import type { Hashing } from '../crypto/ports.ts'
import { concatBytes } from './bytes.ts'
import { emptyRoot, hashAt, hashBytes, nodeHash } from './tree-hash.ts'

/** A complete subtree of `256 ** level` leaves, the `index`-th of its level; level 1 is a full tile of leaves. */
export interface CompletedSubtree {
  readonly level: number
  readonly index: number
  readonly root: Uint8Array
}

/**
 * The right edge of an RFC 6962 tree: the roots of its complete subtrees, largest first, one for each one-bit of its
 * size. Enough to append leaves and to know the root after each; a few hundred bytes for any size up to 2^53.
 */
export class TreeEdge {
  #size: number
  readonly #roots: Uint8Array[]
  readonly #hashing: Hashing

  private constructor(size: number, roots: Uint8Array[], hashing: Hashing) {
    this.#size = size
    this.#roots = roots
    this.#hashing = hashing
  }

  static empty(hashing: Hashing): TreeEdge {
    return new TreeEdge(0, [], hashing)
  }

  /** The edge as `bytes` wrote it. Throws when the bytes are not those of a tree of this size. */
  static of(size: number, bytes: Uint8Array, hashing: Hashing): TreeEdge {
    const count = oneBits(size)
    if (bytes.length !== count * hashBytes) throw new Error(`the edge of a tree of ${size} leaves has ${count} hashes`)
    const roots = Array.from({ length: count }, (_, i) => hashAt(bytes, i).slice())
    return new TreeEdge(size, roots, hashing)
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size
  }

  /** The subtree roots, largest first, concatenated: what a store keeps to go on after a restart. */
  bytes(): Uint8Array {
    return concatBytes(...this.#roots)
  }

  /** Appends a leaf hash (32 bytes). Tells of each tile it completes: at most one a level, lowest first. */
  push(leaf: Uint8Array, completed?: (subtree: CompletedSubtree) => void): void {
    let node = leaf
    let position = this.#size
    for (let height = 1; position % 2 === 1; height++) {
      node = nodeHash(this.#roots.pop() as Uint8Array, node, this.#hashing)
      position = (position - 1) / 2
      if (height % 8 === 0) completed?.({ level: height / 8, index: position, root: node })
    }
    this.#roots.push(node)
    this.#size++
  }

  /** Merkle tree hash of all leaves so far (RFC 6962 section 2.1). */
  root(): Uint8Array {
    let node = this.#roots[this.#roots.length - 1]
    if (node === undefined) return emptyRoot(this.#hashing)
    for (let i = this.#roots.length - 2; i >= 0; i--) node = nodeHash(this.#roots[i] as Uint8Array, node, this.#hashing)
    return node
  }
}

function oneBits(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
