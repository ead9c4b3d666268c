/** Bytes of request bodies that may be held in memory at once, over all calls. Beyond it a call is told to come back. */
export class ByteBudget {
  readonly #maxBytes: number
  #heldBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** The share of one call: grows by `take`, which answers false when there is no room, and goes back whole with `release`. */
  hold(): { take(bytes: number): boolean; release(): void } {
    let mine = 0
    return {
      take: (bytes) => {
        if (this.#heldBytes + bytes > this.#maxBytes) return false
        this.#heldBytes += bytes
        mine += bytes
        return true
      },
      release: () => {
        this.#heldBytes -= mine
        mine = 0
      },
    }
  }
}
