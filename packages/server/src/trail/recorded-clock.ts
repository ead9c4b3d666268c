/**
 * The time a trail writes on its events: the wall clock, never earlier than the last event. A clock that jumps back is
 * counted, and the trail's time stands still until the clock has caught up.
 */
export class RecordedClock {
  readonly #now: () => number
  #lastMs: number
  #text = ''
  #textMs = Number.NaN
  #furthestWallMs = Number.NEGATIVE_INFINITY
  /** How often the wall clock was seen more than a second behind itself. */
  backwardJumps = 0

  constructor(now: () => number, lastRecordedMs: number) {
    this.#now = now
    this.#lastMs = lastRecordedMs
  }

  /** Reads the wall clock; to be called once a group of events. */
  tick(): void {
    const wallMs = this.#now()
    if (wallMs < this.#furthestWallMs - 1000) {
      this.backwardJumps++
      this.#furthestWallMs = wallMs
    }
    this.#furthestWallMs = Math.max(this.#furthestWallMs, wallMs)
    this.#lastMs = Math.max(this.#lastMs, wallMs)
  }

  get ms(): number {
    return this.#lastMs
  }

  /** The time as an event carries it: UTC with milliseconds. */
  get text(): string {
    if (this.#textMs !== this.#lastMs) {
      this.#textMs = this.#lastMs
      this.#text = new Date(this.#lastMs).toISOString()
    }
    return this.#text
  }
}
