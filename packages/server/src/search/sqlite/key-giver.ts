import type { IndexRow } from '../search-index.ts'
import type { IndexFile } from './index-file.ts'
import { firstKeyOf, hasRegularKey, keysPerMs, oddKeys } from './row-key.ts'

/** Gives each event its key. Rows come in the order of their positions, which is the order within one millisecond. */
export class KeyGiver {
  readonly #file: IndexFile
  /** By the first key of a millisecond, the key to give next. */
  readonly #next = new Map<bigint, bigint>()
  /** By side, no key at or beyond this one is taken, so that new events need no look. */
  readonly #untaken = new Map<boolean, bigint>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  forget(): void {
    this.#next.clear()
    this.#untaken.clear()
  }

  give({ occurredAtMs, own }: IndexRow): bigint {
    if (hasRegularKey(occurredAtMs)) {
      const first = firstKeyOf(occurredAtMs, own)
      const end = first + BigInt(keysPerMs)
      const key = this.#nextIn(first, end, own)
      if (key < end) {
        if (this.#next.size > rememberedAtMost) this.#next.clear()
        this.#next.set(first, key + 1n)
        return key
      }
    }
    return this.#giveOdd(occurredAtMs, own)
  }

  #nextIn(first: bigint, end: bigint, own: boolean): bigint {
    const known = this.#next.get(first)
    if (known !== undefined) return known
    const untaken = this.#untaken.get(own) ?? this.#lastOf(own)
    if (first >= untaken) {
      this.#untaken.set(own, end)
      return first
    }
    const last = this.#max(first, end)
    return last === undefined ? first : last + 1n
  }

  #lastOf(own: boolean): bigint {
    const { from, to } = own ? { from: oddKeys(true).to, to: 0n } : { from: 0n, to: oddKeys(false).from }
    const last = this.#max(from, to)
    const untaken = last === undefined ? from : last + 1n
    this.#untaken.set(own, untaken)
    return untaken
  }

  #giveOdd(ms: number, own: boolean): bigint {
    const { from, to } = oddKeys(own)
    const key = this.#next.get(from) ?? (this.#max(from, to) ?? from - 1n) + 1n
    this.#next.set(from, key + 1n)
    this.#file.run('INSERT INTO odd(key, ms) VALUES (?, ?)', key, ms)
    return key
  }

  #max(from: bigint, to: bigint): bigint | undefined {
    const row = this.#file.statement('SELECT max(key) AS last FROM event WHERE key >= ? AND key < ?', true).get(from, to)
    return typeof row?.last === 'bigint' ? row.last : undefined
  }
}

const rememberedAtMost = 10_000
