import { failureOf } from '../outbound/outbound-failure.ts'
import type { Forwarder } from './forwarder.ts'
import { ForwarderRun } from './forwarder-run.ts'
import { ForwarderStore } from './forwarder-store.ts'
import { sendTest } from './send-events.ts'
import type { Watching } from './watched-trails.ts'

/** Every forwarder of every trail, each at work by itself. */
export class Forwarders {
  readonly #watching: Watching
  readonly #store: ForwarderStore
  readonly #runs = new Map<string, ForwarderRun>()

  constructor(watching: Watching) {
    this.#watching = watching
    this.#store = new ForwarderStore(watching.file, watching.box)
    for (const forwarder of this.#store.all()) this.#begin(forwarder)
  }

  of(trail: string): readonly ForwarderRun[] {
    return [...this.#runs.values()].filter(({ forwarder }) => forwarder.trail === trail)
  }

  get(trail: string, id: string): Forwarder | undefined {
    return this.run(trail, id)?.forwarder
  }

  /** Puts a forwarder to work; its secret is kept, and shown by nobody any more. */
  add(forwarder: Forwarder, event: string, secret: string): void {
    this.#store.save(forwarder, event, secret)
    this.#begin(forwarder)
  }

  /** Other settings, and another secret where there is one. How far it has come stays. */
  change(forwarder: Forwarder, event: string, secret?: string): void {
    const run = this.#runs.get(forwarder.id)
    if (!run) return
    run.change(forwarder)
    this.#store.save(run.forwarder, event, secret)
  }

  remove(forwarder: Forwarder, event: string): void {
    this.#runs.get(forwarder.id)?.end()
    this.#runs.delete(forwarder.id)
    this.#store.remove(forwarder, event)
  }

  run(trail: string, id: string): ForwarderRun | undefined {
    const run = this.#runs.get(id)
    return run?.forwarder.trail === trail ? run : undefined
  }

  /** Sends what is no event. Throws `OutboundFailure`. */
  async test(forwarder: Forwarder): Promise<void> {
    const trail = this.#watching.trails.get(forwarder.trail)
    if (!trail) return
    const run = this.#runs.get(forwarder.id)
    try {
      await sendTest(this.#watching, forwarder, trail, this.#store.secret(forwarder.id))
    } catch (error) {
      const failure = failureOf(error)
      run?.tested(failure, failure.message)
      throw failure
    }
    run?.tested(undefined, '')
  }

  /** Goes on with whatever there is to send; to be called often. */
  work(): void {
    for (const run of this.#runs.values())
      run.work().catch((error) => {
        const stack = error instanceof Error ? error.stack : String(error)
        this.#watching.log.error({ forwarder: run.forwarder.id, stack }, 'a forwarder has a defect')
      })
  }

  /** Answers when nothing is under way any more. */
  async stop(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => run.stop()))
  }

  close(): void {
    for (const run of this.#runs.values()) run.end()
    this.#runs.clear()
  }

  #begin(forwarder: Forwarder): void {
    this.#runs.set(forwarder.id, new ForwarderRun(this.#watching, this.#store, forwarder))
  }
}
