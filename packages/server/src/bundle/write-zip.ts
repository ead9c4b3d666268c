import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { BundleEntry } from './bundle-entry.ts'
import { BadArchive } from './safe-path.ts'

/** Zip without its 64-bit extension, which is what every unzip reads. */
const largestBytes = 0xffff_ffff
const mostFiles = 0xffff

/** The entries as one zip stream. Hashes do not compress and are stored as they are. Over 4 GiB or 65,535 files: a refusal in words. */
export async function* writeZip(entries: AsyncIterable<BundleEntry>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  let [files, offset] = [0, 0]
  const drain = function* (): Generator<Uint8Array> {
    for (const chunk of ready.splice(0)) {
      offset += chunk.length
      if (offset > largestBytes) throw tooLarge()
      yield chunk
    }
  }
  for await (const entry of entries) {
    if (++files > mostFiles) throw tooLarge()
    const file = entry.path.includes('/tile/') ? new ZipPassThrough(entry.path) : new ZipDeflate(entry.path, { level: 6 })
    file.mtime = new Date(1980, 0, 1, 12)
    zip.add(file)
    let size = 0
    for await (const chunk of entry.chunks) {
      size += chunk.length
      if (size > largestBytes) throw tooLarge()
      file.push(chunk)
      yield* drain()
    }
    file.push(new Uint8Array(), true)
    yield* drain()
  }
  zip.end()
  yield* drain()
}

const tooLarge = (): BadArchive =>
  new BadArchive('The bundle is too large for a zip file (4 GiB, 65,535 files); export it as a folder.')
