/** What waits, by reader: the readers take turns, and what one reader has waiting is taken in the order it came. */
export class Turns<T> {
  /** In the order of their turns. */
  readonly #readers = new Map<string, T[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  waitingOf(reader: string): number {
    return this.#readers.get(reader)?.length ?? 0
  }

  add(reader: string, one: T): void {
    const mine = this.#readers.get(reader)
    if (mine) mine.push(one)
    else this.#readers.set(reader, [one])
    this.#size++
  }

  /** Back to where it was taken from: it is its reader's next, and the reader the next of all. */
  putBack(reader: string, one: T): void {
    const others = [...this.#readers].filter(([name]) => name !== reader)
    const mine = [one, ...(this.#readers.get(reader) ?? [])]
    this.#readers.clear()
    for (const [name, waiting] of [[reader, mine] as const, ...others]) this.#readers.set(name, waiting)
    this.#size++
  }

  /** Who has had a turn stands behind all who wait, whatever they asked meanwhile. */
  hadOne(reader: string): void {
    const mine = this.#readers.get(reader)
    if (!mine) return
    this.#readers.delete(reader)
    this.#readers.set(reader, mine)
  }

  /** The next of the first reader who may have a turn; undefined where none may. */
  take(mayNow: (reader: string) => boolean): T | undefined {
    for (const [reader, mine] of this.#readers) {
      if (!mayNow(reader)) continue
      const [one] = mine.splice(0, 1)
      this.#readers.delete(reader)
      if (mine.length > 0) this.#readers.set(reader, mine)
      this.#size--
      return one
    }
    return undefined
  }

  /** False where it does not wait any more. */
  remove(reader: string, one: T): boolean {
    const mine = this.#readers.get(reader)
    const at = mine?.indexOf(one) ?? -1
    if (!mine || at < 0) return false
    mine.splice(at, 1)
    if (mine.length === 0) this.#readers.delete(reader)
    this.#size--
    return true
  }

  /** Everything that waits, which waits no longer. */
  clear(): readonly T[] {
    const all = [...this.#readers.values()].flat()
    this.#readers.clear()
    this.#size = 0
    return all
  }
}
