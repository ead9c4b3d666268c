import type { Hashing } from '../crypto/ports.ts'
import { leafHash } from './record.ts'
import { completeRoot, emptyRoot, hashAt, hashBytes, nodeHash } from './tree-hash.ts'

/** The hashes a journal keeps. */
export interface HashReader {
  /** Event hashes E of positions `[from, to)`, 32 bytes each, concatenated. The leaf is SHA-256(0x00 ‖ 0x01 ‖ E). */
  hashes(from: number, to: number): Promise<Uint8Array>
  /** Roots of complete subtrees of `256 ** level` leaves, `level` from 1; `[from, to)` in units of those; 32 bytes each. */
  subtrees(level: number, from: number, to: number): Promise<Uint8Array>
}

/** Hashes of one tile level, as a tile carries them: leaf hashes at level 0, subtree roots above. */
export async function levelHashes(
  level: number,
  from: number,
  to: number,
  reader: HashReader,
  hashing: Hashing,
): Promise<Uint8Array> {
  const stored = level === 0 ? await reader.hashes(from, to) : await reader.subtrees(level, from, to)
  if (stored.length !== (to - from) * hashBytes) throw new Error(`hashes ${from} to ${to} of level ${level} are not all there`)
  if (level > 0) return stored
  const leaves = new Uint8Array(stored.length)
  for (let i = 0; i < to - from; i++) leaves.set(leafHash(hashAt(stored, i), hashing), i * hashBytes)
  return leaves
}

/** Root of the leaves `[from, to)`, `from` a multiple of the largest power of two below the width, as RFC 6962 divides. */
export async function rangeRoot(from: number, to: number, reader: HashReader, hashing: Hashing): Promise<Uint8Array> {
  const width = to - from
  if (width === 0) return emptyRoot(hashing)
  const left = largestPowerBelow(width)
  if (left * 2 === width || width === 1) return completeSubtree(from, width, reader, hashing)
  const [a, b] = [await rangeRoot(from, from + left, reader, hashing), await rangeRoot(from + left, to, reader, hashing)]
  return nodeHash(a, b, hashing)
}

/** Root of the first `size` leaves. */
export const rootOf = (size: number, reader: HashReader, hashing: Hashing): Promise<Uint8Array> =>
  rangeRoot(0, size, reader, hashing)

/** The largest power of two smaller than `width`; 1 for a width of 1 or 2. */
export function largestPowerBelow(width: number): number {
  let power = 1
  while (power * 2 < width) power *= 2
  return power
}

/** `width` is a power of two and divides `from`: at most 128 hashes of the nearest tile level below make its root. */
async function completeSubtree(from: number, width: number, reader: HashReader, hashing: Hashing): Promise<Uint8Array> {
  let level = 0
  let unit = 1
  while (unit * 256 <= width) {
    unit *= 256
    level++
  }
  return completeRoot(await levelHashes(level, from / unit, (from + width) / unit, reader, hashing), hashing)
}
