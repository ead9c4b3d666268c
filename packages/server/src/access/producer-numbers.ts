/**
 * A producer's numbers that were stored, in inclusive ranges `[from, to, from, to …]`, and those it owned up to have
 * lost, with the position that says so: `[from, to, seq …]`. Flat, because small objects are dear between threads.
 */
export type StoredNumbers = readonly [id: string, stored: readonly number[], lost?: readonly number[]]

/** What an event says of its producer's numbers: its own, and the ones it owns up to have lost. */
export interface SaidOfProducer {
  readonly id: string
  /** Absent on a `trail.gap` that has no number of its own. */
  readonly seq: number | undefined
  /** Inclusive ranges as a flat list `[from, to, from, to …]`; only a `trail.gap` has any. */
  readonly lost: readonly number[]
}

type Members = { readonly [member: string]: unknown }

/** What a checked event says of its producer; nothing for an event without one. */
export const saidOfProducer = (event: Members): SaidOfProducer | undefined => {
  const { id, seq } = (event.producer ?? {}) as Members
  if (event.action === 'trail.gap') return saidOfGap(id, seq, (event.context ?? {}) as Members)
  return typeof id === 'string' && typeof seq === 'number' ? { id, seq, lost: noRanges } : undefined
}

/** A gap may be told outside of the numbering: `context.producer` then says whose it is. */
const saidOfGap = (id: unknown, seq: unknown, context: Members): SaidOfProducer | undefined => {
  const lost = lostRanges(context.ranges)
  if (typeof id === 'string' && typeof seq === 'number') return { id, seq, lost }
  return typeof context.producer === 'string' ? { id: context.producer, seq: undefined, lost } : undefined
}

const noRanges: readonly number[] = []
// As many as a ledger statement names; more in one event say nothing that a person reads.
const maxLostRanges = 10_000

/** The numbers of a `trail.gap`: `context.ranges`, inclusive `[from, to]` pairs. What is no range is left out. */
const lostRanges = (ranges: unknown): readonly number[] => {
  if (!Array.isArray(ranges)) return noRanges
  return ranges.slice(0, maxLostRanges).flatMap((range: unknown) => {
    const [from, to] = Array.isArray(range) ? (range as readonly unknown[]) : []
    return isNumber(from) && isNumber(to) && from <= to ? [from, to] : []
  })
}

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** Gathers the producers of one call: their stored numbers as ranges, since a batch has them in a row. */
export class ProducerCounter {
  readonly #found = new Map<string, { readonly stored: number[]; readonly lost: number[] }>()

  /** `seq` is the position where the event is stored; undefined where it was there already. */
  add({ id, seq: number, lost }: SaidOfProducer, seq: number | undefined): void {
    const found = this.#of(id)
    if (seq === undefined) return
    const end = found.stored.length - 1
    if (number !== undefined && found.stored[end] === number - 1) found.stored[end] = number
    else if (number !== undefined) found.stored.push(number, number)
    for (let at = 0; at < lost.length; at += 2) found.lost.push(lost[at] ?? 0, lost[at + 1] ?? 0, seq)
  }

  get counts(): readonly StoredNumbers[] {
    return [...this.#found].map(([id, { stored, lost }]) => (lost.length === 0 ? [id, stored] : [id, stored, lost]))
  }

  #of(id: string) {
    const known = this.#found.get(id)
    if (known) return known
    const fresh = { stored: [], lost: [] }
    this.#found.set(id, fresh)
    return fresh
  }
}
