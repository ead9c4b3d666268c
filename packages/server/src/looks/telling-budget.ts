const windowMs = 60 * 60_000

/** How many different searches of one reader are events of their own within an hour. */
const tellingsAnHour = 60
const maxReaders = 10_000

/**
 * How much of what somebody searches for makes an event of its own: what is beyond is told together. Kept in memory; where
 * there are more readers than it keeps, the one whose hour began first begins anew.
 */
export class TellingBudget {
  readonly #hours = new Map<string, { readonly sinceMs: number; readonly told: number }>()

  /** Whether one more of this reader may be told by itself; it counts then. */
  takes(reader: string, nowMs: number): boolean {
    const known = this.#hours.get(reader)
    if (known && nowMs - known.sinceMs < windowMs) {
      if (known.told >= tellingsAnHour) return false
      this.#hours.set(reader, { ...known, told: known.told + 1 })
      return true
    }
    this.#hours.delete(reader)
    this.#hours.set(reader, { sinceMs: nowMs, told: 1 })
    const [oldest] = this.#hours.keys()
    if (this.#hours.size > maxReaders && oldest !== undefined) this.#hours.delete(oldest)
    return true
  }
}
