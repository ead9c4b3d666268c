import {
  type Change,
  type CompiledCatalogue,
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
  const { slots, texts, occurredAtMs } = opened
  const { written } = catalogues
  const readers = readersBySlot(slots, catalogues)
  const keptFor = slotReaders(slots, readers)
  const whole = openValues(slots)
  const isWhole = slots.every(({ state }) => state === 'disclosed')
  const isErased = !isWhole && slots.some(({ state }) => state === 'erased')
  const defects = isErased ? noDefects : defectsIn(whole as PartialEvent, written, readers, slots)
  const { changes } = whole
  const fields = declaredFields(changes, kindChanged(whole), written)
  // Written into, for it is nobody else's: to copy all that an event has costs more than to make it.
  const event: Searchable = Object.assign(whole, {
    seq: stored.seq,
    // What is hidden from everybody is not missing either.
    hidden: isWhole ? nothingHidden : withhold(slots, undefined, everything).hidden,
    defects: defects.map((defect) => (typeof defect === 'string' ? { name: defect } : { name: defect[0], slot: defect[1] })),
    ...(changes && fields.length > 0 ? { changes: labelled(changes, kindChanged(whole), written) } : {}),
  })
  const reason = slots.find(({ name }) => name === 'reason')
  const step = caseStepOf(event, reason !== undefined && (reason.state !== 'disclosed' || keptFor('reason') !== undefined))
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

interface OpenedStored {
  readonly slots: readonly OpenSlot[]
  /** The value of each slot as text, in the same order; empty where it is not disclosed. */
  readonly texts: readonly string[]
  readonly occurredAtMs: number
}

const openStored = (stored: StoredEvent): OpenedStored | undefined => {
  if (stored.state === 'pruned') return undefined
  const texts = stored.slots.map((slot) => (slot.state === 'disclosed' ? valueText(slot.disclosure, slot.name) : ''))
  const slots = stored.slots.map((slot, at): OpenSlot => {
    if (slot.state !== 'disclosed') return slot
    return { state: 'disclosed', name: slot.name, value: (parseJson(texts[at] ?? '{}') ?? {}) as Members }
  })
  const core = slots.find(({ name }) => name === 'core')
  const occurredAt = core?.state === 'disclosed' ? core.value.occurredAt : undefined
  const occurredAtMs = typeof occurredAt === 'string' ? parseTime(occurredAt) : undefined
  return occurredAtMs === undefined ? undefined : { slots, texts, occurredAtMs }
}

type Members = { readonly [member: string]: Json }

/** D is `["<22 characters>","<name>",<value>]`. */
const valueText = (disclosure: string, name: string): string => disclosure.slice(29 + name.length, -1)

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
  if (readers.size === 0) return () => undefined
  const names = new Set(slots.map(({ name }) => name))
  return (slot) => readers.get(slot.startsWith('chg/') && !names.has(slot) ? 'chg' : slot)
}

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
  const found: DeclaredField[] = []
  for (const { field } of changes) {
    const declared = written.field(objectType, field)
    if (!declared?.kind && !declared?.label) continue
    if (!found.some(([known]) => known === field)) found.push([field, declared.kind ?? null, declared.label ?? null])
  }
  return found
}

const noFields: readonly DeclaredField[] = []
