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

export const unpackBodies = (packed: Uint8Array): readonly string[] => {
  const block = new BodyBlock(packed)
  return Array.from({ length: block.length }, (_, at) => block.of(at))
}

/** A block that is unpacked. Each body is decoded when it is asked for: of most blocks a list shows one. */
export class BodyBlock {
  readonly #bytes: Buffer
  /** Where each begins, and one behind the last. */
  readonly #starts: readonly number[]

  constructor(packed: Uint8Array) {
    this.#bytes = zstdDecompressSync(packed, {
      dictionary: bodyDictionary,
      chunkSize: pieceFor(packed.length * 8),
      maxOutputLength: maxBytes,
    })
    this.#starts = startsIn(this.#bytes)
  }

  get length(): number {
    return this.#starts.length - 1
  }

  /** The n-th body; empty for a position without one, and beyond the last. */
  of(at: number): string {
    const start = this.#starts[at]
    const next = this.#starts[at + 1]
    return start === undefined || next === undefined ? '' : this.#bytes.toString('utf8', start, next - 1)
  }
}

const startsIn = (bytes: Buffer): readonly number[] => {
  const starts = [0]
  for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, end + 1)) starts.push(end + 1)
  return [...starts, bytes.length + 1]
}

const lineBreak = 10

/** Output in one piece, mostly. */
const pieceFor = (bytes: number): number => Math.min(96 * 1024, Math.max(2048, Math.ceil(bytes / 1024) * 1024))
/** A block that claims to hold more was not written by us. */
const maxBytes = 64 * 1024 * 1024
