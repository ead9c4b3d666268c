import { utf8Bytes } from '@daybook/core'
import { isLoss, readGaps } from './gaps.ts'
import type { Disk, Locks, Rng } from './ports.ts'
import { recover, type SpoolImage, textOf } from './recover.ts'
import { segmentFirst } from './segment.ts'
import { gapsFile, readState, type SpoolState, stateFile, witnessFile } from './spool-state.ts'
import { readWitness, type WitnessMemory } from './witness.ts'

/**
 * Who owns which folder. A producer's folder is called `<producer>~<token>`, where the token is a lock that ends with
 * its process, or `free`. Taking a folder over is one rename, which one process alone succeeds with; and as a token that
 * is dead never comes back to life, a folder that could be taken may be taken at any later time too.
 */
export interface OwnedFolder {
  readonly path: string
  readonly producer: string
  readonly image: SpoolImage
}

const freeToken = 'free'
const smallFile = 1024 * 1024

export class Folders {
  readonly #disk: Disk
  readonly #locks: Locks
  readonly #root: string
  readonly #token: string
  /** Folders in use here. Others with our token were taken over when the disk failed, and are still to be had. */
  readonly #owned = new Set<string>()
  #missed = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: { readonly disk: Disk; readonly locks: Locks; readonly root: string; readonly token: string }) {
    this.#disk = parts.disk
    this.#locks = parts.locks
    this.#root = parts.root
    this.#token = parts.token
  }

  /** The folder of an ended process, with its producer; else a new one. */
  claim(newProducer: () => string): Promise<OwnedFolder> {
    return this.#inTurn(() => this.#claim(newProducer))
  }

  async #claim(newProducer: () => string): Promise<OwnedFolder> {
    await this.#disk.makeFolder(this.#root)
    for (const name of await this.#abandoned()) {
      const owned = await this.#takeOver(name)
      if (owned) return this.#remembering(owned)
    }
    return this.#remembering(await this.#make(newProducer()))
  }

  /** Holds the trail also against what the other producers of this machine saw of it last. */
  async #remembering(owned: OwnedFolder): Promise<OwnedFolder> {
    const others: WitnessMemory[] = []
    for (const name of await this.#disk.list(this.#root)) {
      const seen = readWitness(textOf(await this.#disk.read(`${this.#root}/${name}/${witnessFile}`, 0, smallFile)))
      if (seen && `${this.#root}/${name}` !== owned.path) others.push(seen)
    }
    return { ...owned, image: { ...owned.image, others } }
  }

  /**
   * Folders of ended processes that still hold something to deliver; with `all`, also what is kept of the delivered.
   * Looks at no more of them once it `isOver`.
   */
  adopt(all: boolean, isOver: () => boolean): Promise<readonly OwnedFolder[]> {
    return this.#inTurn(() => this.#adopt(all, isOver))
  }

  async #adopt(all: boolean, isOver: () => boolean): Promise<readonly OwnedFolder[]> {
    const adopted: OwnedFolder[] = []
    this.#missed = true
    let missed = 0
    for (const name of await this.#abandoned()) {
      if (isOver()) break
      if (!(await this.#holdsSomething(name, all))) continue
      // One that cannot be read now is tried again at the next round, and is no reason to leave the others.
      const owned = await this.#takeOver(name).catch(() => undefined)
      if (owned) adopted.push(owned)
      else missed++
    }
    this.#missed = missed > 0
    return adopted
  }

  /** Some could not be taken over, because another process was quicker or the disk did not do it. */
  get hasMissed(): boolean {
    return this.#missed
  }

  /** How many folders of ended processes hold something to deliver. */
  async holding(): Promise<number> {
    let count = 0
    for (const name of await this.#abandoned()) if (await this.#holdsSomething(name, false)) count++
    return count
  }

  /** Leaves a folder to the next process. */
  release({ path, producer }: OwnedFolder): Promise<void> {
    return this.#inTurn(async () => {
      this.#owned.delete(path)
      await this.#disk.rename(path, `${this.#root}/${producer}~${freeToken}`)
      await this.#disk.syncFolder(this.#root)
    })
  }

  /** Gives a folder up as it is: it is taken over like that of an ended process. */
  abandon({ path }: OwnedFolder): void {
    this.#owned.delete(path)
  }

  /** One change of names at a time: whoever looks for folders never holds the name of one that is being left meanwhile. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#last.then(change, change)
    this.#last = done
    return done
  }

  async #abandoned(): Promise<readonly string[]> {
    const found: string[] = []
    for (const name of [...(await this.#disk.list(this.#root))].sort()) {
      const token = partsOf(name)?.token
      if (token === undefined) continue
      const isOurs = token === this.#token
      const isAlive = isOurs
        ? this.#owned.has(`${this.#root}/${name}`)
        : token !== freeToken && (await this.#locks.isAlive(token))
      if (!isAlive) found.push(name)
    }
    return found
  }

  /**
   * A folder that was left in order says so in its small files. One whose process just ended is looked at once: it is
   * taken over and, when everything is delivered, left in order.
   */
  async #holdsSomething(name: string, all: boolean): Promise<boolean> {
    if (partsOf(name)?.token !== freeToken) return true
    const text = async (file: string) => textOf(await this.#disk.read(`${this.#root}/${name}/${file}`, 0, smallFile))
    const state = readState(await text(stateFile))
    if (!state) return false
    const gaps = readGaps(await text(gapsFile))
    const owes = gaps.closed.length > 0 || isLoss(gaps.open) || isLoss(gaps.numbered)
    if (state.next - 1 > state.acked || owes || state.memorySince !== undefined) return true
    const isRefillDue = all || readWitness(await text(witnessFile))?.broken?.refilled === false
    return isRefillDue && (await this.#disk.list(`${this.#root}/${name}`)).some((file) => segmentFirst(file) !== undefined)
  }

  async #takeOver(name: string): Promise<OwnedFolder | undefined> {
    const producer = partsOf(name)?.producer ?? ''
    const path = `${this.#root}/${producer}~${this.#token}`
    try {
      if (`${this.#root}/${name}` !== path) await this.#disk.rename(`${this.#root}/${name}`, path)
      await this.#disk.syncFolder(this.#root)
    } catch {
      // Another process was quicker, or the disk does not do it: either way it is not ours.
      return undefined
    }
    const image = await recover(this.#disk, path)
    if (!image) return this.#begin(path, producer)
    this.#owned.add(path)
    return { path, producer: image.state.producer, image }
  }

  async #make(producer: string): Promise<OwnedFolder> {
    const path = `${this.#root}/${producer}~${this.#token}`
    await this.#disk.makeFolder(path)
    await this.#disk.syncFolder(this.#root)
    return this.#begin(path, producer)
  }

  /** The state is durable before the first number is given: a folder without it was never used. */
  async #begin(path: string, producer: string): Promise<OwnedFolder> {
    const state: SpoolState = { version: 1, producer, acked: 0, next: 1, deadLetters: 0 }
    await this.#disk.write(`${path}/${stateFile}.new`, utf8Bytes(`${JSON.stringify(state)}\n`))
    await this.#disk.sync(`${path}/${stateFile}.new`)
    await this.#disk.rename(`${path}/${stateFile}.new`, `${path}/${stateFile}`)
    await this.#disk.syncFolder(path)
    const image = await recover(this.#disk, path)
    if (!image) throw new Error(`the folder ${path} cannot be read back`)
    this.#owned.add(path)
    return { path, producer, image }
  }
}

const partsOf = (name: string): { readonly producer: string; readonly token: string } | undefined => {
  const [, producer, token] = /^([^~]+)~([A-Za-z0-9]+)$/.exec(name) ?? []
  return producer !== undefined && token !== undefined ? { producer, token } : undefined
}

/** `orders-desk-3f9k2m`: readable, and no other process has it. */
export const makeProducerName = (name: string, rng: Rng): string => {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .slice(0, 60) || 'app'
  const ending = Array.from({ length: 6 }, () => 'abcdefghijkmnpqrstuvwxyz23456789'[Math.floor(rng.next() * 32)]).join('')
  return `${plain}-${ending}`
}
