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

/** The count of one value in one batch, by days. */
interface ValueDays {
  readonly id: number
  readonly class: number
  readonly days: Map<number, number>
}

/** By class and value. Value 0 is every event. */
type ValueCounts = Map<number, Map<number, ValueDays>>

/** Business events by day, value and class, gathered for one batch: of all categories together, and of each by itself. */
export class DayCounts {
  readonly #counts = new Map<number, ValueCounts>()

  count(ms: number, refs: readonly ValueRef[]): void {
    const day = Math.floor(ms / dayMs)
    const counted = refs.filter(({ id }) => !uncountedNumbers.has(dimensionOfId(id)))
    const category = counted.find(({ id }) => dimensionOfId(id) === categoryNumber)?.id
    this.#add(0, day, counted)
    if (category !== undefined) this.#add(category, day, counted)
  }

  save(file: IndexFile): void {
    const sql = `INSERT INTO day(category, dimension, day, value, class, count) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`
    const statement = file.statement(sql)
    for (const [category, classes] of this.#counts)
      for (const values of classes.values())
        for (const { id, class: kept, days } of values.values()) {
          const dimension = dimensionOfId(id)
          let sum = 0
          for (const [day, count] of days) {
            statement.run(category, dimension, day, id, kept, count)
            sum += count
          }
          if (id > 0 && category === 0) statement.run(category, dimension, everyDay, id, kept, sum)
        }
  }

  #add(category: number, day: number, refs: readonly ValueRef[]): void {
    const classes = this.#counts.get(category) ?? new Map<number, Map<number, ValueDays>>()
    if (classes.size === 0) this.#counts.set(category, classes)
    countOne(classes, everyEvent, day)
    for (const ref of refs) countOne(classes, ref, day)
  }
}

const categoryNumber = dimensionNumber('category')
const everyEvent: ValueRef = { id: 0, class: 0 }

const countOne = (classes: ValueCounts, { id, class: kept }: ValueRef, day: number): void => {
  const values = classes.get(kept) ?? new Map<number, ValueDays>()
  if (values.size === 0) classes.set(kept, values)
  const known = values.get(id)
  if (known) known.days.set(day, (known.days.get(day) ?? 0) + 1)
  else values.set(id, { id, class: kept, days: new Map([[day, 1]]) })
}
