import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type BundleReader, utf8Lines } from '@daybook/core'
import { systemCode } from '../failure.ts'

/** A bundle as a folder. */
export class FolderFiles implements BundleReader {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async list(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory())
    return files.map((file) => relative(this.#folder, join(file.parentPath, file.name)).split(sep).join('/')).sort()
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.#folder, path))
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  async *lines(path: string): AsyncGenerator<string> {
    try {
      yield* utf8Lines(createReadStream(join(this.#folder, path), { highWaterMark: 256 * 1024 }))
    } catch (error) {
      if (!isAbsent(error)) throw error
    }
  }
}

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(error) ?? '')
