import type { FilterName, Query, Wanted } from './query.ts'
import type { TimeQuery } from './read-time.ts'
import type { ChangeSide } from './read-value.ts'

/**
 * What stands side by side: all of it must match. The same filter again means either value; `field`, `before` and
 * `after` meet in one change; of `at`, days are alternatives, and everything else narrows.
 */
export class AndGroup {
  readonly #parts: Query[] = []
  readonly #filters = new Map<FilterName, Wanted[]>()
  /** Grows where it stands among the parts. */
  readonly #change: { kind: 'change' } & { [side in ChangeSide]?: readonly Wanted[] } = { kind: 'change' }
  readonly #spans: Query[] = []
  #size = 0

  /** How much was added. */
  get size(): number {
    return this.#size
  }

  addPart(part: Query): void {
    this.#size++
    this.#parts.push(part)
  }

  addFilter(filter: FilterName, values: readonly Wanted[]): void {
    this.#size++
    const there = this.#filters.get(filter)
    if (there !== undefined) {
      there.splice(0, there.length, ...joined(there, values))
      return
    }
    const own = [...values]
    this.#filters.set(filter, own)
    this.#parts.push({ kind: 'filter', filter, values: own })
  }

  addChange(side: ChangeSide, values: readonly Wanted[]): void {
    this.#size++
    const there = this.#change[side]
    this.#change[side] = there === undefined ? [...values] : joined(there, values)
    if (!this.#parts.includes(this.#change)) this.#parts.push(this.#change)
  }

  addTimes(times: readonly TimeQuery[]): void {
    this.#size++
    const [only] = times
    const narrows = times.length === 1 && (only?.fromMs === undefined || only.toMs === undefined)
    if (narrows && only !== undefined) this.#parts.push(only)
    else if (this.#spans.push(...times) === times.length) this.#parts.push({ kind: 'or', parts: this.#spans })
  }

  query(): Query {
    return { kind: 'and', parts: this.#parts }
  }
}

/** A lower and an upper bound make one range, everything else is an alternative. */
function joined(there: readonly Wanted[], values: readonly Wanted[]): Wanted[] {
  const [first] = there
  const [second] = values
  if (there.length === 1 && values.length === 1 && first?.match === 'range' && second?.match === 'range') {
    const isOneRange =
      (first.low === undefined) !== (second.low === undefined) && (first.high === undefined) !== (second.high === undefined)
    if (isOneRange) return [{ ...first, ...second }]
  }
  return [...there, ...values]
}
