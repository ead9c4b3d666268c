import {
  type Change,
  type CompiledCatalogue,
  type Defect,
  type DisclosedSlot,
  defectsOf,
  eventHash,
  type FieldKind,
  type HiddenSlot,
  openSlots,
  type PartialEvent,
  type RecordedEvent,
  recordText,
  type SentencePart,
  type SlotState,
  sentenceParts,
  slotValue,
  toBase64url,
} from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import type { StoredEvent } from '../journal/journal.ts'

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

interface HiddenView extends HiddenSlot {
  /** Roles that may read it. */
  readonly roles?: readonly string[]
  /** Position of the erasure. */
  readonly by?: number
}

/** An event as a reader gets it. */
export interface EventView extends Partial<RecordedEvent> {
  readonly seq: number
  /** E, base64url. */
  readonly hash: string
  readonly sentence: string
  readonly parts: readonly SentencePart[]
  readonly changes?: readonly (Change & { readonly kind?: FieldKind })[]
  readonly defects: readonly Defect[]
  readonly hidden: readonly HiddenView[]
}

/** What a viewer gets of an event's slots: the one rule for views, proofs and exports alike. */
export interface Disclosed {
  readonly slots: readonly SlotState[]
  readonly hidden: readonly HiddenView[]
}

/** Withholds what the viewer may not read. Slots that are not disclosed to begin with stay as they are. */
export const disclose = (slots: readonly SlotState[], viewer: Viewer, catalogues: Catalogues): Disclosed => {
  const core = viewer.everything ? undefined : coreOf(slots)
  const hidden: HiddenView[] = []
  const states = slots.map((slot): SlotState => {
    if (slot.state === 'erased') hidden.push({ slot: slot.name, why: 'erased', by: slot.by })
    if (slot.state === 'withheld') hidden.push({ slot: slot.name, why: 'withheld' })
    const readers = core && slot.state === 'disclosed' ? readersOf(slot, core, catalogues) : undefined
    if (!readers || readers.some((role) => viewer.roles.includes(role))) return slot
    hidden.push({ slot: slot.name, why: 'withheld', roles: readers })
    return { state: 'withheld', name: slot.name, digest: slot.digest }
  })
  return { slots: states, hidden }
}

interface Core {
  readonly action: string
  readonly objectType: string | undefined
}

/** `core` names the action and the object's type, and is never withheld. */
const coreOf = (slots: readonly SlotState[]): Core => {
  const core = slots.find((slot): slot is DisclosedSlot => slot.name === 'core' && slot.state === 'disclosed')
  const value = core ? (slotValue(core) as { action?: string; object?: { type?: string } }) : {}
  return { action: value.action ?? '', objectType: value.object?.type }
}

/** The roles a slot is kept for; undefined when everybody with access to the trail may read it. */
const readersOf = (slot: DisclosedSlot, core: Core, { written, newest }: Catalogues): readonly string[] | undefined => {
  if (slot.name === 'core') return undefined
  const limits = [written, newest].flatMap((catalogue) => [
    catalogue.action(core.action)?.readers ?? [],
    ...fieldsOf(slot).map((field) => catalogue.field(core.objectType, field)?.readers ?? []),
  ])
  const set = limits.filter((roles) => roles.length > 0)
  // A slot that several declarations keep back is open only to roles that all of them name.
  return set.length === 0 ? undefined : set.reduce((a, b) => a.filter((role) => b.includes(role)))
}

const fieldsOf = (slot: DisclosedSlot): readonly string[] => {
  if (slot.name !== 'chg' && !slot.name.startsWith('chg/')) return []
  const { changes } = slotValue(slot) as { changes?: readonly Change[] }
  return [...new Set((changes ?? []).map(({ field }) => field))]
}

/** An event as its viewer reads it: sentence, labels and defects from the catalogue, and what is hidden and why. */
export const viewOf = (stored: StoredEvent, viewer: Viewer, catalogues: Catalogues): EventView => {
  if (stored.state === 'pruned') return prunedView(stored)
  const { slots, hidden } = disclose(stored.slots, viewer, catalogues)
  const { event } = openSlots(slots)
  const partial = { ...event, hidden } as PartialEvent
  const parts = sentenceParts(partial, catalogues.written)
  const { changes, ...rest } = event
  return {
    seq: stored.seq,
    ...rest,
    ...(changes ? { changes: labelled(changes, event.object?.type, catalogues.written) } : {}),
    hash: toBase64url(eventHash(recordText(stored.slots), nodeCrypto)),
    sentence: parts.map(({ text }) => text).join(''),
    parts,
    defects:
      hidden.length === 0
        ? defectsOf(event as RecordedEvent, catalogues.written)
        : defectsOfWhole(stored.slots, catalogues.written),
    hidden,
  }
}

/** Judged on everything that is stored: what a reader may not see is not missing. */
const defectsOfWhole = (slots: readonly SlotState[], catalogue: CompiledCatalogue): readonly Defect[] =>
  slots.some(({ state }) => state === 'erased') ? [] : defectsOf(openSlots(slots).event as RecordedEvent, catalogue)

const labelled = (changes: readonly Change[], objectType: string | undefined, catalogue: CompiledCatalogue) =>
  changes.map((change) => {
    const declared = catalogue.field(objectType, change.field)
    const label = change.label ?? declared?.label
    return { ...change, ...(label === undefined ? {} : { label }), ...(declared?.kind ? { kind: declared.kind } : {}) }
  })

const prunedView = ({ seq, hash, by }: Extract<StoredEvent, { state: 'pruned' }>): EventView => {
  const sentence = 'This event was removed when the time it is kept for had run out.'
  return {
    seq,
    hash,
    sentence,
    parts: [{ kind: 'text', text: sentence }],
    defects: [],
    hidden: [{ slot: 'core', why: 'erased', by }],
  }
}

/** The version an event was recorded under; 0 when the trail had no catalogue. */
export const catalogueVersionOf = (stored: StoredEvent): number => {
  const core = stored.state === 'present' ? stored.slots.find(({ name }) => name === 'core') : undefined
  const value = core?.state === 'disclosed' ? (slotValue(core) as { catalogue?: number }) : {}
  return value.catalogue ?? 0
}
