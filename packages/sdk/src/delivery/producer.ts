import type { Kept } from './delivery.ts'
import type { AlarmCode } from './health.ts'
import type { Effect, Input, Offer, Step } from './machine-port.ts'
import type { MachineOptions } from './machine-state.ts'
import type { Disk, Ports } from './ports.ts'
import { ProducerMachine } from './producer-machine.ts'
import type { WitnessMemory } from './witness.ts'

/** No file of a spool is larger: a segment is closed once it has its size. */
const wholeFile = 64 * 1024 * 1024

/** Runs a producer's machine on its ports: does what it asks for and tells it what came of it. */
export class Producer {
  readonly #ports: Ports
  readonly #machine: ProducerMachine
  readonly #onAlarm: (code: AlarmCode, message: string) => void
  readonly #onBroken: () => void
  readonly #kept = new Map<number, (kept: Kept) => void>()
  readonly #flushed = new Map<number, () => void>()
  readonly #closed: Promise<void>
  #close: () => void = () => undefined
  #tokens = 0
  #timer: { readonly at: number; readonly hold: boolean; readonly callOff: () => void } | undefined
  #isDead = false

  constructor(
    ports: Ports,
    options: MachineOptions,
    { onAlarm, onBroken }: { onAlarm: (code: AlarmCode, message: string) => void; onBroken: () => void },
  ) {
    this.#ports = ports
    this.#machine = new ProducerMachine(options)
    this.#onAlarm = onAlarm
    this.#onBroken = onBroken
    this.#closed = new Promise((close) => {
      this.#close = close
    })
  }

  spooled(offer: Omit<Offer, 'ticket'>): Promise<Kept> {
    const ticket = this.#tokens++
    return new Promise((answer) => {
      this.#kept.set(ticket, answer)
      this.step({ kind: 'spooled', offer: { ...offer, ticket } })
    })
  }

  health(): ReturnType<ProducerMachine['health']> {
    return this.#machine.health()
  }

  get seen(): WitnessMemory | undefined {
    return this.#machine.seen
  }

  flushed(): Promise<void> {
    const token = this.#tokens++
    return new Promise((answer) => {
      this.#flushed.set(token, answer)
      this.step({ kind: 'flush', token })
    })
  }

  async close(): Promise<void> {
    this.step({ kind: 'close' })
    await this.#closed
  }

  step(input: Input): void {
    if (this.#isDead) return
    const { clock } = this.#ports
    const effects = this.#machine.step(input, { monoMs: clock.monotonic(), wallMs: clock.now() })
    for (const effect of effects) this.#do(effect)
    this.#setTimer()
  }

  #setTimer(): void {
    const at = this.#isDead ? undefined : this.#machine.wakeAt()
    // A commit is the one thing a program may not end without: what it recorded last is then on disk for the next start.
    const hold = this.#machine.isCommitDue
    if (this.#timer && this.#timer.at === at && this.#timer.hold === hold) return
    this.#timer?.callOff()
    this.#timer = undefined
    if (at === undefined) return
    // Whole milliseconds, up: a timer that is a hair early would be set again and again.
    const delay = Math.max(1, Math.ceil(at - this.#ports.clock.monotonic()))
    const wake = (): void => {
      this.#timer = undefined
      this.step({ kind: 'wake' })
    }
    this.#timer = { at, hold, callOff: this.#ports.clock.timer(delay, wake, hold) }
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'disk':
        void this.#onDisk(effect.steps)
        return
      case 'post':
        void this.#ports.net.post(effect.request).then(
          (answer) => this.step({ kind: 'answer', answer }),
          (error: unknown) => this.step({ kind: 'answer', answer: { failed: reasonOf(error) } }),
        )
        return
      case 'kept':
        this.#kept.get(effect.ticket)?.(effect.kept)
        this.#kept.delete(effect.ticket)
        return
      case 'flushed':
        this.#flushed.get(effect.token)?.()
        this.#flushed.delete(effect.token)
        return
      case 'alarm':
        this.#onAlarm(effect.code, effect.message)
        return
      case 'broken':
        this.#onBroken()
        return
      case 'closed':
        this.#isDead = true
        this.#close()
        return
    }
  }

  async #onDisk(steps: readonly Step[]): Promise<void> {
    const disk = this.#ports.spool?.disk
    let bytes: Uint8Array | undefined
    try {
      if (!disk) throw new Error('there is no disk')
      for (const step of steps) bytes = await doStep(disk, step)
    } catch (error) {
      return this.step({ kind: 'disk', failed: reasonOf(error) })
    }
    this.step({ kind: 'disk', bytes })
  }
}

const doStep = async (disk: Disk, step: Step): Promise<Uint8Array | undefined> => {
  switch (step.do) {
    case 'read':
      return disk.read(step.file, 0, wholeFile)
    case 'write':
      await disk.write(step.file, step.bytes)
      return undefined
    case 'append':
      await disk.append(step.file, step.bytes)
      return undefined
    case 'truncate':
      await disk.truncate(step.file, step.length)
      return undefined
    case 'rename':
      await disk.rename(step.from, step.to)
      return undefined
    case 'syncFolder':
      await disk.syncFolder(step.folder)
      return undefined
    case 'sync':
    case 'unlink':
      await disk[step.do](step.file)
      return undefined
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
