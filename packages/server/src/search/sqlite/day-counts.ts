import { type FacetDimension, facetDimensions } from '../search-index.ts'
import { isCounted } from '../typed-query.ts'
import { dimensionNumber, dimensionOfId, type ValueRef } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'

export const dayMs = 86_400_000
/** The row that holds the sum of all days. */
export const everyDay = -1

/** A value for every few events: not even numbered, but counted from the bodies when somebody asks. */
export const isNumbered = (dimension: FacetDimension): boolean => dimension !== 'object'
const uncountedNumbers = new Set(facetDimensions.filter((dimension) => !isCounted(dimension)).map(dimensionNumber))

/** One value of one class in one batch: how often on each day. Days come mostly one after the other, so that the last is at hand. */
class ValueDays {
  readonly id: number
  readonly class: number
  readonly #before = new Map<number, number>()
  #day = Number.NaN
  #count = 0

  constructor({ id, class: kept }: ValueRef) {
    this.id = id
    this.class = kept
  }

  add(day: number, count: number): void {
    if (day === this.#day) this.#count += count
    else {
      if (this.#count > 0) this.#before.set(this.#day, this.#count)
      this.#day = day
      this.#count = (this.#before.get(day) ?? 0) + count
    }
  }

  days(): ReadonlyMap<number, number> {
    return this.#before.set(this.#day, this.#count)
  }
}

/** How often each value occurs. Nearly all are for everybody; those of a class stand apart. Value 0 is every event. */
class ValueCounts {
  readonly #open = new Map<number, ValueDays>()
  readonly #kept = new Map<string, ValueDays>()

  add(ref: ValueRef, day: number, count: number): void {
    const known = ref.class > 0 ? this.#kept.get(`${ref.id} ${ref.class}`) : this.#open.get(ref.id)
    const days = known ?? new ValueDays(ref)
    days.add(day, count)
    if (known) return
    if (ref.class > 0) this.#kept.set(`${ref.id} ${ref.class}`, days)
    else this.#open.set(ref.id, days)
  }

  *values(): Generator<ValueDays> {
    yield* this.#open.values()
    yield* this.#kept.values()
  }
}

/** Business events by day, value and class, gathered for one batch: by category, and all categories together at the end. */
export class DayCounts {
  /** By category; 0 holds events that have none. */
  readonly #counts = new Map<number, ValueCounts>()

  count(ms: number, refs: readonly ValueRef[]): void {
    const day = Math.floor(ms / dayMs)
    const counted = refs.filter(({ id }) => !uncountedNumbers.has(dimensionOfId(id)))
    const category = counted.find(({ id }) => dimensionOfId(id) === categoryNumber)?.id ?? 0
    const values = this.#counts.get(category) ?? new ValueCounts()
    this.#counts.set(category, values)
    values.add(everyEvent, day, 1)
    for (const ref of counted) values.add(ref, day, 1)
  }

  save(file: IndexFile): void {
    const all = new ValueCounts()
    for (const [category, values] of this.#counts)
      for (const value of values.values()) {
        for (const [day, count] of value.days()) all.add(value, day, count)
        if (category !== 0) saveDays(file, category, value)
      }
    for (const value of all.values()) {
      const sum = saveDays(file, 0, value)
      if (value.id > 0) saveDay(file, 0, value, everyDay, sum)
    }
  }
}

const saveDays = (file: IndexFile, category: number, value: ValueDays): number => {
  let sum = 0
  for (const [day, count] of value.days()) {
    saveDay(file, category, value, day, count)
    sum += count
  }
  return sum
}

const saveDay = (file: IndexFile, category: number, { id, class: kept }: ValueRef, day: number, count: number): void => {
  const sql = `INSERT INTO day(category, dimension, day, value, class, count) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`
  file.run(sql, category, dimensionOfId(id), day, id, kept, count)
}

const categoryNumber = dimensionNumber('category')
const everyEvent: ValueRef = { id: 0, class: 0 }
