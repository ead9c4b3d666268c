import type { BundleEntry } from './bundle-entry.ts'
import { ByteStream } from './byte-stream.ts'
import { BadArchive } from './safe-path.ts'
import { parseTarHeader, type TarHeader, tarBlockBytes, tarPadding } from './tar-header.ts'

/** Longer names and attribute records than this are not of a bundle. */
const longestAttributes = 64 * 1024

/**
 * The files of a tar stream (ustar, pax and GNU long names). Folders are passed over; links, devices and everything else
 * are refused. Each entry's chunks are to be read before the next entry.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BundleEntry> {
  const stream = new ByteStream(chunks)
  let attributes: { readonly path?: string; readonly size?: number } = {}
  try {
    for (;;) {
      const header = await nextHeader(stream)
      if (header === undefined) return
      if (['x', 'g', 'L'].includes(header.type)) {
        const found = await readAttributes(stream, header)
        if (header.type !== 'g') attributes = { ...attributes, ...found }
        continue
      }
      yield* fileOf(stream, { ...header, ...attributes })
      attributes = {}
    }
  } finally {
    await stream.close()
  }
}

async function nextHeader(stream: ByteStream): Promise<TarHeader | undefined> {
  const block = await stream.take(tarBlockBytes)
  if (block.length === 0) throw new BadArchive('The archive breaks off before its end mark.')
  if (block.length < tarBlockBytes) throw new BadArchive('The archive breaks off inside a header.')
  try {
    return parseTarHeader(block)
  } catch (error) {
    throw new BadArchive(`This is not a whole tar archive: ${(error as Error).message}.`)
  }
}

async function* fileOf(stream: ByteStream, header: TarHeader): AsyncGenerator<BundleEntry> {
  if (header.type === '5') return
  if (header.type !== '0') throw new BadArchive(`The archive holds something that is not a file: ${header.path}.`)
  const progress = { left: header.size }
  yield { path: header.path, size: header.size, chunks: counted(stream, progress, header.path) }
  for await (const _ of counted(stream, progress, header.path));
  await stream.take(tarPadding(header.size))
}

async function* counted(stream: ByteStream, progress: { left: number }, path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of stream.pieces(progress.left)) {
    progress.left -= piece.length
    yield piece
  }
  if (progress.left > 0) throw new BadArchive(`The archive breaks off inside ${path}.`)
}

async function readAttributes(
  stream: ByteStream,
  header: TarHeader,
): Promise<{ readonly path?: string; readonly size?: number }> {
  if (header.size > longestAttributes) throw new BadArchive('The archive has attributes that are too long.')
  const bytes = Buffer.from(await stream.take(header.size))
  await stream.take(tarPadding(header.size))
  if (header.type === 'L') return { path: bytes.toString('utf8').replace(/\0+$/, '') }
  return paxAttributes(bytes)
}

/** Records `<length> <name>=<value>\n`; the length counts the whole record in bytes. */
function paxAttributes(bytes: Buffer): { readonly path?: string; readonly size?: number } {
  const found: { path?: string; size?: number } = {}
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at)
    const length = Number(bytes.toString('utf8', at, space))
    if (space === -1 || !Number.isSafeInteger(length) || length <= 0) throw new BadArchive('The archive has broken attributes.')
    const [name = '', value = ''] = split(bytes.toString('utf8', space + 1, at + length - 1))
    if (name === 'path') found.path = value
    if (name === 'size') found.size = Number(value)
    at += length
  }
  return found
}

function split(record: string): readonly [string, string] {
  const equals = record.indexOf('=')
  return [record.slice(0, equals), record.slice(equals + 1)]
}
