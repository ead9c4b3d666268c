import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { bodyDictionary } from './body-dictionary.ts'

/**
 * Consecutive bodies, one a line (JSON escapes every line break), compressed together: a call of zstd costs as much as
 * many events. An empty line is a position without a body.
 */
export const packBodies = (bodies: readonly string[]): Uint8Array => {
  const plain = Buffer.from(bodies.join('\n'))
  return zstdCompressSync(plain, {
    dictionary: bodyDictionary,
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
    chunkSize: pieceFor(plain.length / 2),
    pledgedSrcSize: plain.length,
  })
}

export const unpackBodies = (packed: Uint8Array): readonly string[] =>
  zstdDecompressSync(packed, { dictionary: bodyDictionary, chunkSize: pieceFor(packed.length * 8), maxOutputLength: maxBytes })
    .toString()
    .split('\n')

/** Output in one piece, mostly. */
const pieceFor = (bytes: number): number => Math.min(96 * 1024, Math.max(2048, Math.ceil(bytes / 1024) * 1024))
/** A block that claims to hold more was not written by us. */
const maxBytes = 64 * 1024 * 1024
