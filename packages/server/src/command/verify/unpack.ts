import { createReadStream } from 'node:fs'
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type BundleEntry, readTar, readZip, writeFolder } from '../../bundle/index.ts'
import { CommandFailure } from '../failure.ts'

export interface Unpacked {
  /** The folder that holds the bundle's files. */
  readonly folder: string
  remove(): Promise<void>
}

/** Unpacks a zip, tar or gzipped tar into a temporary folder. Paths that lead out of it, links and broken archives are refused. */
export async function unpack(path: string): Promise<Unpacked> {
  const entries = await archiveEntries(path)
  const folder = await mkdtemp(join(tmpdir(), 'daybook-verify-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    await writeFolder(entries, folder)
    return { folder: await bundleRoot(folder), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function archiveEntries(path: string): Promise<AsyncIterable<BundleEntry>> {
  const start = await firstBytes(path)
  if (start.subarray(0, 2).toString('latin1') === 'PK') return readZip(path)
  if (start.subarray(257, 262).toString('latin1') === 'ustar') return readTar(createReadStream(path))
  if (start[0] === 0x1f && start[1] === 0x8b) {
    const gunzip = createGunzip()
    // The error is thrown where the archive is read; without this listener it would end the process.
    pipeline(createReadStream(path), gunzip, () => {})
    return readTar(gunzip)
  }
  throw new CommandFailure('not_a_bundle', `${path} is neither a bundle (folder, zip or tar) nor a proof.`, {
    todo: 'Name what "daybook export" made, a .tlog-proof file, or the answer of …/events/<id>/proof.',
  })
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Archives made by hand often hold one folder that holds the bundle. */
async function bundleRoot(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  const [only] = entries
  return entries.length === 1 && only?.isDirectory() && only.name !== 'log' ? join(folder, only.name) : folder
}
