import type { BundleEntry } from './bundle-entry.ts'
import { spool } from './spool.ts'
import { formatTarHeader, tarBlockBytes, tarPadding } from './tar-header.ts'

/** The entries as one tar stream. An entry whose size is not known is spooled first: a tar header carries the size. */
export async function* writeTar(entries: AsyncIterable<BundleEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    const { size, chunks } = entry.size === undefined ? await spool(entry.chunks) : { size: entry.size, chunks: entry.chunks }
    yield formatTarHeader(entry.path, size)
    let written = 0
    for await (const chunk of chunks) {
      written += chunk.length
      yield chunk
    }
    if (written !== size) throw new Error(`${entry.path} has ${written} bytes where ${size} were announced`)
    const padding = tarPadding(size)
    if (padding > 0) yield new Uint8Array(padding)
  }
  yield new Uint8Array(2 * tarBlockBytes)
}
