import { setTimeout as sleep } from 'node:timers/promises'
import { Alerts } from './alerts.ts'
import { Forwarders } from './forwarders.ts'
import { Reviews } from './reviews.ts'
import type { Watching } from './watched-trails.ts'

const everyMs = 500
const patienceMs = 2_000

/**
 * What goes on by itself with what is recorded: copies to other systems, and alerts. All of it follows the index by
 * cursors of its own, in the background: appends and searches never wait for it, and what it could not do it does later.
 */
export class Watch {
  readonly forwarders: Forwarders
  readonly alerts: Alerts
  readonly reviews: Reviews
  readonly #watching: Watching
  readonly #timer: NodeJS.Timeout
  readonly #settling = new Set<string>()

  constructor(watching: Watching) {
    this.#watching = watching
    this.forwarders = new Forwarders(watching)
    this.alerts = new Alerts(watching)
    this.reviews = new Reviews(watching)
    this.#timer = setInterval(() => this.#work(), everyMs)
    this.#timer.unref()
  }

  /** Begins nothing new, and gives what is under way a moment; what has not ended then is done again after the next start. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.race([Promise.all([this.forwarders.stop(), this.alerts.stop()]), sleep(patienceMs, undefined, { ref: false })])
    this.forwarders.close()
    this.alerts.close()
    this.#watching.mailer?.close()
  }

  #work(): void {
    this.forwarders.work()
    this.alerts.work()
    this.#settle()
  }

  /** What fired waits in `access.db` until it is on the trail: at once where it can be, and soon where it could not. */
  #settle(): void {
    const { file, trails, settle } = this.#watching
    for (const { facts, status } of trails.list()) {
      if (status.state !== 'open' || this.#settling.has(facts.name) || file.pending(facts.name).length === 0) continue
      this.#settling.add(facts.name)
      void settle(facts.name).finally(() => this.#settling.delete(facts.name))
    }
  }
}
