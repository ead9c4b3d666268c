import type { FacetDimension } from '../search-index.ts'
import { dimensionNumber, dimensionOfId, type ValueRef } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'

export const dayMs = 86_400_000
/** The row that holds the sum of all days. */
export const everyDay = -1

/** Of these nearly every event may have a value of its own: counted by the day they would be as many rows as events. */
const uncounted: ReadonlySet<FacetDimension> = new Set(['object', 'customer', 'batch'])
export const isCountedByDay = (dimension: FacetDimension): boolean => !uncounted.has(dimension)
const uncountedNumbers = new Set([...uncounted].map(dimensionNumber))

/** Business events by day, value and class, gathered for one batch. */
export class DayCounts {
  readonly #counts = new Map<string, number>()

  count(ms: number, refs: readonly ValueRef[]): void {
    const day = Math.floor(ms / dayMs)
    this.#add(0, day, 0, 0)
    for (const { id, class: kept } of refs) {
      const dimension = dimensionOfId(id)
      if (uncountedNumbers.has(dimension)) continue
      this.#add(dimension, day, id, kept)
      this.#add(dimension, everyDay, id, kept)
    }
  }

  save(file: IndexFile): void {
    const sql = `INSERT INTO day(dimension, day, value, class, count) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`
    const statement = file.statement(sql)
    for (const [key, count] of this.#counts) statement.run(...key.split(' ').map(Number), count)
  }

  #add(dimension: number, day: number, value: number, kept: number): void {
    const key = `${dimension} ${day} ${value} ${kept}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}
