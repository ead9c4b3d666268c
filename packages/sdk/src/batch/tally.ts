import type { Batch, BatchCounts, BatchFailure } from '@daybook/core'

/** Characters of failures that the last event of a batch lists; an event has 256 KiB for everything. */
const mostListed = 100_000
const longestReason = 2_000

type Counted = keyof BatchCounts

/** What a run counts of itself, and the rows that failed. */
export class Tally {
  readonly #counts: { [K in Counted]: number } = { created: 0, updated: 0, unchanged: 0, failed: 0 }
  #claimed: BatchCounts = {}
  readonly #failures: BatchFailure[] = []
  #listed = 0

  add(what: Counted, rows = 1): void {
    this.#counts[what] += rows
  }

  failed(line: number, reason: unknown): void {
    this.#counts.failed++
    const words = (reason instanceof Error ? reason.message : String(reason)).trim() || 'no reason given'
    const told = words.length > longestReason ? `${words.slice(0, longestReason)}…` : words
    this.#listed += told.length + 30
    if (this.#listed <= mostListed)
      this.#failures.push({ line: Number.isSafeInteger(line) && line >= 0 ? line : 0, reason: told })
  }

  claim(counts: BatchCounts): void {
    this.#claimed = { ...this.#claimed, ...counts }
  }

  told(): Pick<Batch, 'claimed' | 'failures'> {
    const claimed = { ...this.#counts, ...this.#claimed }
    return { claimed, ...(this.#failures.length > 0 && { failures: this.#failures }) }
  }

  /** Says how many failures the list leaves out; their number is in the counts. */
  note(): { readonly context?: { readonly failuresNotListed: number } } {
    const left = this.#counts.failed - this.#failures.length
    return left > 0 ? { context: { failuresNotListed: left } } : {}
  }
}
