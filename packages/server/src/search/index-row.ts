import {
  type Change,
  type CompiledCatalogue,
  type DisclosedSlot,
  defectNamesOf,
  defectsOf,
  type Json,
  kindChanged,
  openValues,
  type PartialEvent,
  parseJson,
  parseTime,
  type Searchable,
  TermWriter,
} from '@daybook/core'
import type { StoredEvent } from '../journal/journal.ts'
import { keptSlotOf } from '../trail/defect-slot.ts'
import { type Catalogues, type OpenSlot, readersBySlot, type SlotReaders, withhold } from '../trail/disclosure.ts'
import { labelled } from '../trail/view.ts'
import { bodyText, type DeclaredField, type StoredDefect } from './body.ts'
import { caseStepOf } from './case-step.ts'
import { facetsOf } from './facets-of.ts'
import type { IndexRow } from './search-index.ts'

/**
 * What the index takes of a stored event; undefined where nothing is left to find it by: a pruned event, or one whose
 * `core` was erased. Slots that were erased leave no term, no facet and no value.
 *
 * Tokens come from the event seen with everything, each under the readers of the slot it comes from: so a search by
 * tokens finds for a reader what `matches` finds in what that reader sees.
 */
export const indexRowOf = (stored: StoredEvent, catalogues: Catalogues): IndexRow | undefined => {
  const opened = openStored(stored)
  if (!opened) return undefined
  const { slots, texts, occurredAtMs, isWhole } = opened
  const { written } = catalogues
  const readers = readersBySlot(slots, catalogues)
  const keptFor = slotReaders(slots, readers)
  // Written into below, for it is nobody else's: to copy all that an event has costs more than to make it.
  const event = openValues(slots) as Mutable
  const isErased = !isWhole && slots.some(({ state }) => state === 'erased')
  const defects = isErased ? noDefects : defectsIn(event, written, readers, slots)
  const { changes } = event
  const type = kindChanged(event)
  const fields = declaredFields(changes, type, written)
  event.seq = stored.seq
  // What is hidden from everybody is not missing either.
  event.hidden = isWhole ? nothingHidden : withhold(slots, undefined, everything).hidden
  event.defects = defects.length === 0 ? nothingWeak : defects.map(namedDefect)
  if (changes && fields.length > 0) event.changes = labelled(changes, type, written)
  const step = event.workflow && caseStepOf(event, isReasonKept(slots, keptFor))
  return {
    seq: stored.seq,
    occurredAtMs,
    own: stored.own,
    ...(step ? { step } : {}),
    terms: termsByReaders(event, keptFor),
    facets: facetsOf(event, keptFor),
    body: bodyText(stored.seq, slots, texts, readers, defects, fields),
  }
}

type Mutable = { -readonly [Member in keyof Searchable]: Searchable[Member] }

const namedDefect = (defect: StoredDefect): Searchable['defects'][number] =>
  typeof defect === 'string' ? { name: defect } : { name: defect[0], slot: defect[1] }

const isReasonKept = (slots: readonly OpenSlot[], keptFor: KeptFor): boolean => {
  const reason = slots.find(({ name }) => name === 'reason')
  return reason !== undefined && (reason.state !== 'disclosed' || keptFor('reason') !== undefined)
}

/** A row that is found by its time alone, for an event that cannot be indexed: it is listed, and no search finds it. */
export const bareRowOf = (stored: StoredEvent): IndexRow | undefined => {
  const opened = openStored(stored)
  if (!opened) return undefined
  const { slots, texts, occurredAtMs } = opened
  // Nobody knows who may read what is in it: only those who may read everything.
  const readers = new Map(slots.filter(({ name }) => name !== 'core').map(({ name }) => [name, []]))
  const body = bodyText(stored.seq, slots, texts, readers, [], [])
  return { seq: stored.seq, occurredAtMs, own: stored.own, terms: [], facets: [], body }
}

const everything = { everything: true, roles: [] } as const
const nothingHidden: NonNullable<Searchable['hidden']> = []
const noDefects: readonly StoredDefect[] = []
const nothingWeak: Searchable['defects'] = []

interface OpenedStored {
  readonly slots: readonly OpenSlot[]
  /** What of each slot stands behind its salt, in the same order; empty where it is not disclosed. */
  readonly texts: readonly string[]
  readonly occurredAtMs: number
  /** Whether all slots are disclosed. */
  readonly isWhole: boolean
}

const openStored = (stored: StoredEvent): OpenedStored | undefined => {
  if (stored.state === 'pruned') return undefined
  const slots: OpenSlot[] = []
  const texts: string[] = []
  let isWhole = true
  let occurredAt: Json | undefined
  for (const slot of stored.slots) {
    if (slot.state !== 'disclosed') {
      isWhole = false
      slots.push(slot)
      texts.push('')
      continue
    }
    const value = membersOf(slot)
    if (slot.name === 'core') occurredAt = value.occurredAt
    slots.push({ state: 'disclosed', name: slot.name, value })
    texts.push(slot.disclosure.slice(saltLength))
  }
  const occurredAtMs = typeof occurredAt === 'string' ? parseTime(occurredAt) : undefined
  return occurredAtMs === undefined ? undefined : { slots, texts, occurredAtMs, isWhole }
}

/** D is `["<22 characters>","<name>",<value>]`. */
const saltLength = 26

type Members = { readonly [member: string]: Json }

const membersOf = ({ name, disclosure }: DisclosedSlot): Members => {
  const text = disclosure.slice(saltLength + 3 + name.length, -1)
  if (name !== 'actor' && name !== 'customer') return (parseJson(text) ?? {}) as Members
  const known = parties.get(text)
  if (known !== undefined) return known
  const value = (parseJson(text) ?? {}) as Members
  if (parties.size >= partiesAtMost) parties.clear()
  // A text of its own: what was cut out of a block would keep all of it.
  parties.set(String(JSON.parse(JSON.stringify(text))), value)
  return value
}

/** Slots that come again and again, by their texts. */
const parties = new Map<string, Members>()
const partiesAtMost = 4_000

/** What is remembered of words, so that names that come again are not cut and folded again. */
const terms = new TermWriter()

const termsByReaders = (event: Searchable, keptFor: KeptFor): IndexRow['terms'] => {
  let open = ''
  let kept: Map<string, { readonly readers: readonly string[]; text: string }> | undefined
  terms.write(event, (slot, lines) => {
    const readers = lines === '' ? undefined : keptFor(slot)
    if (!readers) {
      open += lines
      return
    }
    kept ??= new Map()
    const key = JSON.stringify(readers)
    const group = kept.get(key)
    if (group) group.text += lines
    else kept.set(key, { readers, text: lines })
  })
  const all = open === '' ? [] : [{ text: open }]
  return kept ? [...all, ...kept.values()] : all
}

/** The roles that a slot of the event is kept for; undefined where everybody may read it. */
export type KeptFor = (slot: string) => readonly string[] | undefined

/** A field's changes are in a slot of their own or in `chg`, as the catalogue was when the event was sealed. */
const slotReaders = (slots: readonly OpenSlot[], readers: SlotReaders): KeptFor => {
  if (readers.size === 0) return forEverybody
  const names = new Set(slots.map(({ name }) => name))
  return (slot) => readers.get(slot.startsWith('chg/') && !names.has(slot) ? 'chg' : slot)
}

const forEverybody: KeptFor = () => undefined

/** By name, and with its slot one that speaks of what is kept from some, unless it speaks of something else too. */
const defectsIn = (
  event: PartialEvent,
  written: CompiledCatalogue,
  readers: SlotReaders,
  slots: readonly OpenSlot[],
): readonly StoredDefect[] => {
  if (readers.size === 0) return defectNamesOf(event, written)
  const names = new Set(slots.map(({ name }) => name))
  const placed = defectsOf(event, written).map((defect) => ({
    name: defect.name,
    slot: keptSlotOf(defect, event.changes, readers, names),
  }))
  const open = new Set(placed.flatMap(({ name, slot }) => (slot === undefined ? [name] : [])))
  const kept = new Map(
    placed.flatMap(({ name, slot }) =>
      slot === undefined || open.has(name) ? [] : [[`${name} ${slot}`, [name, slot] as const] as const],
    ),
  )
  return [...open, ...kept.values()]
}

const declaredFields = (
  changes: readonly Change[] | undefined,
  objectType: string | undefined,
  written: CompiledCatalogue,
): readonly DeclaredField[] => {
  if (!changes) return noFields
  let found: DeclaredField[] | undefined
  for (const { field } of changes) {
    const declared = written.field(objectType, field)
    if (!declared?.kind && !declared?.label) continue
    found ??= []
    if (!found.some(([known]) => known === field)) found.push([field, declared.kind ?? null, declared.label ?? null])
  }
  return found ?? noFields
}

const noFields: readonly DeclaredField[] = []
