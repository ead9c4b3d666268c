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
  /** Most have one day in a batch, and no need of a table. */
  #before: Map<number, number> | undefined
  #day = Number.NaN
  #count = 0

  constructor({ id, class: kept }: ValueRef) {
    this.id = id
    this.class = kept
  }

  add(day: number, count: number): void {
    if (day === this.#day) this.#count += count
    else {
      if (this.#count > 0) this.#before = (this.#before ?? new Map()).set(this.#day, this.#count)
      this.#day = day
      this.#count = (this.#before?.get(day) ?? 0) + count
    }
  }

  eachDay(take: (day: number, count: number) => void): void {
    this.#before?.forEach((count, day) => {
      if (day !== this.#day) take(day, count)
    })
    take(this.#day, this.#count)
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
    let category = 0
    for (const { id } of refs) if (dimensionOfId(id) === categoryNumber) category = id
    const known = this.#counts.get(category)
    const values = known ?? new ValueCounts()
    if (!known) this.#counts.set(category, values)
    values.add(everyEvent, day, 1)
    for (const ref of refs) if (!uncountedNumbers.has(dimensionOfId(ref.id))) values.add(ref, day, 1)
  }

  save(file: IndexFile): void {
    const all = new ValueCounts()
    const rows = new DayRows(file)
    for (const [category, values] of this.#counts)
      for (const value of values.values())
        value.eachDay((day, count) => {
          all.add(value, day, count)
          if (category !== 0) rows.put(category, value, day, count)
        })
    for (const value of all.values()) {
      let sum = 0
      value.eachDay((day, count) => {
        rows.put(0, value, day, count)
        sum += count
      })
      if (value.id > 0) rows.put(0, value, everyDay, sum)
    }
    rows.finish()
  }
}

/** Adds to counts, many in one statement: a call costs as much as a row. */
class DayRows {
  readonly #file: IndexFile
  #numbers: number[] = []

  constructor(file: IndexFile) {
    this.#file = file
  }

  put(category: number, { id, class: kept }: ValueRef, day: number, count: number): void {
    this.#numbers.push(category, dimensionOfId(id), day, id, kept, count)
    if (this.#numbers.length >= mostRows * 6) this.finish()
  }

  finish(): void {
    let at = 0
    for (const { rows, sql } of inserts)
      for (; at + rows * 6 <= this.#numbers.length; at += rows * 6) this.#file.run(sql, ...this.#numbers.slice(at, at + rows * 6))
    this.#numbers = []
  }
}

const mostRows = 64
const inserts = [mostRows, 8, 1].map((rows) => ({
  rows,
  sql: `INSERT INTO day(category, dimension, day, value, class, count)
  VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join()} ON CONFLICT DO UPDATE SET count = count + excluded.count`,
}))

const categoryNumber = dimensionNumber('category')
const everyEvent: ValueRef = { id: 0, class: 0 }
