import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { BundleEntry } from './bundle-entry.ts'
import { BadArchive, safePath } from './safe-path.ts'

export interface Written {
  readonly files: number
  readonly bytes: number
}

/** Writes entries as files below `folder`, which is made. A file is never written twice and never over another. */
export async function writeFolder(entries: AsyncIterable<BundleEntry>, folder: string): Promise<Written> {
  let files = 0
  let bytes = 0
  const made = new Set<string>()
  for await (const entry of entries) {
    const path = join(folder, safePath(entry.path))
    await makeFolder(dirname(path), made)
    try {
      const file = createWriteStream(path, { flags: 'wx', mode: 0o644 })
      await pipeline(entry.chunks, file)
      bytes += file.bytesWritten
    } catch (error) {
      if (['EEXIST', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        throw new BadArchive(`The archive holds ${entry.path} twice, or the folder already has it.`)
      }
      throw error
    }
    files++
  }
  return { files, bytes }
}

async function makeFolder(folder: string, made: Set<string>): Promise<void> {
  if (made.has(folder)) return
  await mkdir(folder, { recursive: true })
  made.add(folder)
}
