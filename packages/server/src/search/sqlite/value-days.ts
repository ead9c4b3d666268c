import { type FacetDimension, facetDimensions } from '../search-index.ts'
import { isCounted } from '../typed-query.ts'
import { dayMs } from './day-counts.ts'
import { dimensionNumber, dimensionOfId, eachFacet } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { type Budget, type Counter, hourMs, KeptCounts, type KeyRanges, type Units } from './kept-counts.ts'
import type { Match } from './match-text.ts'

/** So many values of days and hours are kept: 24 MB. */
const valuesKeptAtMost = 2_000_000

/** How often each value occurs in the events of one category; 0 stands for none. */
interface CategoryValues {
  readonly category: number
  readonly ids: Float64Array
  readonly counts: Uint32Array
}

type UnitValues = readonly CategoryValues[]

/** Who asks: what they may read as a match, and the classes of values they may see. */
export interface ValuesAsked {
  readonly match: Match
  readonly maySee: (kept: number) => boolean
  /** The classes, as text: with the match, it says whose counts these are. */
  readonly classes: string
}

/** Counts by value of what somebody may read, by category and unit of time. */
export class ValueDays {
  readonly #kept = new KeptCounts<UnitValues>(
    (values) => values.reduce((sum, { ids }) => sum + ids.length + 8, 8),
    valuesKeptAtMost,
  )

  /** Adds the counts of the units of some categories (of all, where absent) to `counts`; false where the budget does not suffice now. */
  addTo(
    counts: Map<number, number>,
    file: IndexFile,
    asked: ValuesAsked,
    units: Units,
    categories: readonly number[] | undefined,
    budget: Budget,
  ): boolean {
    const { match, classes } = asked
    const name = `${classes} ${match.except} ${match.query}`
    const found = this.#kept.take(file, name, units, counterOf(file, asked), budget)
    if (!found) return false
    for (const unit of found)
      for (const { category, ids, counts: each } of unit.counts) {
        if (categories && !categories.includes(category)) continue
        for (let at = 0; at < ids.length; at++) {
          const id = ids[at] ?? 0
          counts.set(id, (counts.get(id) ?? 0) + (each[at] ?? 0))
        }
      }
    return true
  }
}

type Gathered = Map<number, Map<number, number>>

const counterOf = (file: IndexFile, { match, maySee }: ValuesAsked): Counter<UnitValues> => ({
  nothing: [],
  eventsAtOnce: 50_000,
  add: (a, b) => {
    const sum: Gathered = new Map()
    for (const { category, ids, counts } of [...a, ...b])
      for (const [at, id] of ids.entries()) addOne(sum, category, id, counts[at] ?? 0)
    return packed(sum)
  },
  count: (keys, unitMs, budget) => {
    const units = new Map<number, Gathered>()
    const seen: number[] = []
    for (const { fromMs, facets } of rowsOf(file, match, keys, unitMs)) {
      budget.left--
      const gathered = units.get(fromMs) ?? new Map()
      units.set(fromMs, gathered)
      seen.length = 0
      eachFacet(facets, maySee, (id) => seen.push(id))
      const category = seen.find((id) => dimensionOfId(id) === categoryNumber) ?? 0
      for (const id of seen) if (countedNumbers.has(dimensionOfId(id))) addOne(gathered, category, id, 1)
    }
    return new Map([...units].map(([fromMs, gathered]) => [fromMs, packed(gathered)]))
  },
})

const countedNumbers = new Set(facetDimensions.filter(isCounted).map(dimensionNumber))
const categoryNumber = dimensionNumber('category')

const addOne = (gathered: Gathered, category: number, id: number, count: number): void => {
  const values = gathered.get(category) ?? new Map<number, number>()
  if (values.size === 0) gathered.set(category, values)
  values.set(id, (values.get(id) ?? 0) + count)
}

const packed = (gathered: Gathered): UnitValues =>
  [...gathered].map(([category, values]) => ({
    category,
    ids: Float64Array.from(values.keys()),
    counts: Uint32Array.from(values.values()),
  }))

/** Crowded keys are no numbers: which unit they are of is reckoned in SQL. */
function* rowsOf(
  file: IndexFile,
  { except, query }: Match,
  keys: KeyRanges,
  unitMs: number,
): Generator<{ readonly fromMs: number; readonly facets: Uint8Array }> {
  if (except && query !== undefined) throw new Error('values are counted of what terms find, or of everything')
  // Somebody who may read no event.
  if (!except && query === undefined) return
  for (const kind of ['plain', 'crowded'] as const) {
    const { from, to } = keys[kind]
    const unit = kind === 'plain' ? `e.key / ${(unitMs / 64) * 4}` : `(e.key - ${1n << 62n}) / ${BigInt(unitMs) << 20n}`
    const statement = file.db.prepare(
      query === undefined
        ? `SELECT ${unit} AS unit, e.facets AS facets FROM event e WHERE e.key >= ? AND e.key < ?`
        : `SELECT ${unit} AS unit, e.facets AS facets FROM token t CROSS JOIN event e ON e.key = t.rowid
            WHERE token MATCH ? AND t.rowid >= ? AND t.rowid < ?`,
    )
    const rows = query === undefined ? statement.iterate(from, to) : statement.iterate(query, from, to)
    for (const { unit: number, facets } of rows) yield { fromMs: Number(number) * unitMs, facets: facets as Uint8Array }
  }
}

/** A stretch of time as its whole days, the whole hours beside them, and what is left at its ends. */
export const unitsOf = (fromMs: number, toMs: number): { readonly units: readonly Units[]; readonly ends: readonly Ends[] } => {
  const hours = wholeIn(fromMs, toMs, hourMs)
  if (!hours) return { units: [], ends: fromMs < toMs ? [{ fromMs, toMs }] : [] }
  const days = wholeIn(hours.fromMs, hours.toMs, dayMs)
  const before = { fromMs: hours.fromMs, toMs: days?.fromMs ?? hours.toMs, unitMs: hourMs }
  const behind = { fromMs: days?.toMs ?? hours.toMs, toMs: hours.toMs, unitMs: hourMs }
  return {
    units: [before, ...(days ? [days] : []), behind].filter((units) => units.fromMs < units.toMs),
    ends: [
      { fromMs, toMs: hours.fromMs },
      { fromMs: hours.toMs, toMs },
    ].filter((end) => end.fromMs < end.toMs),
  }
}

interface Ends {
  readonly fromMs: number
  readonly toMs: number
}

const wholeIn = (fromMs: number, toMs: number, unitMs: number): Units | undefined => {
  const from = Math.ceil(fromMs / unitMs) * unitMs
  const to = Math.floor(toMs / unitMs) * unitMs
  return from < to ? { fromMs: from, toMs: to, unitMs } : undefined
}

/** Of one dimension. */
export const ofDimension = (
  counts: ReadonlyMap<number, number>,
  dimension: FacetDimension,
): readonly (readonly [id: number, count: number])[] => {
  const number = dimensionNumber(dimension)
  return [...counts].filter(([id]) => dimensionOfId(id) === number)
}
