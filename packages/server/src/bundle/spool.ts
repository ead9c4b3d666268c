import { randomUUID } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Spooled {
  readonly size: number
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * Writes a stream to a temporary file to learn its size, and gives it back to be read once. The file is readable by its
 * owner only and loses its name before a byte is written, so that nothing is left behind, however the process ends.
 */
export async function spool(chunks: AsyncIterable<Uint8Array>): Promise<Spooled> {
  const path = join(tmpdir(), `daybook-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  let size = 0
  try {
    await unlink(path)
    for await (const chunk of chunks) {
      await file.writev([chunk])
      size += chunk.length
    }
  } catch (error) {
    await file.close()
    throw error
  }
  return { size, chunks: file.createReadStream({ start: 0, highWaterMark: 256 * 1024, autoClose: true }) }
}
