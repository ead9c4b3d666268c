import type { IndexRow } from '../search-index.ts'
import type { IndexFile } from './index-file.ts'
import { firstKeyOf, hasRegularKey, keysPerMs, oddKeys, regularKeys } from './row-key.ts'

/** Gives each event its key. Rows come in the order of their positions, which is the order within one millisecond. */
export class KeyGiver {
  readonly #file: IndexFile
  /** By the first key of a millisecond, the key to give next. */
  readonly #next = new Map<bigint, bigint>()
  /** By stretch, no key at or beyond this one is taken, so that new events need no look. */
  readonly #untaken = new Map<string, bigint>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  forget(): void {
    this.#next.clear()
    this.#untaken.clear()
  }

  give({ occurredAtMs, own }: IndexRow): bigint {
    if (!hasRegularKey(occurredAtMs)) return this.#giveOdd(occurredAtMs, own)
    return (
      this.#giveIn(occurredAtMs, own, 'plain') ?? this.#giveIn(occurredAtMs, own, 'crowded') ?? this.#giveOdd(occurredAtMs, own)
    )
  }

  #giveIn(ms: number, own: boolean, kind: 'plain' | 'crowded'): bigint | undefined {
    const first = firstKeyOf(ms, own, kind)
    const end = first + keysPerMs(kind)
    const key = this.#next.get(first) ?? this.#nextIn(first, end, own, kind)
    if (this.#next.size > rememberedAtMost) this.#next.clear()
    this.#next.set(first, key < end ? key + 1n : key)
    return key < end ? key : undefined
  }

  #nextIn(first: bigint, end: bigint, own: boolean, kind: 'plain' | 'crowded'): bigint {
    const stretch = `${own} ${kind}`
    const untaken = this.#untaken.get(stretch) ?? this.#lookUntaken(own, kind)
    if (first >= untaken) {
      this.#untaken.set(stretch, end)
      return first
    }
    return (this.#max(first, end) ?? first - 1n) + 1n
  }

  #lookUntaken(own: boolean, kind: 'plain' | 'crowded'): bigint {
    const { from, to } = regularKeys(own, kind, 0, Number.POSITIVE_INFINITY)
    const untaken = (this.#max(from, to) ?? from - 1n) + 1n
    this.#untaken.set(`${own} ${kind}`, untaken)
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
