import type { IndexRow } from '../search-index.ts'
import type { IndexFile } from './index-file.ts'
import {
  groupOf,
  hasRegularKey,
  keyInGroup,
  keysAt,
  keysInGroup,
  msOfKey,
  oddKeys,
  regularKeys,
  type Stretch,
} from './row-key.ts'

/** What is known of the keys of one group: of one millisecond, or of the few that share plain ones. */
interface Taken {
  /** How many are taken. */
  count: number
  /** When the last of them occurred. */
  lastMs: number
}

/** Gives each event its key. Rows come in the order of their positions, which is the order within one millisecond. */
export class KeyGiver {
  readonly #file: IndexFile
  readonly #stretches = new Map<Stretch, StretchTaken>()
  readonly #odd = new Map<boolean, bigint>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** Forgets what a transaction gave that was rolled back. */
  forget(): void {
    this.#stretches.clear()
    this.#odd.clear()
  }

  /** Forgets what is written by now, where it is much. Until a transaction ends, nobody else knows what it gave. */
  trim(): void {
    for (const { groups } of this.#stretches.values()) if (groups.size > rememberedAtMost) groups.clear()
  }

  give({ occurredAtMs, own }: IndexRow): bigint {
    if (!hasRegularKey(occurredAtMs)) return this.#giveOdd(occurredAtMs, own)
    const { plain, crowded } = own ? ownStretches : businessStretches
    return this.#giveIn(occurredAtMs, plain) ?? this.#giveIn(occurredAtMs, crowded) ?? this.#giveOdd(occurredAtMs, own)
  }

  /** Undefined where there is no room, or where an event that occurred later has come before. */
  #giveIn(ms: number, stretch: Stretch): bigint | undefined {
    const known = this.#stretches.get(stretch) ?? this.#open(stretch)
    const group = groupOf(ms, stretch)
    const taken = known.groups.get(group) ?? this.#look(ms, group, stretch, known)
    if (taken.count >= keysInGroup(stretch) || ms < taken.lastMs) return undefined
    taken.lastMs = ms
    return keyInGroup(group, taken.count++, stretch)
  }

  #open(stretch: Stretch): StretchTaken {
    const { from, to } = regularKeys(stretch, 0, Number.POSITIVE_INFINITY)
    const last = this.#last(from, to)
    const untaken = last ? groupOf(msOfKey(last.key, last.place, stretch), stretch) + 1 : 0
    const opened = { groups: new Map<number, Taken>(), untaken }
    this.#stretches.set(stretch, opened)
    return opened
  }

  #look(ms: number, group: number, stretch: Stretch, known: StretchTaken): Taken {
    const taken = { count: 0, lastMs: 0 }
    known.groups.set(group, taken)
    if (group >= known.untaken) {
      known.untaken = group + 1
      return taken
    }
    const { from, to } = keysAt(ms, stretch)
    const last = this.#last(from, to)
    if (last) {
      taken.count = Number(last.key - from) + 1
      taken.lastMs = msOfKey(last.key, last.place, stretch)
    }
    return taken
  }

  #giveOdd(ms: number, own: boolean): bigint {
    const { from, to } = oddKeys(own)
    const next = this.#odd.get(own) ?? (this.#last(from, to)?.key ?? from - 1n) + 1n
    this.#odd.set(own, next + 1n)
    this.#file.run('INSERT INTO odd(key, ms) VALUES (?, ?)', next, ms)
    return next
  }

  #last(from: bigint, to: bigint): { readonly key: bigint; readonly place: number } | undefined {
    const sql = 'SELECT key, place FROM event WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1'
    const row = this.#file.statement(sql, true).get(from, to)
    return row && { key: row.key as bigint, place: Number(row.place) }
  }
}

interface StretchTaken {
  readonly groups: Map<number, Taken>
  /** No key of this group or one behind it is taken, so that new events need no look. */
  untaken: number
}

const businessStretches = { plain: { own: false, kind: 'plain' }, crowded: { own: false, kind: 'crowded' } } as const
const ownStretches = { plain: { own: true, kind: 'plain' }, crowded: { own: true, kind: 'crowded' } } as const

/** Of each stretch. */
const rememberedAtMost = 10_000
