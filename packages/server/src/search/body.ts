import {
  type Change,
  type CompiledCatalogue,
  type DefectName,
  type FieldKind,
  type Json,
  openValues,
  parseJson,
  type Searchable,
} from '@daybook/core'
import { defectsShown } from '../trail/defect-slot.ts'
import { type OpenSlot, type SlotReaders, withhold } from '../trail/disclosure.ts'
import { defectsOfSlots, type EventView, type SeenEvent, viewOfSeen } from '../trail/view.ts'
import type { Sees } from './search-index.ts'

/**
 * An event's slots as the index keeps them, JSON text: values without salts and digests, for these are in the journal
 * and do not compress.
 *
 *     [seq, [slot…], [defect…], [field…]]       the last two left out where they and all behind them are empty
 *     slot    ["<name>",<value>] for everybody, ["<name>",<value>,["<role>"…]] for those roles,
 *             ["<name>"] withheld, ["<name>",null,<by>] erased
 *     defect  "<name>" for everybody, ["<name>","<slot>"] for those who may read that slot
 *     field   ["<field>","<kind>" or null,"<label>" or null], as the catalogue it was recorded under has it
 *
 * `texts`: of each slot that is disclosed, what of its disclosure stands behind the salt: `"<name>",<value>]`.
 */
export const bodyText = (
  seq: number,
  slots: readonly OpenSlot[],
  texts: readonly string[],
  readers: SlotReaders,
  defects: readonly StoredDefect[],
  fields: readonly DeclaredField[],
): string => {
  let list = ''
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at]
    if (at > 0) list += ','
    if (slot) list += slotText(slot, texts[at] ?? '', readers.get(slot.name))
  }
  const rest =
    fields.length > 0
      ? `,${JSON.stringify(defects)},${JSON.stringify(fields)}`
      : defects.length > 0
        ? `,${JSON.stringify(defects)}`
        : ''
  return `[${seq},[${list}]${rest}]`
}

export type StoredDefect = DefectName | readonly [name: DefectName, slot: string]
export type DeclaredField = readonly [field: string, kind: FieldKind | null, label: string | null]

/** Names of slots need no escapes (`isSlotName`). */
const slotText = (slot: OpenSlot, text: string, readers: readonly string[] | undefined): string => {
  if (slot.state === 'erased') return `["${slot.name}",null,${slot.by}]`
  if (slot.state === 'withheld') return `["${slot.name}"]`
  return readers ? `[${text.slice(0, -1)},${JSON.stringify(readers)}]` : `[${text}`
}

type StoredSlot = readonly [name: string, value?: { readonly [member: string]: Json } | null, rest?: readonly string[] | number]
type StoredBody = readonly [
  seq: number,
  slots: readonly StoredSlot[],
  defects?: readonly StoredDefect[],
  fields?: readonly DeclaredField[],
]

/** An event as one reader sees it, its defects by name. */
export type OpenedBody = Omit<SeenEvent, 'defects'> & Pick<Searchable, 'defects'>

/** The event of a body as one reader sees it: withheld and erased slots are named, with what may be said of them. */
export const openBody = (body: string, sees: Pick<Sees, 'roles'>): OpenedBody => {
  const [seq, stored, defects = [], fields = []] = parseJson(body) as unknown as StoredBody
  const readers = readersIn(stored)
  const { roles } = sees
  const viewer = { everything: roles === 'everything', roles: roles === 'everything' ? [] : roles }
  const { slots, hidden } = withhold(stored.map(openSlot), readers, viewer)
  const { changes, ...event } = openValues(slots)
  const declared = new Map(fields.map(([field, ...rest]) => [field, rest]))
  return {
    seq,
    ...event,
    ...(changes ? { changes: changes.map((change) => known(change, declared)) } : {}),
    defects: defects.flatMap((defect) => {
      if (typeof defect === 'string') return { name: defect }
      const [name, slot] = defect
      return hidden.some((one) => one.slot === slot) ? [] : { name }
    }),
    hidden,
  }
}

/** The view of a body that was opened: its defects in words, judged on all of it. `hash` is E, base64url. */
export const viewOfBody = (body: string, opened: OpenedBody, hash: string, written: CompiledCatalogue): EventView => {
  if (opened.defects.length === 0) return viewOfSeen({ ...opened, defects: [] }, hash, written)
  const [, stored] = parseJson(body) as unknown as StoredBody
  const slots = stored.map(openSlot)
  const isHidden = (name: string) => opened.hidden.some(({ slot }) => slot === name)
  const shown = slots.map((slot): OpenSlot => (isHidden(slot.name) ? { state: 'withheld', name: slot.name } : slot))
  const defects = defectsShown(defectsOfSlots(slots, written), openValues(slots).changes, readersIn(stored), shown)
  return viewOfSeen({ ...opened, defects }, hash, written)
}

const readersIn = (stored: readonly StoredSlot[]): SlotReaders =>
  new Map(stored.flatMap(([name, , rest]) => (typeof rest === 'object' ? [[name, rest] as const] : [])))

const openSlot = ([name, value, rest]: StoredSlot): OpenSlot => {
  if (typeof rest === 'number') return { state: 'erased', name, by: rest }
  return value ? { state: 'disclosed', name, value } : { state: 'withheld', name }
}

const known = (
  change: Change,
  declared: ReadonlyMap<string, readonly [kind: FieldKind | null, label: string | null]>,
): Change & { readonly kind?: FieldKind } => {
  const [kind, declaredLabel] = declared.get(change.field) ?? []
  const label = change.label ?? declaredLabel
  return { ...change, ...(label ? { label } : {}), ...(kind ? { kind } : {}) }
}
