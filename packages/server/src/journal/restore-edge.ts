import { type HashReader, rootOf, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'

/** The tree's right edge, made again from stored hashes: at most 128 of them for each one-bit of the size. */
export const restoreEdge = async (size: number, reader: HashReader): Promise<TreeEdge> => {
  const roots: Uint8Array[] = []
  let from = 0
  for (let width = 2 ** 52; width >= 1; width /= 2) {
    if (size - from < width) continue
    roots.push(await rootOf(width, startingAt(from, reader), nodeCrypto))
    from += width
  }
  return TreeEdge.of(size, Buffer.concat(roots), nodeCrypto)
}

const startingAt = (start: number, reader: HashReader): HashReader => ({
  hashes: (from, to) => reader.hashes(start + from, start + to),
  subtrees: (level, from, to) => reader.subtrees(level, start / 256 ** level + from, start / 256 ** level + to),
})
