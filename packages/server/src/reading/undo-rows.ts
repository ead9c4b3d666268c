import { type Change, canonicalize, type Json, lifeOf, parseTime, type Searchable } from '@daybook/core'

/** The event behind a row, as a page names it. */
interface UndoEvent {
  readonly id?: string
  readonly seq: number
  readonly occurredAt: string
  readonly action?: string
  readonly actor?: { readonly id?: string; readonly name?: string }
}

/**
 * One thing a batch did to one record: a field that it changed, or that it created, deleted or restored the record.
 *
 * - `before` is what its first change of the field found, `after` what its last one left; absent where there was no value.
 * - `since` is the newest event outside of the batch that changed the field (or the record's life) after the batch's last
 *   change of it, by when it occurred, then by position; `now` is what that event left.
 * - `state`: `as_left` where no such event is, `put_back` where it left what the batch had found, else `changed`.
 *
 * Failed and denied events changed nothing, on either side. Where a value is hidden from the reader, or was treated before
 * it was recorded, nothing is compared: a later change of it is `changed`.
 */
export interface UndoRow {
  readonly record: { readonly type: string; readonly id: string; readonly name?: string }
  readonly what: 'changed' | 'created' | 'deleted' | 'restored'
  readonly field?: string
  readonly path?: string
  readonly label?: string
  readonly kind?: string
  readonly currency?: string
  readonly before?: Json
  readonly after?: Json
  readonly treated?: Change['treated']
  readonly hidden?: true
  readonly by: UndoEvent
  readonly state: 'as_left' | 'changed' | 'put_back'
  readonly since?: UndoEvent
  readonly now?: Json
}

const lives = { begins: 'created', ends: 'deleted', returns: 'restored' } as const

/**
 * The rows of a batch from all events on its records since it began, in any order, as their reader sees them. Of each
 * record's rows only those whose first event has a position that `isWanted`: so a long list can be told in pages, each
 * row on one of them. In the order of those events.
 */
export const undoRows = (
  events: readonly Searchable[],
  batch: string,
  isWanted: (seq: number) => boolean,
): readonly UndoRow[] => {
  const told = events
    .filter(({ outcome }) => outcome === undefined || outcome === 'success')
    .sort((a, b) => timeOf(a) - timeOf(b) || a.seq - b.seq)
  const places = new Map<string, Touch[]>()
  for (const event of told)
    for (const touch of touchesOf(event)) {
      const place = JSON.stringify([event.object?.type, event.object?.id, touch.what, touch.field, touch.path])
      const touches = places.get(place)
      if (touches) touches.push(touch)
      else places.set(place, [touch])
    }
  return [...places.values()]
    .flatMap((touches) => rowOf(touches, batch) ?? [])
    .filter(({ first }) => isWanted(first.seq))
    .sort((a, b) => timeOf(a.first) - timeOf(b.first) || a.first.seq - b.first.seq)
    .map(({ row }) => row)
}

/** One event's part in one row. */
interface Touch {
  readonly event: Searchable
  /** `life`: it created, deleted or restored the record. */
  readonly what: 'field' | 'life'
  readonly field?: string
  readonly path?: string
  readonly change?: NonNullable<Searchable['changes']>[number]
  readonly life?: keyof typeof lives
}

const touchesOf = (event: Searchable): readonly Touch[] => {
  if (event.object?.type === undefined || event.object.id === undefined) return []
  const life = lifeOf(event)
  return [
    ...(life === undefined ? [] : [{ event, what: 'life', life } as const]),
    ...(event.changes ?? []).map((change) => ({
      event,
      what: 'field' as const,
      field: change.field,
      ...(change.path === undefined ? {} : { path: change.path }),
      change,
    })),
    ...(event.hidden ?? [])
      .filter(({ slot }) => slot.startsWith('chg/'))
      .map(({ slot }) => ({ event, what: 'field' as const, field: nameOf(slot) })),
  ]
}

const rowOf = (touches: readonly Touch[], batch: string) => {
  const own = touches.filter(({ event }) => event.batch?.id === batch)
  const [first] = own
  const last = own.at(-1)
  if (!first || !last) return undefined
  const since = touches.slice(touches.indexOf(last) + 1).findLast(({ event }) => event.batch?.id !== batch)
  const { object } = last.event
  const record = { type: object?.type ?? '', id: object?.id ?? '', ...(object?.name === undefined ? {} : { name: object.name }) }
  const row: UndoRow = {
    record,
    ...(last.what === 'life' ? { what: lives[last.life ?? 'begins'] } : { what: 'changed', ...fieldOf(first, last) }),
    by: eventOf(last.event),
    state: since === undefined ? 'as_left' : isPutBack(first, last, since) ? 'put_back' : 'changed',
    ...(since === undefined ? {} : { since: eventOf(since.event), ...nowOf(since) }),
  }
  return { first: first.event, row }
}

const fieldOf = (first: Touch, last: Touch) => {
  const { field = '', path, change } = last
  if (!change || !first.change) return { field, hidden: true } as const
  const { label, kind, currency, treated, after } = change
  const { before } = first.change
  return {
    field,
    ...(path === undefined ? {} : { path }),
    ...(label === undefined ? {} : { label }),
    ...(kind === undefined ? {} : { kind }),
    ...(currency === undefined ? {} : { currency }),
    ...(treated === undefined ? {} : { treated }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}

const nowOf = ({ change }: Touch) => (change?.after === undefined ? {} : { now: change.after })

const isPutBack = (first: Touch, last: Touch, since: Touch): boolean => {
  if (last.what === 'life') return isUndone(first.life, since.life)
  if (!first.change || !last.change || !since.change) return false
  if (first.change.treated || last.change.treated || since.change.treated) return false
  return same(since.change.after, first.change.before)
}

const isUndone = (done: Touch['life'], since: Touch['life']): boolean =>
  done === 'ends' ? since === 'returns' || since === 'begins' : since === 'ends'

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalize(a) === canonicalize(b))

const timeOf = ({ occurredAt = '' }: Searchable): number => parseTime(occurredAt) ?? 0

const eventOf = ({ id, seq, occurredAt = '', action, actor }: Searchable): UndoEvent => ({
  ...(id === undefined ? {} : { id }),
  seq,
  occurredAt,
  ...(action === undefined ? {} : { action }),
  ...(actor === undefined
    ? {}
    : {
        actor: { ...(actor.id === undefined ? {} : { id: actor.id }), ...(actor.name === undefined ? {} : { name: actor.name }) },
      }),
})

/** Slot names percent-encode what is not plain (docs/format.md, section 3). */
const nameOf = (slot: string): string => {
  const name = slot.slice('chg/'.length)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
