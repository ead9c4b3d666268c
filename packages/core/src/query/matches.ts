import { parseTime } from '../event/time.ts'
import { aspects, aspectsOf, aspectsOfFilter, type Placed, type TextFilter } from './aspects.ts'
import { hasValue, hasWords, isWantedValue } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { freeTexts } from './free-texts.ts'
import type { FilterName, Query, Searchable, Wanted } from './query.ts'
import { searchWords } from './search-words.ts'

/**
 * Whether an event is what a query asks for: the definition of right. Indexes, counts, exports and pages agree with it
 * for every event and query. Of an event that a reader sees only in part, what is hidden is not found.
 *
 * @example matches(parseQuery('actor:maria -source:api'), { seq: 0, defects: [], actor: { name: 'María López' } })
 */
export function matches(query: Query, event: Searchable): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => matches(part, event))
    case 'or':
      return query.parts.some((part) => matches(part, event))
    case 'not':
      return !matches(query.part, event)
    case 'filter':
      return query.values.some((wanted) => isWanted(event, query.filter, wanted))
    case 'change':
      return (event.changes ?? []).some((change) => isWantedChange(change, query))
    case 'text':
      return query.phrase ? hasPhrase(event, query) : hasEveryWord(event, query)
    case 'time':
      return occurredWithin(event, query)
    case 'recorded':
      return event.seq < query.upTo
  }
}

function isWanted(event: Searchable, filter: FilterName, wanted: Wanted): boolean {
  if (filter === 'status') return isWantedStatus(event, wanted)
  if (filter === 'count') return isWantedCount(event, wanted)
  if (wanted.match === 'range') return false
  if (wanted.match === 'none') return !isHidden(event, filter) && !hasAny(event, filter)
  if (wanted.match === 'prefix' && wanted.text === '') return hasAny(event, filter)
  if (wanted.match === 'is' && wanted.ofType !== undefined)
    return recordsOf(event, filter).some(({ type, id }) => type === wanted.ofType && id === wanted.text)
  return aspectsOf(filter, wanted).some((key) => {
    const aspect = aspects[key]
    return aspect.of(event).some(({ text }) => meets(text, aspect.how, wanted.text, wanted.match === 'prefix'))
  })
}

const recordsOf = (
  { object, related, customer, workflow }: Searchable,
  filter: FilterName,
): readonly { readonly type?: string | undefined; readonly id?: string | undefined }[] => {
  if (filter === 'workflow') return workflow ? [workflow] : []
  if (filter !== 'object' && filter !== 'record') return []
  const others = filter === 'object' ? [] : [...(related ?? []), ...(customer ? [{ type: 'customer', id: customer.id }] : [])]
  return object ? [object, ...others] : others
}

function meets(text: string, how: 'id' | 'folded' | 'name', wanted: string, isPrefix: boolean): boolean {
  if (how === 'name') return hasWords(text, wanted, isPrefix)
  if (how === 'folded') return meets(foldText(text), 'id', foldText(wanted), isPrefix)
  return isPrefix ? text.startsWith(wanted) : text === wanted
}

const hasAny = (event: Searchable, filter: TextFilter): boolean =>
  aspectsOfFilter[filter].some((key) => aspects[key].of(event).length > 0)

/** Nobody can say of a hidden slot that there is nothing in it. Other filters have their ids in `core`, which is never hidden. */
const isHidden = (event: Searchable, filter: FilterName): boolean =>
  (event.hidden ?? []).some(({ slot }) => (filter === 'reason' && slot === 'reason') || (filter === 'ip' && slot === 'net'))

type SeenChange = NonNullable<Searchable['changes']>[number]

/** Of how many it was: the number itself, a range of numbers, any, or none; never the beginning of one. */
function isWantedCount({ count }: Searchable, wanted: Wanted): boolean {
  if (wanted.match === 'prefix' && wanted.text !== '') return false
  return isWantedValue(count, undefined, wanted)
}

/** Of a change to a status: its new value. */
function isWantedStatus(event: Searchable, wanted: Wanted): boolean {
  const changes = (event.changes ?? []).filter(isStatusChange)
  if (wanted.match === 'none') return !changes.some((change) => hasValue(change.after, change.treated))
  return changes.some((change) => isWantedSide(change, 'after', [wanted]))
}

/** The catalogue says so, or its name does. */
export const isStatusChange = ({ kind, field }: SeenChange): boolean => kind === 'status' || foldText(field) === 'status'

function isWantedChange(change: SeenChange, query: Extract<Query, { kind: 'change' }>): boolean {
  return (
    (query.field === undefined || query.field.some((wanted) => isWantedField(change, wanted))) &&
    (query.before === undefined || isWantedSide(change, 'before', query.before)) &&
    (query.after === undefined || isWantedSide(change, 'after', query.after))
  )
}

function isWantedField({ field, label }: SeenChange, wanted: Wanted): boolean {
  if (wanted.match !== 'is' && wanted.match !== 'prefix') return false
  const isPrefix = wanted.match === 'prefix'
  return meets(field, 'folded', wanted.text, isPrefix) || (label !== undefined && hasWords(label, wanted.text, isPrefix))
}

const isWantedSide = (change: SeenChange, side: 'before' | 'after', values: readonly Wanted[]): boolean =>
  values.some((wanted) => isWantedValue(change[side], change.treated, wanted))

type Text = Extract<Query, { kind: 'text' }>

/** Each word somewhere in the event, not all in one text. */
function hasEveryWord(event: Searchable, { text, prefix }: Text): boolean {
  const wanted = searchWords(text)
  const words = new Set(freeTexts(event).flatMap((found) => searchWords(found.text)))
  return wanted.length > 0 && wanted.every((word, at) => isThere(word, prefix && at === wanted.length - 1, words))
}

const isThere = (word: string, isPrefix: boolean, words: ReadonlySet<string>): boolean =>
  words.has(word) || (isPrefix && [...words].some((found) => found.startsWith(word)))

function hasPhrase(event: Searchable, { text, prefix }: Text): boolean {
  const wanted = searchWords(text)
  return wanted.length > 0 && freeTexts(event).some((found) => hasSequence(found, wanted, prefix))
}

function hasSequence({ text }: Placed, wanted: readonly string[], prefix: boolean): boolean {
  const words = searchWords(text)
  const last = wanted.length - 1
  return words.some((_, start) =>
    wanted.every((word, at) => {
      const found = words[start + at]
      return found === word || (prefix && at === last && found?.startsWith(word) === true)
    }),
  )
}

function occurredWithin({ occurredAt }: Searchable, { fromMs, toMs }: Extract<Query, { kind: 'time' }>): boolean {
  const ms = occurredAt === undefined ? undefined : parseTime(occurredAt)
  return ms !== undefined && (fromMs === undefined || ms >= fromMs) && (toMs === undefined || ms < toMs)
}
