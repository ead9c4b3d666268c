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
  readonly category: number
  readonly days: Map<number, number>
}

/** Business events by day, value, class and category, gathered for one batch. */
export class DayCounts {
  /** By category, class and value. Value 0 is every event. */
  readonly #counts = new Map<number, Map<number, Map<number, ValueDays>>>()

  count(ms: number, refs: readonly ValueRef[]): void {
    const day = Math.floor(ms / dayMs)
    const category = refs.find(({ id }) => dimensionOfId(id) === categoryNumber)?.id ?? 0
    const classes = this.#counts.get(category) ?? new Map<number, Map<number, ValueDays>>()
    if (classes.size === 0) this.#counts.set(category, classes)
    add(classes, { id: 0, class: 0 }, category, day)
    for (const ref of refs) if (!uncountedNumbers.has(dimensionOfId(ref.id))) add(classes, ref, category, day)
  }

  save(file: IndexFile): void {
    const sql = `INSERT INTO day(dimension, day, value, class, category, count) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`
    const statement = file.statement(sql)
    for (const classes of this.#counts.values())
      for (const values of classes.values())
        for (const { id, class: kept, category, days } of values.values()) {
          const dimension = dimensionOfId(id)
          let sum = 0
          for (const [day, count] of days) {
            statement.run(dimension, day, id, kept, category, count)
            sum += count
          }
          if (id > 0) statement.run(dimension, everyDay, id, kept, category, sum)
        }
  }
}

const categoryNumber = dimensionNumber('category')

const add = (
  classes: Map<number, Map<number, ValueDays>>,
  { id, class: kept }: ValueRef,
  category: number,
  day: number,
): void => {
  const values = classes.get(kept) ?? new Map<number, ValueDays>()
  if (values.size === 0) classes.set(kept, values)
  const known = values.get(id)
  if (known) known.days.set(day, (known.days.get(day) ?? 0) + 1)
  else values.set(id, { id, class: kept, category, days: new Map([[day, 1]]) })
}
