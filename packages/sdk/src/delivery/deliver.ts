import type { EventInput, Policy } from '@daybook/core'
import { AckedLane } from './acked-lane.ts'
import { type Bounds, boundsOf } from './bounds.ts'
import type { Delivery, Kept, Receipt, Severity } from './delivery.ts'
import { Folders, makeProducerName, type OwnedFolder } from './folders.ts'
import type { Alarm, AlarmCode, Health } from './health.ts'
import type { Offer } from './machine-port.ts'
import type { Ports } from './ports.ts'
import { Producer, reasonOf } from './producer.ts'
import { type CommittedEvents, Relay } from './relay.ts'

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
  /** Folders of the addresses that the trail had before. */
  readonly formerRoots?: readonly string[]
  readonly policy?: Policy
  readonly outbox?: CommittedEvents
  readonly onAlarm: (alarm: Alarm) => void
}

const adoptEveryMs = 60_000
const openEveryMs = 30_000
const defaultCloseMs = 2_000
const goodbyeMs = 1_000

/** Delivery on given ports: the folder of this process, those of ended ones, and the way of `acked` events beside them. */
export class Deliver implements Delivery {
  readonly #ports: Ports
  readonly #options: DeliverOptions
  readonly #bounds: Bounds
  readonly #own: Producer
  readonly #acked: AckedLane
  readonly #relay: Relay | undefined
  readonly #adopted = new Map<Producer, { readonly folder: OwnedFolder; readonly folders: Folders }>()
  #opened: Promise<void>
  #adoption: Promise<void> = Promise.resolve()
  #folders: Folders | undefined
  /** Where adopted folders lie, own address first. */
  #allFolders: readonly Folders[] = []
  #token = ''
  #elsewhere = 0
  #rounds = 0
  #folder: OwnedFolder | undefined
  #release: (() => Promise<void>) | undefined
  #callOff: (() => void) | undefined
  #isRefillDue = false
  /** Not every folder could be given back: once more at the next round. */
  #isRefillOwed = false
  #isAdopting = false
  #closed: Promise<void> | undefined

  constructor(ports: Ports, options: DeliverOptions) {
    this.#ports = ports
    this.#options = options
    this.#bounds = { ...boundsOf(options), ...options.bounds }
    this.#own = this.#producer(true)
    this.#acked = new AckedLane(ports, this.#bounds, options.ackedMs ?? 10_000)
    const alarm = (code: AlarmCode, message: string): void => this.#alarm(code, message)
    this.#relay = options.outbox && new Relay(ports, options.outbox, { bounds: this.#bounds, alarm })
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
    const outbox = this.#relay?.health()
    return {
      ...health,
      spooled,
      unanswered: this.#acked.unanswered,
      adopted: adopted.length,
      ...(this.#elsewhere > 0 ? { elsewhere: this.#elsewhere } : {}),
      ...(outbox ? { outbox } : {}),
    }
  }

  async flush({ timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<boolean> {
    let callOff: (() => void) | undefined
    const over = new Promise<boolean>((answer) => {
      // Somebody waits for this: it is the one thing that keeps a process alive.
      callOff = this.#ports.clock.timer(timeoutMs ?? 24 * 60 * 60_000, () => answer(false), true)
    })
    const all = this.#opened.then(() => Promise.all([this.#own, ...this.#adopted.keys()].map((producer) => producer.flushed())))
    const wait = { isOver: false }
    try {
      return await Promise.race([Promise.all([all, this.#relayed(wait)]).then(([, isTaken]) => isTaken), over])
    } finally {
      wait.isOver = true
      callOff?.()
    }
  }

  /** True once the outbox is empty; false when its database fails, or nobody waits any more. */
  async #relayed(wait: { readonly isOver: boolean }): Promise<boolean> {
    this.#relay?.hurry()
    while (this.#relay && !this.#relay.isIdle && !wait.isOver) {
      if (this.#relay.isFailing) return false
      await new Promise<void>((wake) => this.#ports.clock.timer(20, wake, true))
    }
    return !wait.isOver
  }

  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(options.timeoutMs ?? defaultCloseMs)
    return this.#closed
  }

  /** Every step is gone through whatever becomes of the others: the lock and the folders are given up in any case. */
  async #close(timeoutMs: number): Promise<void> {
    const isDone = await this.flush({ timeoutMs }).catch(() => false)
    if (isDone && timeoutMs > 0) await attempt(() => this.#sayGoodbye())
    await attempt(() => this.#callOff?.())
    await attempt(() => this.#acked.close())
    await attempt(() => this.#relay?.close())
    await attempt(() => this.#ports.net.abort?.())
    await attempt(() => this.#opened)
    await attempt(() => this.#adoption)
    const producers = [this.#own, ...this.#adopted.keys()]
    await Promise.allSettled(producers.map((producer) => producer.close()))
    for (const [producer, { folder, folders }] of this.#adopted) await attempt(() => leave(producer, folder, folders))
    const [folder, folders] = [this.#folder, this.#folders]
    if (folder && folders) await attempt(() => leave(this.#own, folder, folders))
    await attempt(() => this.#release?.())
  }

  /** Its silence from now on means nothing. Not worth an error: without it the producer shows as silent, no more. */
  async #sayGoodbye(): Promise<void> {
    const { producer, lastSuccess } = this.#own.health()
    if (producer === undefined || lastSuccess === undefined) return
    const body = JSON.stringify({ producer: { id: producer }, leaving: true })
    const request = { path: '/heartbeat', contentType: 'application/json', headers: {}, body, timeoutMs: goodbyeMs }
    await this.#ports.net.post(request).catch(() => undefined)
  }

  /** `onBroken`: a trail that lost its end is given what is kept here of it, by ended processes too. */
  #producer(heartbeats: boolean, onBroken = () => this.#refillSoon()): Producer {
    const { policy } = this.#options
    const machine = { bounds: this.#bounds, rng: this.#ports.rng, heartbeats, ...(policy ? { policy } : {}) }
    return new Producer(this.#ports, machine, { onAlarm: (code, message) => this.#alarm(code, message), onBroken })
  }

  async #open(): Promise<void> {
    if (!this.#ports.spool) return this.#own.step({ kind: 'unopened', because: '' })
    try {
      this.#folder = await this.#claim(this.#ports.spool)
    } catch (error) {
      this.#own.step({ kind: 'unopened', because: reasonOf(error) })
      return this.#later(openEveryMs, () => {
        this.#opened = this.#open()
      })
    }
    this.#own.step({ kind: 'opened', folder: this.#folder.path, image: this.#folder.image })
    // A process that saw the break may have ended before it had everything sent again.
    if (this.#own.health().witness.state === 'broken') this.#isRefillDue = true
    this.#adoptEvery()
  }

  async #claim(spool: NonNullable<Ports['spool']>): Promise<OwnedFolder> {
    const { root, name } = this.#options
    if (!this.#folders) {
      await spool.disk.makeFolder(root)
      const lock = await spool.locks.take()
      this.#release = lock.release
      this.#token = lock.token
      this.#folders = new Folders({ ...spool, root, token: lock.token })
      const former = (this.#options.formerRoots ?? []).map((each) => new Folders({ ...spool, root: each, token: lock.token }))
      this.#allFolders = [this.#folders, ...former]
    }
    return this.#folders.claim(() => makeProducerName(name, this.#ports.rng))
  }

  #adoptEvery(): void {
    this.#isAdopting = true
    this.#adoption = this.#adopt().finally(() => {
      this.#isAdopting = false
      this.#later(this.#isRefillDue ? 0 : adoptEveryMs, () => this.#adoptEvery())
    })
  }

  #later(delayMs: number, run: () => unknown): void {
    if (!this.#closed) this.#callOff = this.#ports.clock.timer(delayMs, () => void run())
  }

  /** Delivers what ended processes left, each under its own producer, and leaves the folders to the next process. */
  async #adopt(): Promise<void> {
    const isRefill = this.#isRefillDue || this.#isRefillOwed
    this.#isRefillDue = false
    this.#isRefillOwed = false
    for (const folders of this.#allFolders) {
      for (const folder of await folders.adopt(isRefill, () => this.#closed !== undefined).catch(() => []))
        if (this.#closed) folders.abandon(folder)
        else this.#deliverFor(folder, folders, isRefill)
      this.#isRefillOwed ||= isRefill && folders.hasMissed
    }
    // Not at first: the recorder of another trail may be about to open.
    if (this.#rounds++ > 0) await this.#lookElsewhere().catch(() => undefined)
  }

  #deliverFor(folder: OwnedFolder, folders: Folders, isRefill: boolean): void {
    // In a refill each finds the trail changed, for the same reason.
    const producer = isRefill ? this.#producer(false, () => undefined) : this.#producer(false)
    this.#adopted.set(producer, { folder, folders })
    producer.step({ kind: 'opened', folder: folder.path, image: folder.image })
    if (isRefill) producer.step({ kind: 'refill' })
    void producer.flushed().then(async () => {
      if (this.#closed) return
      this.#own.step({ kind: 'seen', memory: producer.seen })
      await producer.close()
      this.#adopted.delete(producer)
      await leave(producer, folder, folders)
    })
  }

  /** Events for an address that nobody has any more would wait for ever, and silently. */
  async #lookElsewhere(): Promise<void> {
    const { spool } = this.#ports
    if (!spool) return
    const ours = [this.#options.root, ...(this.#options.formerRoots ?? [])]
    let count = 0
    for (const root of await spool.disk.list(''))
      if (/-[0-9a-f]{8}$/.test(root) && !ours.includes(root))
        count += await new Folders({ ...spool, root, token: this.#token }).holding()
    if (count > this.#elsewhere)
      this.#alarm(
        'spool_elsewhere',
        `The spool holds undelivered events for another address of a trail (folders: ${count}). Where that trail is this one, name the address in formerUrls.`,
      )
    this.#elsewhere = count
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

  #refillSoon(): void {
    this.#isRefillDue = true
    if (this.#isAdopting || !this.#folder) return
    this.#callOff?.()
    this.#later(0, () => this.#adoptEvery())
  }

  #alarm(code: AlarmCode, message: string): void {
    const at = new Date(this.#ports.clock.now()).toISOString()
    try {
      this.#options.onAlarm({ code, message, at })
    } catch {
      // An alarm that cannot be raised stops no delivery; health() says the same.
    }
  }
}

const attempt = async (step: () => unknown): Promise<void> => {
  try {
    await step()
  } catch {
    // What failed is told by health() and alarms; the next step does not depend on it.
  }
}

/** Leaves a folder in order, or, where the disk did not write down how it stands, as that of an ended process. */
const leave = async (producer: Producer, folder: OwnedFolder, folders: Folders): Promise<void> => {
  if (producer.health().spool.state === 'ok') await folders.release(folder).catch(() => undefined)
  else folders.abandon(folder)
}
