/** First in, first out, and it knows its weight. */
export class ByteQueue<T extends { readonly bytes: number }> {
  #items: T[] = []
  bytes = 0

  get length(): number {
    return this.#items.length
  }

  get first(): T | undefined {
    return this.#items[0]
  }

  get items(): readonly T[] {
    return this.#items
  }

  push(item: T): void {
    this.#items.push(item)
    this.bytes += item.bytes
  }

  /** Takes from the front: at least one, no more than `most`, and no further than `bytes`. */
  take(most: number, bytes: number): readonly T[] {
    return this.#items.splice(0, fitting(this.#items, most, bytes)).map((item) => this.#weighed(item))
  }

  remove(gone: ReadonlySet<T>): void {
    this.#items = this.#items.filter((item) => {
      if (gone.has(item)) this.bytes -= item.bytes
      return !gone.has(item)
    })
  }

  #weighed(item: T): T {
    this.bytes -= item.bytes
    return item
  }
}

/** How many items from the front fit: at least one where there is one. */
export const fitting = (items: readonly { readonly bytes: number }[], most: number, bytes: number): number => {
  let count = 0
  let left = bytes
  for (const item of items) {
    if (count >= most || (count > 0 && item.bytes + 1 > left)) break
    left -= item.bytes + 1
    count++
  }
  return count
}
