import {
  type Change,
  type CompiledCatalogue,
  type HiddenSlot,
  type Json,
  kindChanged,
  type SlotState,
  slotValue,
} from '@daybook/core'

/** Who looks: everything that is in the clear, or only what no `readers` keeps back from these roles. */
export interface Viewer {
  readonly everything: boolean
  readonly roles: readonly string[]
}

/** The catalogue an event was recorded under, and the trail's newest: what either of them keeps back is kept back. */
export interface Catalogues {
  readonly written: CompiledCatalogue
  readonly newest: CompiledCatalogue
}

/** What a reader is told of a slot that is not shown. */
export interface HiddenView extends HiddenSlot {
  /** Roles that may read it. */
  readonly roles?: readonly string[]
  /** Position of the erasure. */
  readonly by?: number
}

type Members = { readonly [member: string]: Json }

/** A slot whose value is read already. */
export type OpenSlot =
  | { readonly state: 'disclosed'; readonly name: string; readonly value: Members }
  | { readonly state: 'withheld'; readonly name: string }
  | { readonly state: 'erased'; readonly name: string; readonly by: number }

/** What a viewer gets of an event's slots: for proofs and exports, which need the very texts. */
export interface Disclosed {
  readonly slots: readonly SlotState[]
  readonly hidden: readonly HiddenView[]
}

/** Withholds what the viewer may not read. Slots that are not disclosed to begin with stay as they are. */
export const disclose = (slots: readonly SlotState[], viewer: Viewer, catalogues: Catalogues): Disclosed => {
  const opened = slots.map(
    (slot): OpenSlot => (slot.state === 'disclosed' ? { state: 'disclosed', name: slot.name, value: slotValue(slot) } : slot),
  )
  const readers = viewer.everything ? undefined : readersBySlot(opened, catalogues)
  const seen = withhold(opened, readers, viewer)
  const states = slots.map(
    (slot, at): SlotState =>
      slot.state === 'disclosed' && seen.slots[at]?.state === 'withheld'
        ? { state: 'withheld', name: slot.name, digest: slot.digest }
        : slot,
  )
  return { slots: states, hidden: seen.hidden }
}

/** The roles each slot is kept for, by the slot's name; a slot that is not named is for everybody with access to the trail. */
export type SlotReaders = ReadonlyMap<string, readonly string[]>

/** The one rule for views, proofs, exports and the index: what either catalogue keeps back, for the action or for a field. */
export const readersBySlot = (slots: readonly OpenSlot[], catalogues: Catalogues): SlotReaders => {
  const core = slots.find(({ name }) => name === 'core')
  const { action = '', object } = (core?.state === 'disclosed' ? core.value : {}) as CoreValue
  const changed = { action, type: kindChanged({ action, object }) }
  let found: Map<string, readonly string[]> | undefined
  for (const slot of slots) {
    // `core` names the action and the object's type, and is never withheld.
    if (slot.state !== 'disclosed' || slot.name === 'core') continue
    const readers = readersOf(slot, changed, catalogues)
    if (!readers) continue
    found ??= new Map()
    found.set(slot.name, readers)
  }
  return found ?? nothingKept
}

const nothingKept: SlotReaders = new Map()

interface CoreValue {
  readonly action?: string
  readonly object?: { readonly type?: string }
}

/** What an event is of, as its catalogues name it. */
interface Changed {
  readonly action: string
  readonly type: string | undefined
}
type Disclosure = Extract<OpenSlot, { state: 'disclosed' }>

const readersOf = (slot: Disclosure, changed: Changed, { written, newest }: Catalogues): readonly string[] | undefined => {
  const readers = limitedBy(written, slot, changed, undefined)
  return written === newest ? readers : limitedBy(newest, slot, changed, readers)
}

const limitedBy = (
  catalogue: CompiledCatalogue,
  { name, value }: Disclosure,
  { action, type }: Changed,
  before: readonly string[] | undefined,
): readonly string[] | undefined => {
  let readers = limited(before, catalogue.action(action)?.readers)
  if (name !== 'chg' && !name.startsWith('chg/')) return readers
  for (const { field } of (value.changes ?? []) as unknown as readonly Change[])
    readers = limited(readers, catalogue.field(type, field)?.readers)
  return readers
}

/** A slot that several declarations keep back is open only to roles that all of them name. */
const limited = (readers: readonly string[] | undefined, roles: readonly string[] | undefined): readonly string[] | undefined => {
  if (!roles || roles.length === 0) return readers
  return readers ? readers.filter((role) => roles.includes(role)) : roles
}

/** Slots and what of them is hidden from this viewer. `readers` absent: everything is shown. */
export const withhold = (
  slots: readonly OpenSlot[],
  readers: SlotReaders | undefined,
  viewer: Viewer,
): { readonly slots: readonly OpenSlot[]; readonly hidden: readonly HiddenView[] } => {
  const hidden: HiddenView[] = []
  const shown = slots.map((slot): OpenSlot => {
    if (slot.state === 'erased') hidden.push({ slot: slot.name, why: 'erased', by: slot.by })
    if (slot.state === 'withheld') hidden.push({ slot: slot.name, why: 'withheld' })
    const roles = slot.state === 'disclosed' && !viewer.everything ? readers?.get(slot.name) : undefined
    if (!roles || roles.some((role) => viewer.roles.includes(role))) return slot
    hidden.push({ slot: slot.name, why: 'withheld', roles })
    return { state: 'withheld', name: slot.name }
  })
  return { slots: shown, hidden }
}
