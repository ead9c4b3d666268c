import { isUtf8 } from 'node:buffer'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** How the bytes of a block are stored. */
const bodyForms = { text: 0, zstd: 1 } as const
export interface BlockBody {
  readonly form: number
  readonly bytes: Uint8Array
}

// A frame that claims to unpack to more was not written by us.
const maxTextBytes = 256 * 1024 * 1024
// The output buffer in one piece, and not much larger: 96 KiB for a block of one event cost four times as much as 4 KiB.
const pieceFor = (bytes: number, most: number): number => Math.min(most, Math.max(1024, Math.ceil(bytes / 1024) * 1024))
const packedPiece = (plain: Uint8Array): number => pieceFor(plain.length / 2, 24 * 1024)
const plainPiece = (packed: Uint8Array): number => pieceFor(packed.length * 6, 96 * 1024)

/** UTF-8 text as it is stored: zstd level 1 where that is smaller, the text itself otherwise. */
export const packBody = (plain: Buffer): BlockBody => {
  const params = { [constants.ZSTD_c_compressionLevel]: 1 }
  const packed = zstdCompressSync(plain, { params, chunkSize: packedPiece(plain), pledgedSrcSize: plain.length })
  return packed.length < plain.length ? { form: bodyForms.zstd, bytes: packed } : { form: bodyForms.text, bytes: plain }
}

/** The UTF-8 text again. Throws for bytes that do not unpack or are not UTF-8. */
export const unpackBody = (body: BlockBody): Buffer => {
  const plain =
    body.form === bodyForms.zstd
      ? zstdDecompressSync(body.bytes, { maxOutputLength: maxTextBytes, chunkSize: plainPiece(body.bytes) })
      : Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength)
  // Decoding would bend invalid bytes into U+FFFD, and a bent text may not pass for the one that was stored.
  if (!isUtf8(plain)) throw new SyntaxError('a block is not UTF-8')
  return plain
}
