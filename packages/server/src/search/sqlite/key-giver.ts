import type { IndexRow } from '../search-index.ts'
import type { IndexFile } from './index-file.ts'
import { hasRegularKey, keysAt, msOfKey, oddKeys, regularKeys, type Stretch } from './row-key.ts'

/** What is known of the keys of one millisecond, or of the few that share plain ones. */
interface Taken {
  readonly next: bigint
  /** When the last of them occurred. */
  readonly lastMs: number
}

/** Gives each event its key. Rows come in the order of their positions, which is the order within one millisecond. */
export class KeyGiver {
  readonly #file: IndexFile
  /** By the first of the keys that belong together. */
  readonly #taken = new Map<bigint, Taken>()
  /** By stretch, no key at or beyond this one is taken, so that new events need no look. */
  readonly #untaken = new Map<string, bigint>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  forget(): void {
    this.#taken.clear()
    this.#untaken.clear()
  }

  give({ occurredAtMs, own }: IndexRow): bigint {
    if (!hasRegularKey(occurredAtMs)) return this.#giveOdd(occurredAtMs, own)
    return (
      this.#giveIn(occurredAtMs, { own, kind: 'plain' }) ??
      this.#giveIn(occurredAtMs, { own, kind: 'crowded' }) ??
      this.#giveOdd(occurredAtMs, own)
    )
  }

  /** Undefined where there is no room, or where an event that occurred later has come before. */
  #giveIn(ms: number, stretch: Stretch): bigint | undefined {
    const { from, to } = keysAt(ms, stretch)
    const { next, lastMs } = this.#taken.get(from) ?? this.#look(from, to, stretch)
    const fits = next < to && ms >= lastMs
    if (this.#taken.size > rememberedAtMost) this.#taken.clear()
    this.#taken.set(from, fits ? { next: next + 1n, lastMs: ms } : { next, lastMs })
    return fits ? next : undefined
  }

  #look(from: bigint, to: bigint, stretch: Stretch): Taken {
    const name = `${stretch.own} ${stretch.kind}`
    const untaken = this.#untaken.get(name) ?? this.#lookUntaken(stretch)
    if (from >= untaken) {
      this.#untaken.set(name, to)
      return { next: from, lastMs: 0 }
    }
    this.#untaken.set(name, untaken)
    const last = this.#last(from, to)
    return last ? { next: last.key + 1n, lastMs: msOfKey(last.key, last.place, stretch) } : { next: from, lastMs: 0 }
  }

  #lookUntaken(stretch: Stretch): bigint {
    const { from, to } = regularKeys(stretch, 0, Number.POSITIVE_INFINITY)
    return (this.#last(from, to)?.key ?? from - 1n) + 1n
  }

  #giveOdd(ms: number, own: boolean): bigint {
    const { from, to } = oddKeys(own)
    const { next } = this.#taken.get(from) ?? { next: (this.#last(from, to)?.key ?? from - 1n) + 1n }
    this.#taken.set(from, { next: next + 1n, lastMs: 0 })
    this.#file.run('INSERT INTO odd(key, ms) VALUES (?, ?)', next, ms)
    return next
  }

  #last(from: bigint, to: bigint): { readonly key: bigint; readonly place: number } | undefined {
    const sql = 'SELECT key, place FROM event WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1'
    const row = this.#file.statement(sql, true).get(from, to)
    return row && { key: row.key as bigint, place: Number(row.place) }
  }
}

const rememberedAtMost = 10_000
