import {
  type Change,
  type CompiledCatalogue,
  type Defect,
  defectsOf,
  eventHash,
  type FieldKind,
  kindChanged,
  openValues,
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
import { defectsShown } from './defect-slot.ts'
import { type Catalogues, type HiddenView, type OpenSlot, readersBySlot, type Viewer, withhold } from './disclosure.ts'

export type { Viewer } from './disclosure.ts'

/** An event as a reader gets it. */
export interface EventView extends Partial<RecordedEvent> {
  readonly seq: number
  /** E, base64url. */
  readonly hash: string
  readonly sentence: string
  readonly parts: readonly SentencePart[]
  readonly changes?: readonly KnownChange[]
  readonly defects: readonly Defect[]
  readonly hidden: readonly HiddenView[]
}

/** A change with what the catalogue it was recorded under says of its field. */
export type KnownChange = Change & { readonly kind?: FieldKind; readonly currency?: string }

/** An event as one reader sees it, before it is put into words. */
export interface SeenEvent extends Partial<RecordedEvent> {
  readonly seq: number
  readonly changes?: readonly KnownChange[]
  readonly defects: readonly Defect[]
  readonly hidden: readonly HiddenView[]
}

/** An event as its viewer reads it: sentence, labels and defects from the catalogue, and what is hidden and why. */
export const viewOf = (stored: StoredEvent, viewer: Viewer, catalogues: Catalogues): EventView => {
  if (stored.state === 'pruned') return prunedView(stored)
  const opened = stored.slots.map(openSlot)
  const readers = readersBySlot(opened, catalogues)
  const { slots, hidden } = withhold(opened, readers, viewer)
  const { changes, ...event } = openValues(slots)
  const seen = {
    seq: stored.seq,
    ...event,
    ...(changes ? { changes: labelled(changes, kindChanged(event), catalogues.written) } : {}),
    defects: defectsShown(defectsOfSlots(opened, catalogues.written), openValues(opened).changes, readers, slots),
    hidden,
  }
  return viewOfSeen(seen, toBase64url(eventHash(recordText(stored.slots), nodeCrypto)), catalogues.written)
}

/** The view of an event that was opened for its reader; `hash` is E, base64url. */
export const viewOfSeen = (seen: SeenEvent, hash: string, written: CompiledCatalogue): EventView => {
  const parts = sentenceParts(seen as PartialEvent, written)
  return { ...priced(seen, written), hash, sentence: parts.map(({ text }) => text).join(''), parts }
}

/** The event with the currency of each amount, as the catalogue it was recorded under declares it. */
export const priced = <Seen extends Pick<SeenEvent, 'action' | 'object' | 'changes'>>(
  seen: Seen,
  written: CompiledCatalogue,
): Seen => {
  if (!seen.changes?.some(({ kind }) => kind === 'money')) return seen
  const type = kindChanged(seen)
  const changes = seen.changes.map((change) => {
    const currency = change.kind === 'money' ? written.field(type, change.field)?.currency : undefined
    return currency === undefined ? change : { ...change, currency }
  })
  return { ...seen, changes }
}

/** A slot with what it carries, read. */
export const openSlot = (slot: SlotState): OpenSlot =>
  slot.state === 'disclosed' ? { state: 'disclosed', name: slot.name, value: slotValue(slot) } : slot

/** Judged on everything that is stored: what a reader may not see is not missing. What was erased is not judged. */
export const defectsOfSlots = (slots: readonly OpenSlot[], catalogue: CompiledCatalogue): readonly Defect[] =>
  slots.some(({ state }) => state === 'erased') ? [] : defectsOf(openValues(slots) as RecordedEvent, catalogue)

export const labelled = (
  changes: readonly Change[],
  objectType: string | undefined,
  catalogue: CompiledCatalogue,
): readonly KnownChange[] =>
  changes.map((change) => {
    const declared = catalogue.field(objectType, change.field)
    const label = change.label ?? declared?.label
    return { ...change, ...(label === undefined ? {} : { label }), ...(declared?.kind ? { kind: declared.kind } : {}) }
  })

/** What is left of an event when the time it is kept for has run out. */
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
