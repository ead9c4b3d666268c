import type { FieldKind } from '../catalogue/catalogue.ts'
import type { Change, Json } from '../event/event.ts'
import { parseTime } from '../event/time.ts'
import { canonicalize } from '../ledger/canonicalize.ts'
import type { Searchable } from '../query/query.ts'

/** The event that made a field what it is, as a page names it. */
export interface MadeBy {
  readonly id?: string
  readonly seq: number
  readonly occurredAt: string
  readonly action?: string
  readonly actor?: { readonly type?: string; readonly id?: string; readonly name?: string }
}

export interface FieldState {
  readonly field: string
  /** The item of a list, where the change named one. */
  readonly path?: string
  readonly label?: string
  readonly kind?: FieldKind
  /** Of `money`, ISO 4217, as the catalogue had it when the value was recorded. */
  readonly currency?: string
  /** Absent where the field had no value, or where the value cannot be told (`treated`, `hidden`). */
  readonly value?: Json
  readonly treated?: Change['treated']
  /**
   * `set`: an event before the moment made it so. `before`: the first event that speaks of it is later, and says what it
   * was until then. `hidden`: somebody may read it, this reader may not.
   */
  readonly known: 'set' | 'before' | 'hidden'
  /** The event that made it so; with `before`, the later one that tells. */
  readonly by: MadeBy
  /** True where an event found another value than the one before it had left: something changed it off the record. */
  readonly unexplained?: true
}

/** A record as its trail knows it at a moment. Nothing is made up: a field no event speaks of is not in it. */
export interface RecordState {
  /** `unknown`: the first event that speaks of the record is later, and does not say that it began there. */
  readonly exists: 'yes' | 'no' | 'unknown'
  /** Absent where no event is at or before the moment. */
  readonly name?: string
  readonly firstSeenAt?: string
  readonly lastSeenAt?: string
  /** Where no event is at or before the moment: when the first later one occurred. What was before nobody told the trail. */
  readonly laterSeenAt?: string
  /** The event that deleted it, where it is deleted at the moment. */
  readonly endedBy?: MadeBy
  /** The event that brought it back after it had been deleted. */
  readonly returnedBy?: MadeBy
  readonly fields: readonly FieldState[]
}

const begins = /^(?:created|registered|placed|drafted|opened|submitted|invited|added|requested|planned|imported)$/
const ends = /^(?:deleted|removed|purged|merged)$/
const returns = /^(?:restored|undeleted|recovered)$/

/** What an event did to its record's life; undefined where the record only goes on. */
export const lifeOf = (event: Searchable): 'begins' | 'ends' | 'returns' | undefined => {
  const verb = verbOf(event)
  if (ends.test(verb)) return 'ends'
  if (returns.test(verb)) return 'returns'
  return begins.test(verb) ? 'begins' : undefined
}

/**
 * What was done to the record itself: `deleted` in `order.deleted`, `order.soft_deleted` and `shop.order_deleted`; of
 * `order.line_removed` it is `line_removed`, for the order goes on.
 */
const verbOf = ({ action = '', object }: Searchable): string => {
  const last = action.slice(action.lastIndexOf('.') + 1)
  const own = object?.type !== undefined && last.startsWith(`${object.type}_`) ? last.slice(object.type.length + 1) : last
  return own.replace(/^(?:soft|hard|bulk|auto|self|permanently)_/, '')
}

/**
 * What a record's events add up to at `atMs` (milliseconds since 1970 UTC; events of that very millisecond count). Takes
 * the events in which the record is the object, as a reader sees them, in any order; those of the same time count in
 * order of position. Failed and denied events change nothing.
 */
export const recordState = (events: readonly Searchable[], atMs: number): RecordState => {
  const told = inOrder(events)
  const fields = new Map<string, FieldState>()
  let exists: RecordState['exists'] = 'unknown'
  let life: Pick<RecordState, 'endedBy' | 'returnedBy'> = {}
  const past = told.filter(({ ms }) => ms <= atMs)
  const later = told.filter(({ ms }) => ms > atMs)
  for (const { event } of past) {
    life = lifeAfter(event, exists, life)
    exists = existsAfter(event, exists)
    for (const state of statesIn(event)) fields.set(placeOf(state), join(fields.get(placeOf(state)), state))
  }
  if (past.length === 0) exists = existedBefore(later.map(({ event }) => event))
  for (const { event } of later) {
    // What it was before it began anew says nothing of what it had been.
    if (isBeginning(event)) break
    for (const change of event.changes ?? []) {
      const place = placeOf(change)
      if (!fields.has(place)) fields.set(place, untilThen(change, event))
    }
  }
  const named = past.findLast(({ event }) => event.object?.name !== undefined)?.event.object?.name
  return {
    exists,
    ...(named === undefined ? {} : { name: named }),
    ...timesOf(past.map(({ event }) => event)),
    ...(past.length === 0 && later[0] ? { laterSeenAt: later[0].event.occurredAt ?? '' } : {}),
    ...life,
    fields: exists === 'no' && past.length === 0 ? [] : [...fields.values()].map(plain),
  }
}

/** The fields in which two moments differ, each as it was and as it came to be. */
export const compareStates = (
  from: RecordState,
  to: RecordState,
): readonly { readonly field: string; readonly from?: FieldState; readonly to?: FieldState }[] => {
  const places = new Map<string, { field: string; from?: FieldState; to?: FieldState }>()
  for (const state of from.fields) places.set(placeOf(state), { field: state.field, from: state })
  for (const state of to.fields)
    places.set(placeOf(state), { ...(places.get(placeOf(state)) ?? { field: state.field }), to: state })
  return [...places.values()].filter(({ from: a, to: b }) => !isSame(a, b))
}

/** Treated values cannot be compared: they are the same as long as no event touched them. */
const isSame = (a: FieldState | undefined, b: FieldState | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (a.by.seq === b.by.seq && a.known === b.known
    ? true
    : !a.treated && !b.treated && a.known !== 'hidden' && sameJson(a.value, b.value))

interface Told {
  readonly ms: number
  readonly event: Searchable
}

const inOrder = (events: readonly Searchable[]): readonly Told[] =>
  events
    .filter(({ outcome }) => outcome === undefined || outcome === 'success')
    .map((event) => ({ event, ms: parseTime(event.occurredAt ?? '') ?? 0 }))
    .sort((a, b) => a.ms - b.ms || a.event.seq - b.event.seq)

const existsAfter = (event: Searchable, before: RecordState['exists']): RecordState['exists'] => {
  const life = lifeOf(event)
  if (life !== undefined) return life === 'ends' ? 'no' : 'yes'
  // Somebody worked on it: it was there.
  return before === 'no' ? 'no' : 'yes'
}

/** Whether a record was there before the first event that speaks of it: what an event left behind says nothing of that time. */
const existedBefore = (later: readonly Searchable[]): RecordState['exists'] => {
  const told = new Set<string>()
  for (const event of later) {
    if (isBeginning(event)) return event === later[0] ? 'no' : 'unknown'
    if (lifeOf(event) === 'returns') return 'unknown'
    const isFound = (event.changes ?? []).some((change) => change.before !== undefined && !told.has(placeOf(change)))
    if (isFound || lifeOf(event) === 'ends') return 'yes'
    for (const change of event.changes ?? []) told.add(placeOf(change))
  }
  return 'unknown'
}

/** An import or a request that found values there is no beginning. */
const isBeginning = (event: Searchable): boolean => lifeOf(event) === 'begins' && !tellsBefore(event)

const tellsBefore = ({ changes = [] }: Searchable): boolean =>
  changes.some(({ before }) => before !== undefined && before !== null)

/** By which event it ended, and by which it came back. */
const lifeAfter = (
  event: Searchable,
  before: RecordState['exists'],
  life: Pick<RecordState, 'endedBy' | 'returnedBy'>,
): Pick<RecordState, 'endedBy' | 'returnedBy'> => {
  const after = existsAfter(event, before)
  if (after === 'no') return before === 'no' && life.endedBy ? life : { endedBy: madeBy(event) }
  return before === 'no' ? { returnedBy: madeBy(event) } : life
}

const placeOf = ({ field, path }: { readonly field: string; readonly path?: string | undefined }): string =>
  path === undefined ? field : `${field}\n${path}`

interface Draft extends FieldState {
  readonly before?: Json
  readonly hadBefore?: boolean
}

const statesIn = (event: Searchable): readonly Draft[] => [
  ...(event.changes ?? []).map(
    (change): Draft => ({
      ...nameOf(change),
      ...(change.after === undefined ? {} : { value: change.after }),
      ...(change.before === undefined ? {} : { before: change.before }),
      hadBefore: change.before !== undefined,
      known: 'set',
      by: madeBy(event),
    }),
  ),
  ...(event.hidden ?? [])
    .filter(({ slot }) => slot.startsWith('chg/'))
    .map(({ slot }): Draft => ({ field: decodeSlot(slot), known: 'hidden', by: madeBy(event) })),
]

const nameOf = ({ field, path, label, kind, currency, treated }: NonNullable<Searchable['changes']>[number]) => ({
  field,
  ...(path === undefined ? {} : { path }),
  ...(label === undefined ? {} : { label }),
  ...(kind === undefined ? {} : { kind }),
  ...(currency === undefined ? {} : { currency }),
  ...(treated === undefined ? {} : { treated }),
})

/** A value that was not there when the next event came was changed by something that is not on the trail. */
const join = (known: FieldState | undefined, next: Draft): FieldState => {
  const comparable = known?.known === 'set' && !known.treated && !next.treated && next.known === 'set'
  const broken = comparable && next.hadBefore && !sameJson(known.value, next.before)
  return broken ? { ...next, unexplained: true } : next
}

const untilThen = (change: NonNullable<Searchable['changes']>[number], event: Searchable): FieldState => ({
  ...nameOf(change),
  ...(change.before === undefined ? {} : { value: change.before }),
  known: 'before',
  by: madeBy(event),
})

const plain = ({ before: _, hadBefore: __, ...state }: Draft): FieldState => state

const madeBy = ({ id, seq, occurredAt = '', action, actor }: Searchable): MadeBy => ({
  ...(id === undefined ? {} : { id }),
  seq,
  occurredAt,
  ...(action === undefined ? {} : { action }),
  ...(actor === undefined ? {} : { actor: pick(actor) }),
})

const pick = ({ type, id, name }: NonNullable<Searchable['actor']>): NonNullable<MadeBy['actor']> => ({
  ...(type === undefined ? {} : { type }),
  ...(id === undefined ? {} : { id }),
  ...(name === undefined ? {} : { name }),
})

const timesOf = (past: readonly Searchable[]) => {
  const [first, last] = [past[0]?.occurredAt, past.at(-1)?.occurredAt]
  return { ...(first === undefined ? {} : { firstSeenAt: first }), ...(last === undefined ? {} : { lastSeenAt: last }) }
}

/** Slot names percent-encode what is not plain (docs/format.md, section 3). */
const decodeSlot = (slot: string): string => {
  const name = slot.slice('chg/'.length)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

const sameJson = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalize(a) === canonicalize(b))
