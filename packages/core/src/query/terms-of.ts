import { type AspectKey, aspects, aspectsOfFilter, changeSlot } from './aspects.ts'
import { hasValue, isNothing, type Leaf, leavesOf } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { freeTexts } from './free-texts.ts'
import { magnitudeOf } from './magnitude.ts'
import { isStatusChange } from './matches.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import { pairTerm, type TermSign, term } from './term.ts'

/** One term of an event and the slot it comes from: who may not see the slot may not find the event by the term. */
export interface SlotTerm {
  readonly slot: string
  readonly term: string
}

/**
 * Every index term of an event, each once a slot. Slots are named as in docs/format.md; the changes of a field always
 * come as `chg/<field>`, also where the catalogue gives the field no slot of its own and they lie in `chg`: whoever
 * knows the catalogue maps them. Defects come as `core`. Nothing hidden is in them, since it is not in the event.
 */
export function termsOf(event: Searchable): readonly SlotTerm[] {
  const terms = new TermSet()
  for (const key of aspectKeys) addAspect(event, key, terms)
  for (const { text, slot } of freeTexts(event)) for (const word of searchWords(text)) terms.add(slot, 't', '~', word)
  addAbsence(event, terms)
  for (const change of event.changes ?? []) addChange(change, terms)
  return terms.all()
}

const aspectKeys = Object.keys(aspects) as AspectKey[]

class TermSet {
  readonly #bySlot = new Map<string, Set<string>>()

  add(slot: string, key: string, sign: TermSign, text: string): void {
    this.put(slot, term(key, sign, text).text)
  }

  put(slot: string, text: string): void {
    const terms = this.#bySlot.get(slot)
    if (terms === undefined) this.#bySlot.set(slot, new Set([text]))
    else terms.add(text)
  }

  all(): readonly SlotTerm[] {
    return [...this.#bySlot].flatMap(([slot, terms]) => Array.from(terms, (text) => ({ slot, term: text })))
  }
}

function addAspect(event: Searchable, key: AspectKey, terms: TermSet): void {
  const { how, of } = aspects[key]
  const presence = presenceKeys.get(key) ?? []
  for (const { text, slot } of of(event)) {
    if (how === 'name') for (const word of searchWords(text)) terms.add(slot, key, '~', word)
    else terms.add(slot, key, '=', how === 'folded' ? foldText(text) : text)
    for (const filter of presence) terms.add(slot, filter, '?', '')
  }
}

/** Filters whose member not every event has, and which can therefore be asked for `*` and `none`, by the terms that say it is there. */
export const optionalFilters = [
  'role',
  'object',
  'record',
  'source',
  'integration',
  'workflow',
  'step',
  'decision',
  'organization',
  'customer',
  'batch',
  'reason',
  'quality',
  'ip',
  'correlation',
  'causedBy',
] as const

const presenceKeys: ReadonlyMap<AspectKey, readonly string[]> = new Map(
  aspectKeys.map((key) => [key, optionalFilters.filter((filter) => aspectsOfFilter[filter].includes(key)).map(presenceKey)]),
)

/** The key of the term that says that a filter's member is there. */
export function presenceKey(filter: string): string {
  return filter.toLowerCase()
}

/** What may lie in a slot that is not `core`, and is not there: only who sees that slot may find its absence. */
function addAbsence(event: Searchable, terms: TermSet): void {
  const isHidden = (slot: string) => event.hidden?.some((hidden) => hidden.slot === slot) === true
  if (!event.reason && !isHidden('reason')) terms.add('core', 're', '!', '')
  if (!event.source?.ip && !isHidden('net')) terms.add(hasNet(event) ? 'net' : 'core', 'ip', '!', '')
}

const hasNet = ({ source }: Searchable): boolean =>
  [source?.ip, source?.userAgent, source?.requestId, source?.sessionId, source?.traceparent].some((text) => text !== undefined)

type SeenChange = NonNullable<Searchable['changes']>[number]

function addChange(change: SeenChange, terms: TermSet): void {
  const slot = changeSlot(change.field)
  const labelWords = change.label === undefined ? [] : searchWords(change.label)
  terms.add(slot, 'f', '?', '')
  terms.add(slot, 'f', '=', foldText(change.field))
  for (const word of labelWords) terms.add(slot, 'fl', '~', word)
  addSide(slot, change, 'before', 'bv', terms)
  addSide(slot, change, 'after', 'av', terms)
  if (isStatusChange(change)) addSide(slot, change, 'after', 'sv', terms)
  addPairs(slot, change, new Set([foldText(change.field), ...labelWords]), terms)
}

function addSide(slot: string, change: SeenChange, side: 'before' | 'after', key: string, terms: TermSet): void {
  const value = change[side]
  if (hasValue(value, change.treated)) terms.add(slot, key, '?', '')
  if (isNothing(value, change.treated)) terms.add(slot, key, '!', '')
  for (const leaf of leavesOf(value, change.treated)) {
    addLeaf(slot, leaf, key, terms)
    const magnitude = magnitudeOf(leaf)
    if (magnitude !== undefined) terms.add(slot, key, ':', magnitude)
  }
}

function addLeaf(slot: string, leaf: Leaf, key: string, terms: TermSet): void {
  if (leaf.kind === 'opaque') terms.add(slot, key, '=', leaf.text)
  else if (leaf.kind === 'number') terms.add(slot, key, '#', leaf.decimal)
  else for (const word of searchWords(leaf.text)) terms.add(slot, key, '~', word)
}

/** A field and a new value of one change, in one term: by the field's name and by each word of its label. */
function addPairs(slot: string, change: SeenChange, fields: ReadonlySet<string>, terms: TermSet): void {
  for (const leaf of leavesOf(change.after, change.treated)) {
    if (leaf.kind === 'opaque') continue
    const words = leaf.kind === 'number' ? [leaf.decimal] : searchWords(leaf.text)
    const sign = leaf.kind === 'number' ? '#' : '~'
    for (const field of fields) for (const word of words) terms.put(slot, pairTerm('fv', field, sign, word).text)
  }
}
