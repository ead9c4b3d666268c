import { controlOps, type Json } from '../event/event.ts'
import { isSlotName } from '../ledger/slot-name.ts'

type Range = readonly [from: number, to: number]

interface Statement {
  readonly op: string
  /** Sorted and joined, so that a position is found by halving. */
  readonly ranges: readonly Range[]
  readonly slots: ReadonlySet<string>
  /** A hold ends with `trail.hold_released`. */
  readonly releases: boolean
}

const maxRanges = 10_000

type Core = { readonly [member: string]: Json }

/** A clause about what is wrong with the ledger statement of a `core`; undefined when it has none, or one that the format allows. */
export function statementProblem(core: Core): string | undefined {
  if (core.ledger === undefined) return undefined
  if (!isControl(core)) return 'it carries a ledger statement and is not one of the trail’s own events'
  return parseStatement(core.ledger, false) === undefined ? 'its ledger statement is not one the format allows' : undefined
}

/** True for the trail's own events, which alone may carry a ledger statement. */
const isControl = (core: Core): boolean =>
  core.category === 'trail' && typeof core.action === 'string' && core.action.startsWith('trail.')

/**
 * What control events say of other events: the only excuses for a missing value. Holds every range of every statement,
 * at most 10,000 an event; nothing grows with the number of events excused.
 */
export class Statements {
  readonly #bySeq = new Map<number, Statement>()
  readonly #holds: [seq: number, statement: Statement][] = []

  /** Takes the verified `core` of an event; a statement that the format does not allow excuses nothing. */
  take(seq: number, core: Core): void {
    if (core.ledger === undefined || !isControl(core)) return
    const statement = parseStatement(core.ledger, core.action === 'trail.hold_released')
    if (statement === undefined) return
    this.#bySeq.set(seq, statement)
    if (statement.op === 'hold') this.#holds.push([seq, statement])
  }

  /** Whether the event at `by` is an erasure that names this position and slot. */
  isErased(seq: number, slot: string, by: number): boolean {
    const statement = this.#bySeq.get(by)
    return by > seq && statement?.op === 'erasure' && statement.slots.has(slot) && covers(statement, seq)
  }

  /** Whether the event at `by` is a retention statement that names this position. */
  isPruned(seq: number, by: number): boolean {
    const statement = this.#bySeq.get(by)
    return by > seq && statement?.op === 'retention' && covers(statement, seq)
  }

  /** The hold in force over this position (and slot) when the event at `by` was recorded. A hold that names no slots holds them all. */
  holdOver(seq: number, slot: string | undefined, by: number): number | undefined {
    let held: number | undefined
    for (const [at, statement] of this.#holds) {
      const named = slot === undefined || statement.slots.size === 0 || statement.slots.has(slot)
      if (at < by && named && covers(statement, seq)) held = statement.releases ? undefined : at
    }
    return held
  }
}

function covers({ ranges }: Statement, seq: number): boolean {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle] as Range
    if (seq < from) high = middle - 1
    else if (seq >= to) low = middle + 1
    else return true
  }
  return false
}

function parseStatement(value: Json, releases: boolean): Statement | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { op, slots = [], ranges = [], part = 1, parts = 1, ...others } = value as { readonly [member: string]: Json }
  if (!(controlOps as readonly Json[]).includes(op ?? null) || !Array.isArray(slots) || !Array.isArray(ranges)) return undefined
  if (ranges.length > maxRanges || !ranges.every(isRange) || !slots.every(isNameOfSlot)) return undefined
  if (!isOrdinal(part) || !isOrdinal(parts) || Object.keys(others).length > 0) return undefined
  return { op: op as string, ranges: joined(ranges), slots: new Set(slots), releases }
}

const isNameOfSlot = (slot: Json): slot is string => typeof slot === 'string' && isSlotName(slot)

const isOrdinal = (value: Json): boolean => Number.isSafeInteger(value) && (value as number) >= 1

const isRange = (range: Json): range is Range & readonly Json[] =>
  Array.isArray(range) &&
  range.length === 2 &&
  range.every((end) => Number.isSafeInteger(end)) &&
  (range[0] as number) >= 0 &&
  (range[0] as number) < (range[1] as number)

function joined(ranges: readonly Range[]): readonly Range[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const out: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = out[out.length - 1]
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}
