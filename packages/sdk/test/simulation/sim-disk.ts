import type { Disk } from '../../src/delivery/ports.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

const sectorBytes = 512

interface File {
  /** As programs read it. */
  bytes: Uint8Array
  /** As it is on the platter for certain. */
  durable: Uint8Array
  /** Ranges that were in a sync that failed: the page cache calls them clean, and no later sync writes them. */
  forsaken: readonly (readonly [from: number, to: number])[]
}

/** What goes wrong with a disk: chances for each call, changed by the nemesis. */
export interface DiskFaults {
  syncFails: number
  writeFails: number
  /** Bytes left; writes beyond fail after filling it, and what is removed or replaced gives its bytes back. */
  roomBytes: number
  slowMs: number
}

export const noDiskFaults = (): DiskFaults => ({ syncFails: 0, writeFails: 0, roomBytes: Number.POSITIVE_INFINITY, slowMs: 1 })

type NameChange = { readonly folder: string; readonly apply: (names: Map<string, File>) => void }

/**
 * The disk of one machine. A file has a durable part and a volatile one; a name is durable when its folder was synced.
 * A killed program loses neither. A power cut keeps of what was not synced any sectors, torn anywhere, and of the
 * changes of names any first part, as a journaling file system does.
 */
export class SimDisk {
  readonly #names = new Map<string, File>()
  readonly #durableNames = new Map<string, File>()
  #pendingNames: NameChange[] = []
  readonly #random: Random
  readonly #scheduler: Scheduler
  #cuts = 0
  /** How often there was no room. */
  refusals = 0
  faults = noDiskFaults()
  /** Called before a file is removed. */
  onUnlink: (file: string) => void = () => undefined

  constructor(random: Random, scheduler: Scheduler) {
    this.#random = random
    this.#scheduler = scheduler
  }

  /**
   * The disk as one process has it: its calls never answer once `isAlive` says that it is gone. A killed process is
   * not gone, and its locks are held, before the calls it had under way have ended.
   */
  port(isAlive: () => boolean, underWay: { calls: number }): Disk {
    const call = async <T>(work: () => T): Promise<T> => {
      const cuts = this.#cuts
      underWay.calls++
      await this.#scheduler.sleep(this.#random.between(0.01, this.faults.slowMs))
      underWay.calls--
      if (isAlive()) return work()
      // The call was under way when the program was killed: it was done, or not, and nobody hears of it.
      if (cuts === this.#cuts && this.#random.chance(0.5)) attempt(work)
      return new Promise<never>(() => undefined)
    }
    return {
      makeFolder: () => call(() => undefined),
      list: (folder) => call(() => this.list(folder)),
      read: (file, from, length) => call(() => this.#names.get(file)?.bytes.slice(from, from + length)),
      write: (file, bytes) => call(() => this.#write(file, bytes)),
      append: (file, bytes) => call(() => this.#append(file, bytes)),
      truncate: (file, length) => call(() => this.#truncate(file, length)),
      sync: (file) => call(() => this.#sync(file)),
      rename: (from, to) => call(() => this.#rename(from, to)),
      unlink: (file) => call(() => this.#unlink(file)),
      syncFolder: (folder) => call(() => this.#syncFolder(folder)),
    }
  }

  list(folder: string): readonly string[] {
    const names = new Set<string>()
    for (const name of this.#names.keys())
      if (name.startsWith(`${folder}/`)) names.add(name.slice(folder.length + 1).split('/')[0] ?? '')
    return [...names].sort()
  }

  read(file: string): Uint8Array | undefined {
    return this.#names.get(file)?.bytes
  }

  /** What a power cut at this moment is certain to leave. */
  durable(file: string): Uint8Array | undefined {
    return this.#durableNames.get(file)?.durable
  }

  files(): readonly string[] {
    return [...this.#names.keys()]
  }

  powerCut(): void {
    this.#cuts++
    const kept = this.#random.whole(0, this.#pendingNames.length)
    for (const change of this.#pendingNames.slice(0, kept)) change.apply(this.#durableNames)
    this.#pendingNames = []
    this.#names.clear()
    for (const [name, file] of this.#durableNames) {
      const bytes = this.#afterCut(file)
      this.#names.set(name, { bytes, durable: bytes, forsaken: [] })
    }
    this.#durableNames.clear()
    for (const [name, file] of this.#names) this.#durableNames.set(name, file)
  }

  /** Flips a byte of a file at rest. */
  rot(file: string): void {
    const found = this.#names.get(file)
    if (!found || found.bytes.length === 0) return
    const at = this.#random.whole(0, found.bytes.length - 1)
    const bytes = found.bytes.slice()
    bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#random.whole(0, 7))
    found.bytes = bytes
    found.durable = bytes.slice(0, found.durable.length)
  }

  #afterCut({ bytes, durable }: File): Uint8Array {
    if (bytes === durable || this.#random.chance(0.25)) return durable
    // Written anew and not synced: the old content, or a part of the new.
    const length = this.#random.whole(Math.min(durable.length, bytes.length), bytes.length)
    const left = bytes.slice(0, length)
    for (let at = 0; at < length; at += sectorBytes) {
      const end = Math.min(length, at + sectorBytes)
      const isSame = durable.length >= end && Buffer.compare(bytes.subarray(at, end), durable.subarray(at, end)) === 0
      if (isSame || this.#random.chance(0.6)) continue
      for (let i = at; i < end; i++) left[i] = durable[i] ?? 0
    }
    return left
  }

  #file(name: string): File {
    const known = this.#names.get(name)
    if (known) return known
    const file: File = { bytes: new Uint8Array(), durable: new Uint8Array(), forsaken: [] }
    this.#change(folderOf(name), (names) => names.set(name, file))
    return file
  }

  #change(folder: string, apply: (names: Map<string, File>) => void): void {
    apply(this.#names)
    this.#pendingNames.push({ folder, apply })
  }

  #write(name: string, bytes: Uint8Array): void {
    const file = this.#file(name)
    this.faults.roomBytes += file.bytes.length
    file.bytes = new Uint8Array()
    file.forsaken = []
    this.#append(name, bytes)
  }

  #append(name: string, bytes: Uint8Array): void {
    if (this.#random.chance(this.faults.writeFails)) throw new Error('EIO: i/o error, write')
    const file = this.#file(name)
    const taken = Math.min(bytes.length, Math.max(0, this.faults.roomBytes))
    this.faults.roomBytes -= taken
    const joined = new Uint8Array(file.bytes.length + taken)
    joined.set(file.bytes)
    joined.set(bytes.subarray(0, taken), file.bytes.length)
    file.bytes = joined
    if (taken === bytes.length) return
    this.refusals++
    throw new Error('ENOSPC: no space left on device, write')
  }

  #truncate(name: string, length: number): void {
    if (this.#random.chance(this.faults.writeFails)) throw new Error('EIO: i/o error, ftruncate')
    const file = this.#file(name)
    this.faults.roomBytes += Math.max(0, file.bytes.length - length)
    file.bytes = file.bytes.slice(0, length)
    file.forsaken = file.forsaken.flatMap(([from, to]) => (from < length ? [[from, Math.min(to, length)] as const] : []))
  }

  #sync(name: string): void {
    const file = this.#names.get(name)
    if (!file) throw new Error('ENOENT: no such file')
    if (this.#random.chance(this.faults.syncFails)) {
      file.forsaken = [...file.forsaken, [file.durable.length, file.bytes.length]]
      throw new Error('EIO: i/o error, fsync')
    }
    file.durable = file.bytes
    if (file.forsaken.length === 0) return
    file.durable = file.bytes.slice()
    for (const [from, to] of file.forsaken) file.durable.fill(0, from, to)
  }

  #rename(from: string, to: string): void {
    if (this.#random.chance(this.faults.writeFails)) throw new Error('EIO: i/o error, rename')
    const moved = [...this.#names.keys()].filter((name) => name === from || name.startsWith(`${from}/`))
    this.faults.roomBytes += this.#names.get(to)?.bytes.length ?? 0
    if (moved.length === 0) throw new Error('ENOENT: no such file or directory, rename')
    this.#change(folderOf(to), (names) => {
      for (const name of [...names.keys()]) {
        if (name !== from && !name.startsWith(`${from}/`)) continue
        const file = names.get(name) as File
        names.delete(name)
        names.set(`${to}${name.slice(from.length)}`, file)
      }
    })
  }

  #unlink(name: string): void {
    if (!this.#names.has(name)) return
    this.onUnlink(name)
    this.faults.roomBytes += this.#names.get(name)?.bytes.length ?? 0
    this.#change(folderOf(name), (names) => names.delete(name))
  }

  /** A journal commits in order: everything before it is durable with it. */
  #syncFolder(folder: string): void {
    if (this.#random.chance(this.faults.syncFails)) throw new Error('EIO: i/o error, fsync')
    const last = this.#pendingNames.findLastIndex((change) => change.folder === folder)
    for (const change of this.#pendingNames.splice(0, last + 1)) change.apply(this.#durableNames)
  }
}

const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')))

const attempt = (work: () => unknown): void => {
  try {
    work()
  } catch {
    // Nobody hears of this either.
  }
}
