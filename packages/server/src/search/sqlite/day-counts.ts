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

/** Business events by day, value and class, gathered for one batch. */
export class DayCounts {
  /** By class and value, its counts by day. Value 0 is every event. */
  readonly #counts = new Map<number, Map<number, Map<number, number>>>()

  count(ms: number, refs: readonly ValueRef[]): void {
    const day = Math.floor(ms / dayMs)
    this.#add(0, 0, day)
    for (const { id, class: kept } of refs) if (!uncountedNumbers.has(dimensionOfId(id))) this.#add(kept, id, day)
  }

  save(file: IndexFile): void {
    const sql = `INSERT INTO day(dimension, day, value, class, count) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`
    const statement = file.statement(sql)
    for (const [kept, values] of this.#counts)
      for (const [id, days] of values) {
        const dimension = dimensionOfId(id)
        let sum = 0
        for (const [day, count] of days) {
          statement.run(dimension, day, id, kept, count)
          sum += count
        }
        if (id > 0) statement.run(dimension, everyDay, id, kept, sum)
      }
  }

  #add(kept: number, id: number, day: number): void {
    const values = this.#counts.get(kept) ?? new Map<number, Map<number, number>>()
    if (values.size === 0) this.#counts.set(kept, values)
    const days = values.get(id)
    if (days) days.set(day, (days.get(day) ?? 0) + 1)
    else values.set(id, new Map([[day, 1]]))
  }
}
