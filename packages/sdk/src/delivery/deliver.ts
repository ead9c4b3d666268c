import type { EventInput, Policy } from '@daybook/core'
import { AckedLane } from './acked-lane.ts'
import { type Bounds, boundsOf } from './bounds.ts'
import type { Delivery, Kept, Receipt, Severity } from './delivery.ts'
import { Folders, makeProducerName, type OwnedFolder } from './folders.ts'
import type { Alarm, AlarmCode, Health } from './health.ts'
import type { Offer } from './machine-port.ts'
import type { Ports } from './ports.ts'
import { Producer, reasonOf } from './producer.ts'

export interface DeliverOptions {
  readonly bounds?: Partial<Bounds>
  readonly memoryBytes?: number
  readonly diskBytes?: number
  readonly roomWaitMs?: number
  readonly ackedMs?: number
  /** What a new producer is called before its random ending. */
  readonly name: string
  /** Folder of this trail below the root of the disk. */
  readonly root: string
  readonly policy?: Policy
  readonly onAlarm: (alarm: Alarm) => void
}

const adoptEveryMs = 60_000
const openEveryMs = 30_000
const defaultCloseMs = 2_000

/** Delivery on given ports: the folder of this process, those of ended ones, and the way of `acked` events beside them. */
export class Deliver implements Delivery {
  readonly #ports: Ports
  readonly #options: DeliverOptions
  readonly #bounds: Bounds
  readonly #own: Producer
  readonly #acked: AckedLane
  readonly #adopted = new Map<Producer, OwnedFolder>()
  readonly #opened: Promise<void>
  #folders: Folders | undefined
  #folder: OwnedFolder | undefined
  #release: (() => Promise<void>) | undefined
  #callOff: (() => void) | undefined
  #isRefillDue = false
  #closed: Promise<void> | undefined

  constructor(ports: Ports, options: DeliverOptions) {
    this.#ports = ports
    this.#options = options
    this.#bounds = { ...boundsOf(options), ...options.bounds }
    this.#own = this.#producer(true)
    this.#acked = new AckedLane(ports, this.#bounds, options.ackedMs ?? 10_000)
    this.#opened = this.#open()
  }

  spooled(event: EventInput, severity: Severity): Promise<Kept> {
    return this.#own.spooled(this.#offer(event, severity))
  }

  acked(event: EventInput): Promise<Receipt> {
    return this.#acked.record(event)
  }

  memory(event: EventInput, severity: Severity): void {
    this.#own.step({ kind: 'memory', offer: this.#offer(event, severity) })
  }

  health(): Health {
    const health = this.#own.health()
    const adopted = [...this.#adopted.keys()].map((producer) => producer.health())
    const sum = (of: (health: ReturnType<Producer['health']>) => number): number =>
      adopted.reduce((total, each) => total + of(each), 0)
    const spooled = {
      events: health.spooled.events + sum((each) => each.spooled.events),
      bytes: health.spooled.bytes + sum((each) => each.spooled.bytes),
    }
    return { ...health, spooled, unanswered: this.#acked.unanswered, adopted: adopted.length }
  }

  async flush({ timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<boolean> {
    let callOff: (() => void) | undefined
    const over = new Promise<boolean>((answer) => {
      // Somebody waits for this: it is the one thing that keeps a process alive.
      callOff = this.#ports.clock.timer(timeoutMs ?? 24 * 60 * 60_000, () => answer(false), true)
    })
    const all = this.#opened.then(() => Promise.all([this.#own, ...this.#adopted.keys()].map((producer) => producer.flushed())))
    const done = await Promise.race([all.then(() => true), over])
    callOff?.()
    return done
  }

  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(options.timeoutMs ?? defaultCloseMs)
    return this.#closed
  }

  async #close(timeoutMs: number): Promise<void> {
    await this.flush({ timeoutMs })
    this.#callOff?.()
    this.#acked.close()
    this.#ports.net.abort?.()
    await this.#opened
    const producers = [this.#own, ...this.#adopted.keys()]
    await Promise.all(producers.map((producer) => producer.close()))
    const owned = [...this.#adopted.values(), ...(this.#folder ? [this.#folder] : [])]
    for (const folder of owned) await this.#folders?.release(folder).catch(() => undefined)
    await this.#release?.().catch(() => undefined)
  }

  #producer(heartbeats: boolean): Producer {
    const { policy } = this.#options
    const machine = { bounds: this.#bounds, rng: this.#ports.rng, heartbeats, ...(policy ? { policy } : {}) }
    return new Producer(this.#ports, machine, (code, message) => this.#alarm(code, message))
  }

  async #open(): Promise<void> {
    if (!this.#ports.spool) return this.#own.step({ kind: 'unopened', because: '' })
    try {
      this.#folder = await this.#claim(this.#ports.spool)
    } catch (error) {
      this.#own.step({ kind: 'unopened', because: reasonOf(error) })
      return this.#later(openEveryMs, () => this.#open())
    }
    this.#own.step({ kind: 'opened', folder: this.#folder.path, image: this.#folder.image })
    this.#adoptEvery()
  }

  async #claim(spool: NonNullable<Ports['spool']>): Promise<OwnedFolder> {
    const { root, name } = this.#options
    if (!this.#folders) {
      await spool.disk.makeFolder(root)
      const lock = await spool.locks.take()
      this.#release = lock.release
      this.#folders = new Folders({ ...spool, root, token: lock.token })
    }
    return this.#folders.claim(() => makeProducerName(name, this.#ports.rng))
  }

  #adoptEvery(): void {
    void this.#adopt().finally(() => this.#later(adoptEveryMs, () => this.#adoptEvery()))
  }

  #later(delayMs: number, run: () => unknown): void {
    if (!this.#closed) this.#callOff = this.#ports.clock.timer(delayMs, () => void run())
  }

  /** Delivers what ended processes left, each under its own producer, and leaves the folders to the next process. */
  async #adopt(): Promise<void> {
    const isRefill = this.#isRefillDue
    this.#isRefillDue = false
    const found = (await this.#folders?.adopt(isRefill).catch(() => undefined)) ?? []
    for (const folder of found) {
      const producer = this.#producer(false)
      this.#adopted.set(producer, folder)
      producer.step({ kind: 'opened', folder: folder.path, image: folder.image })
      if (isRefill) producer.step({ kind: 'refill' })
      if (!this.#closed) void producer.flushed().then(() => this.#giveBack(producer, folder))
    }
  }

  async #giveBack(producer: Producer, folder: OwnedFolder): Promise<void> {
    if (this.#closed) return
    await producer.close()
    this.#adopted.delete(producer)
    await this.#folders?.release(folder).catch(() => undefined)
  }

  #offer({ producer: _, ...event }: EventInput, severity: Severity): Omit<Offer, 'ticket'> {
    const json = JSON.stringify(event)
    const { clock } = this.#ports
    const { id, action, occurredAt } = event
    return {
      id,
      action,
      occurredAt,
      json,
      bytes: Buffer.byteLength(json),
      severity,
      atMs: clock.monotonic(),
      wallMs: clock.now(),
    }
  }

  #alarm(code: AlarmCode, message: string): void {
    // A trail that lost its end is given what is kept here of it, by ended processes too.
    if (code === 'witness_broken') this.#isRefillDue = true
    const at = new Date(this.#ports.clock.now()).toISOString()
    try {
      this.#options.onAlarm({ code, message, at })
    } catch {
      // An alarm that cannot be raised stops no delivery; health() says the same.
    }
  }
}
