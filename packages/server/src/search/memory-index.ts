import { matches } from '@daybook/core'
import { type OpenedBody, openBody } from './body.ts'
import { mostFrequent, type ValueCount } from './count-facets.ts'
import { fitsTyped } from './fits-typed.ts'
import { nextWatermark } from './next-watermark.ts'
import { comparePlaces, inRange, placeOf, readPlace } from './place.ts'
import { wholeQuery } from './plan-ask.ts'
import type {
  Ask,
  Count,
  FacetCounts,
  FacetDimension,
  Found,
  IndexRow,
  ListOrder,
  Place,
  SearchIndex,
  Sees,
} from './search-index.ts'
import { isSeen } from './seen.ts'
import { typedQuery } from './typed-query.ts'

/** An index over an array: every answer by asking `matches` of every event. The reference for what an index answers. */
export const memoryIndex = (): SearchIndex => new MemoryIndex()

class MemoryIndex implements SearchIndex {
  readonly #rows: IndexRow[] = []
  /** By dimension and value, the name that stood beside it last. */
  readonly #labels = new Map<string, string>()
  readonly #opened = new WeakMap<IndexRow, Map<string, OpenedBody>>()
  #watermark = 0

  async watermark(): Promise<number> {
    return this.#watermark
  }

  async add(rows: readonly IndexRow[], watermark?: number): Promise<void> {
    this.#watermark = nextWatermark(rows, this.#watermark, watermark)
    for (const row of rows) {
      this.#rows.push(row)
      for (const { dimension, value, label } of row.facets) if (label) this.#labels.set(`${dimension} ${value}`, label)
    }
  }

  async page(ask: Ask, order: ListOrder, limit: number, after?: Place): Promise<Found> {
    const compare = comparePlaces(order)
    const from = after === undefined ? undefined : readPlace(after)
    const found = this.#matching(ask)
      .sort(compare)
      .filter((row) => from === undefined || compare(row, from) > 0)
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return {
      rows: rows.map(({ seq, body }) => ({ seq, body })),
      ...(last && found.length > limit ? { next: placeOf(last) } : {}),
    }
  }

  async count(ask: Ask): Promise<Count> {
    return { value: this.#matching(ask).length, exact: true }
  }

  async facets(ask: Ask, dimensions: readonly FacetDimension[], limit: number): Promise<readonly FacetCounts[]> {
    const found = this.#matching(ask)
    return dimensions.map((dimension) => mostFrequent(dimension, this.#counted(found, dimension, ask.sees), limit, true))
  }

  async histogram(ask: Ask, edges: readonly number[]): Promise<{ readonly counts: readonly number[]; readonly exact: boolean }> {
    const found = this.#matching(ask)
    const within = (fromMs: number | undefined, toMs: number): number =>
      found.filter(({ occurredAtMs }) => inRange(occurredAtMs, { ...(fromMs === undefined ? {} : { fromMs }), toMs })).length
    return { counts: edges.slice(1).map((to, at) => within(edges[at], to)), exact: true }
  }

  async extent(ask: Ask): Promise<readonly [firstMs: number, lastMs: number] | undefined> {
    const found = this.#matching(ask).sort(comparePlaces('asc'))
    const [first, last] = [found[0], found.at(-1)]
    return first && last ? [first.occurredAtMs, last.occurredAtMs] : undefined
  }

  async values(dimension: FacetDimension, typed: string, limit: number, sees: Sees): Promise<FacetCounts> {
    const fits = fitsTyped(typed)
    const business = this.#matching({ query: typedQuery(dimension, typed, sees), which: 'business', sees })
    const fitting = this.#counted(business, dimension, sees).filter(({ value, label }) => fits(value, label))
    return mostFrequent(dimension, fitting, limit, true)
  }

  async clear(): Promise<void> {
    this.#rows.length = 0
    this.#labels.clear()
    this.#watermark = 0
  }

  async close(): Promise<void> {}

  #matching(ask: Ask): IndexRow[] {
    const query = wholeQuery(ask)
    return this.#rows.filter(
      (row) =>
        (ask.which === 'all' || row.own === (ask.which === 'own')) &&
        inRange(row.occurredAtMs, ask) &&
        matches(query, this.#seen(row, ask.sees)),
    )
  }

  #seen(row: IndexRow, sees: Sees): OpenedBody {
    const whose = JSON.stringify(sees.roles)
    const known = this.#opened.get(row)?.get(whose)
    if (known) return known
    const seen = openBody(row.body, sees)
    this.#opened.set(row, (this.#opened.get(row) ?? new Map()).set(whose, seen))
    return seen
  }

  /**
   * The name beside a value is the one recorded last, or the newest of the events that somebody may read who may read some
   * only; beside an object, the last of the events counted.
   */
  #counted(rows: readonly IndexRow[], dimension: FacetDimension, sees: Sees): readonly ValueCount[] {
    const counts = new Map<string, number>()
    const labels: Map<string, string> =
      dimension === 'object' ? new Map<string, string>() : sees.events ? this.#labelsSeen(sees) : this.#labels
    for (const { facets } of rows)
      for (const entry of facets) {
        if (entry.dimension !== dimension || !isSeen(entry.readers, sees)) continue
        counts.set(entry.value, (counts.get(entry.value) ?? 0) + 1)
        if (dimension === 'object' && entry.label) labels.set(`${dimension} ${entry.value}`, entry.label)
      }
    return [...counts].map(([value, count]) => ({ value, count, label: labels.get(`${dimension} ${value}`) }))
  }

  #labelsSeen(sees: Sees): Map<string, string> {
    const labels = new Map<string, string>()
    const everything = { query: { kind: 'and', parts: [] }, which: 'all', sees } as const
    for (const { facets } of this.#matching(everything).sort(comparePlaces('asc')))
      for (const { dimension, value, label } of facets) if (label) labels.set(`${dimension} ${value}`, label)
    return labels
  }
}
