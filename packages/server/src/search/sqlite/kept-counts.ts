import { dayMs } from './day-counts.ts'
import type { IndexFile } from './index-file.ts'
import { type KeyRange, regularKeys } from './row-key.ts'

/** Counts are made and kept by whole days, and by hours where a stretch of time begins or ends within a day. */
export const hourMs = 3_600_000

/** Units of one length that follow each other, `[fromMs, toMs)`; the length is a day or an hour. */
export interface Units {
  readonly fromMs: number
  readonly toMs: number
  readonly unitMs: number
}

/** The keys that business events of a stretch of time have, but for odd ones. */
export interface KeyRanges {
  readonly plain: KeyRange
  readonly crowded: KeyRange
}

/** What is counted of each unit. */
export interface Counter<T> {
  /** By the beginning of the unit; a unit without a match may be missing. Takes from `budget` what it looked at. */
  count(keys: KeyRanges, unitMs: number, budget: Budget): ReadonlyMap<number, T>
  add(a: T, b: T): T
  readonly nothing: T
  /** Units that are counted in one go have at most so many events, unless one alone has more. */
  readonly eventsAtOnce: number
}

/** How much may still be looked at for an answer: so many rows or keys, until so late on the clock of `performance`. */
export interface Budget {
  left: number
  readonly untilMs?: number
}

const isSpent = ({ left, untilMs = Number.POSITIVE_INFINITY }: Budget): boolean => left <= 0 || performance.now() > untilMs

/** All business events of a unit when it was counted: how many, and the last of their keys. */
interface Stamp {
  readonly events: number
  readonly plain: bigint
  readonly crowded: bigint
}

interface Kept<T> {
  readonly stamp: Stamp
  readonly counts: T
}

/**
 * What was counted of days and hours, for the next who asks the same. Rows are only ever added to an index, so that a unit
 * with as many events as before is as it was; where all that came has later keys, as today, that is added. Bounded: the
 * names asked for longest ago are forgotten.
 */
export class KeptCounts<T> {
  readonly #byName = new Map<string, Map<number, Kept<T>>>()
  readonly #weigh: (counts: T) => number
  readonly #most: number
  #weight = 0

  /** `most` by `weigh`, of everything that is kept. */
  constructor(weigh: (counts: T) => number, most: number) {
    this.#weigh = weigh
    this.#most = most
  }

  /** What is kept of a name, for units of one length that are within these, as they were when they were counted. */
  *known(name: string, { fromMs, toMs, unitMs }: Units): Generator<T> {
    for (const [id, { counts }] of this.#byName.get(name) ?? []) {
      const start = id < 0 ? -id - 1 : id
      if (id < 0 === (unitMs !== dayMs) && start >= fromMs && start < toMs) yield counts
    }
  }

  /**
   * The counts of all units that have events, ascending; undefined where more has to be looked at than the budget has: what was
   * counted by then is kept, so that who asks again comes further.
   */
  take(
    file: IndexFile,
    name: string,
    units: Units,
    counter: Counter<T>,
    budget: Budget,
  ): readonly { readonly fromMs: number; readonly counts: T }[] | undefined {
    const kept = this.#touched(name)
    const found: { fromMs: number; counts: T }[] = []
    const missing: UnitEvents[] = []
    for (const unit of eventsOfUnits(file, units)) {
      const counts = this.#current(file, kept, unit, counter, budget)
      if (counts === undefined) missing.push(unit)
      else found.push({ fromMs: unit.fromMs, counts })
    }
    // The newest first: they are asked for most, and what is known of them is told until all is.
    for (const run of runsOf(missing, counter.eventsAtOnce).toReversed()) {
      if (isSpent(budget)) return undefined
      const keys = keysOf(run[0]?.fromMs ?? 0, (run.at(-1)?.fromMs ?? 0) + units.unitMs)
      const counted = counter.count(keys, units.unitMs, budget)
      for (const unit of run) {
        const counts = counted.get(unit.fromMs) ?? counter.nothing
        this.#keep(kept, unit, { stamp: stampOf(file, unit), counts })
        found.push({ fromMs: unit.fromMs, counts })
      }
    }
    this.#forget(name)
    return found.sort((a, b) => a.fromMs - b.fromMs)
  }

  #touched(name: string): Map<number, Kept<T>> {
    const kept = this.#byName.get(name) ?? new Map<number, Kept<T>>()
    this.#byName.delete(name)
    this.#byName.set(name, kept)
    return kept
  }

  /** What is known of a unit, with what came behind it since. */
  #current(file: IndexFile, kept: Map<number, Kept<T>>, unit: UnitEvents, counter: Counter<T>, budget: Budget): T | undefined {
    const known = kept.get(idOf(unit))
    if (!known || known.stamp.events === unit.events) return known?.counts
    const { plain, crowded } = keysOf(unit.fromMs, unit.fromMs + unit.unitMs)
    const behind = {
      plain: { from: known.stamp.plain + 1n, to: plain.to },
      crowded: { from: known.stamp.crowded + 1n, to: crowded.to },
    }
    if (known.stamp.events + rowsIn(file, behind) !== unit.events) return undefined
    const added = counter.count(behind, unit.unitMs, budget).get(unit.fromMs)
    const counts = added === undefined ? known.counts : counter.add(known.counts, added)
    this.#keep(kept, unit, { stamp: stampOf(file, unit), counts })
    return counts
  }

  #keep(kept: Map<number, Kept<T>>, unit: UnitEvents, counted: Kept<T>): void {
    const id = idOf(unit)
    const before = kept.get(id)
    this.#weight += this.#weigh(counted.counts) - (before ? this.#weigh(before.counts) : 0)
    kept.set(id, counted)
  }

  /** The oldest names, and of one that is too much alone, all of it. */
  #forget(current: string): void {
    for (const [name, kept] of this.#byName) {
      if (this.#weight <= this.#most) return
      for (const { counts } of kept.values()) this.#weight -= this.#weigh(counts)
      if (name === current) kept.clear()
      else this.#byName.delete(name)
    }
  }
}

interface UnitEvents {
  readonly fromMs: number
  readonly unitMs: number
  readonly events: number
}

/** Hours and days apart. */
const idOf = ({ fromMs, unitMs }: UnitEvents): number => (unitMs === dayMs ? fromMs : -fromMs - 1)

const keysOf = (fromMs: number, toMs: number): KeyRanges => ({
  plain: regularKeys({ own: false, kind: 'plain' }, fromMs, toMs),
  crowded: regularKeys({ own: false, kind: 'crowded' }, fromMs, toMs),
})

/** The units that have events, ascending: days as the table of days has them, of hours the rows are counted. */
const eventsOfUnits = (file: IndexFile, { fromMs, toMs, unitMs }: Units): readonly UnitEvents[] => {
  if (unitMs === dayMs) {
    const sql = 'SELECT day, count FROM day WHERE category = 0 AND dimension = 0 AND day >= ? AND day < ? ORDER BY day'
    const days = file.statement(sql).all(fromMs / dayMs, toMs / dayMs)
    return days.map(({ day, count }) => ({ fromMs: Number(day) * dayMs, unitMs, events: Number(count) }))
  }
  const units: UnitEvents[] = []
  for (let at = fromMs; at < toMs; at += unitMs) {
    const events = rowsIn(file, keysOf(at, at + unitMs))
    if (events > 0) units.push({ fromMs: at, unitMs, events })
  }
  return units
}

/** Units that follow each other, as many as are counted in one go. */
const runsOf = (units: readonly UnitEvents[], most: number): readonly (readonly UnitEvents[])[] => {
  const runs: UnitEvents[][] = []
  let events = 0
  for (const unit of units) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && last.fromMs + last.unitMs === unit.fromMs && events + unit.events <= most) run.push(unit)
    else {
      runs.push([unit])
      events = 0
    }
    events += unit.events
  }
  return runs
}

const rowsIn = (file: IndexFile, { plain, crowded }: KeyRanges): number => {
  const sql = 'SELECT count(*) AS count FROM event WHERE key >= ? AND key < ?'
  return Number(file.get(sql, plain.from, plain.to)?.count) + Number(file.get(sql, crowded.from, crowded.to)?.count)
}

const stampOf = (file: IndexFile, { fromMs, unitMs, events }: UnitEvents): Stamp => {
  const { plain, crowded } = keysOf(fromMs, fromMs + unitMs)
  return { events, plain: lastKey(file, plain), crowded: lastKey(file, crowded) }
}

/** The last that is taken; where none is, the one before the first. */
const lastKey = (file: IndexFile, { from, to }: KeyRange): bigint => {
  const row = file.statement('SELECT max(key) AS last FROM event WHERE key >= ? AND key < ?', true).get(from, to)
  return typeof row?.last === 'bigint' ? row.last : from - 1n
}
