import { Forwarders } from './forwarders.ts'
import type { Watching } from './watched-trails.ts'

const everyMs = 500

/**
 * What goes on by itself with what is recorded: copies to other systems, and alerts. All of it follows the index by
 * cursors of its own, in the background: appends and searches never wait for it, and what it could not do it does later.
 */
export class Watch {
  readonly forwarders: Forwarders
  readonly #timer: NodeJS.Timeout

  constructor(watching: Watching) {
    this.forwarders = new Forwarders(watching)
    this.#timer = setInterval(() => this.forwarders.work(), everyMs)
    this.#timer.unref()
  }

  /** Begins nothing new; what is under way is not waited for, and is done again after the next start. */
  close(): void {
    clearInterval(this.#timer)
    this.forwarders.close()
  }
}
