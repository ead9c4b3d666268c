const real = { now: Date.now, monotonic: performance.now.bind(performance), setTimeout: globalThis.setTimeout }

/**
 * The clock of one process, and its timers, made to run faster for a while or put to another time: what the recorder
 * asks for the time, waits by and writes into events. Sockets, disks and other processes are not touched by it.
 */
export class FastClock {
  #pace = 1
  #realFrom = real.monotonic()
  #elapsedFrom = 0
  readonly #started = real.monotonic()
  readonly #startedWall = real.now()
  #turnedMs = 0

  constructor() {
    Date.now = () => Math.floor(this.#startedWall + this.elapsedMs() + this.#turnedMs)
    performance.now = () => this.#started + this.elapsedMs()
    const slowed = (work: () => void, delayMs = 0) => real.setTimeout(work, delayMs / this.#pace)
    globalThis.setTimeout = slowed as unknown as typeof setTimeout
  }

  /** Since the process began, by this clock. */
  elapsedMs(): number {
    return this.#elapsedFrom + (real.monotonic() - this.#realFrom) * this.#pace
  }

  pace(timesFaster: number): void {
    this.#elapsedFrom = this.elapsedMs()
    this.#realFrom = real.monotonic()
    this.#pace = timesFaster
  }

  /** Somebody sets the wall clock. */
  turn(byMs: number): void {
    this.#turnedMs += byMs
  }

  /** Real milliseconds, for measuring. */
  realMs(): number {
    return real.monotonic()
  }
}
