import { type FileHandle, open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import type { BundleEntry } from './bundle-entry.ts'
import { BadArchive } from './safe-path.ts'

interface ZipEntry {
  readonly path: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50

/** The files of a zip archive, by its central directory (APPNOTE 6.3, without encryption, splitting and the 64-bit extension). */
export async function* readZip(path: string): AsyncGenerator<BundleEntry> {
  const file = await open(path)
  try {
    for (const entry of await directory(file)) {
      if (entry.path.endsWith('/')) continue
      yield { path: entry.path, size: entry.size, chunks: content(file, entry) }
    }
  } finally {
    await file.close()
  }
}

async function directory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at--
  if (at < 0) throw new BadArchive('This is not a whole zip archive: it has no directory at its end.')
  const [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count === 0xffff || start === 0xffff_ffff)
    throw new BadArchive('The zip archive uses the 64-bit extension, which is not read here; unpack it first.')
  return entriesOf(await read(file, start, length), count)
}

function entriesOf(bytes: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== centralSignature)
      throw new BadArchive('The directory of the zip archive is damaged.')
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    if (bytes.readUInt16LE(at + 8) & 1) throw new BadArchive('The zip archive is encrypted; unpack it first.')
    // The upper half of the external attributes is the Unix mode, where 0xa000 marks a symbolic link.
    if (bytes.readUInt32LE(at + 38) >>> 28 === 0xa) throw new BadArchive('The zip archive holds a link.')
    entries.push({
      path: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

async function* content(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const header = await read(file, entry.at, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== localSignature)
    throw new BadArchive(`The zip archive is damaged at ${entry.path}.`)
  const start = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (entry.method !== 0 && entry.method !== 8)
    throw new BadArchive(`${entry.path} is packed in a way that is not read here; unpack the archive first.`)
  const packed = pieces(file, start, entry.packed)
  const chunks = entry.method === 0 ? packed : inflated(packed)
  let size = 0
  try {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > entry.size) break
      yield chunk
    }
  } catch {
    throw new BadArchive(`The zip archive is damaged inside ${entry.path}.`)
  }
  if (size !== entry.size) throw new BadArchive(`${entry.path} in the zip archive does not have the size it announces.`)
}

function inflated(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const inflate = createInflateRaw()
  // The error is thrown where the content is read; without this listener it would end the process.
  pipeline(Readable.from(packed), inflate, () => {})
  return inflate
}

async function* pieces(file: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < start + length; ) {
    const piece = await read(file, at, Math.min(256 * 1024, start + length - at))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}
