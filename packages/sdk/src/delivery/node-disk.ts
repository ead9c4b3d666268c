import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Disk } from './ports.ts'

/** The files of a spool on a local file system: owner-only, fsynced when asked. */
export class NodeDisk implements Disk {
  readonly #root: string
  /** The file written last in each folder stays open: a segment takes commit after commit. Folders never share a call. */
  readonly #open = new Map<string, { readonly file: string; readonly handle: FileHandle }>()

  constructor(root: string) {
    this.#root = root
  }

  async makeFolder(folder: string): Promise<void> {
    await mkdir(this.#path(folder), { recursive: true, mode: 0o700 })
  }

  async list(folder: string): Promise<readonly string[]> {
    return readdir(this.#path(folder)).catch(unlessMissing([]))
  }

  async read(file: string, from: number, length: number): Promise<Uint8Array | undefined> {
    const handle = await open(this.#path(file), 'r').catch(unlessMissing(undefined))
    if (!handle) return undefined
    try {
      const { size } = await handle.stat()
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - from)))
      let at = 0
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at)
        if (bytesRead === 0) break
        at += bytesRead
      }
      return bytes.subarray(0, at)
    } finally {
      await handle.close()
    }
  }

  async write(file: string, bytes: Uint8Array): Promise<void> {
    await this.#writeAll(await this.#openFor(file, 'w'), bytes)
  }

  async append(file: string, bytes: Uint8Array): Promise<void> {
    // A segment begins with a write: one that is not there any more was deleted under us.
    const flags = file.endsWith('.segment') ? constants.O_WRONLY | constants.O_APPEND : 'a'
    await this.#writeAll(await this.#openFor(file, flags), bytes)
  }

  async truncate(file: string, length: number): Promise<void> {
    await (await this.#openFor(file, 'a')).truncate(length)
  }

  async sync(file: string): Promise<void> {
    const handle = await this.#openFor(file, 'a')
    await handle.sync()
    // Its folder was deleted under us: the bytes are on the disk and go with this handle.
    if ((await handle.stat()).nlink > 0) return
    await this.#close(dirname(file))
    throw new Error(`ENOENT: the file was deleted while it was written, fsync '${file}'`)
  }

  async rename(from: string, to: string): Promise<void> {
    // A file under its old name, or every file of a folder.
    await this.#close(this.#open.get(dirname(from))?.file === from ? dirname(from) : from)
    await rename(this.#path(from), this.#path(to))
  }

  async unlink(file: string): Promise<void> {
    if (this.#open.get(dirname(file))?.file === file) await this.#close(dirname(file))
    await unlink(this.#path(file)).catch(unlessMissing(undefined))
  }

  async syncFolder(folder: string): Promise<void> {
    // Windows opens no folder; its file system orders names by itself.
    if (process.platform === 'win32') return
    const handle = await open(this.#path(folder), 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  #path(name: string): string {
    return join(this.#root, name)
  }

  async #openFor(file: string, flags: 'a' | 'w' | number): Promise<FileHandle> {
    const folder = dirname(file)
    const known = this.#open.get(folder)
    if (known?.file === file && flags !== 'w') return known.handle
    await this.#close(folder)
    const path = this.#path(file)
    const handle = await open(path, flags, 0o600).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      return open(path, flags, 0o600)
    })
    this.#open.set(folder, { file, handle })
    return handle
  }

  async #close(folder: string): Promise<void> {
    const known = this.#open.get(folder)
    this.#open.delete(folder)
    await known?.handle.close()
  }

  async #writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
    let at = 0
    while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten
  }
}

const unlessMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
