interface Due {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
  isOff: boolean
}

/** Virtual time: what is due next runs next, and then everything that follows from it at the same moment. */
export class Scheduler {
  nowMs = 0
  #order = 0
  readonly #heap: Due[] = []
  steps = 0
  /** A world that does more than this is going round in circles: its time stands still from then on. */
  readonly #mostSteps = 200_000

  after(delayMs: number, run: () => void): () => void {
    const due: Due = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, run, isOff: false }
    this.#push(due)
    return () => {
      due.isOff = true
    }
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((wake) => this.after(delayMs, wake))
  }

  /** Runs until a moment, or until nothing is left to run. */
  async runUntil(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    for (let due = this.#heap[0]; due && due.atMs <= untilMs && !isDone() && this.steps < this.#mostSteps; due = this.#heap[0]) {
      this.#pop()
      if (due.isOff) continue
      this.nowMs = Math.max(this.nowMs, due.atMs)
      due.run()
      this.steps++
      // Promises that were settled by it run to their end before anything else is due.
      await new Promise<void>((turn) => setImmediate(turn))
    }
    if (!isDone()) this.nowMs = Math.max(this.nowMs, untilMs)
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(due)
    while (at > 0) {
      const up = (at - 1) >> 1
      if (isBefore(heap[up] as Due, due)) break
      heap[at] = heap[up] as Due
      at = up
    }
    heap[at] = due
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      if (down >= heap.length) break
      if (down + 1 < heap.length && isBefore(heap[down + 1] as Due, heap[down] as Due)) down++
      if (isBefore(last, heap[down] as Due)) break
      heap[at] = heap[down] as Due
      at = down
    }
    heap[at] = last
  }
}

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
