import { slotValue } from '@daybook/core'
import type { StoredEvent } from '../journal/journal.ts'
import { type OpenSlot, readersBySlot } from '../trail/disclosure.ts'
import type { TrailReader } from '../trail/trail-reader.ts'
import { catalogueVersionOf, type EventView } from '../trail/view.ts'
import type { EventLook } from './reading-log.ts'

/**
 * What reading says of one event that somebody opened: sensitive where the catalogue it was recorded under, or the newest,
 * calls its action so, or where this reader was shown what is kept for some.
 */
export const lookAtEvent = async (stored: StoredEvent, view: EventView, reader: TrailReader): Promise<EventLook> => {
  const { id = '', seq, action = '', object } = view
  if (stored.state === 'pruned') return { id, seq, action }
  const catalogues = {
    written: await reader.compiled(catalogueVersionOf(stored)),
    newest: await reader.compiled(await reader.catalogueVersion()),
  }
  const slots = stored.slots.map(
    (slot): OpenSlot => (slot.state === 'disclosed' ? { state: 'disclosed', name: slot.name, value: slotValue(slot) } : slot),
  )
  const kept = readersBySlot(slots, catalogues)
  const hidden = new Set(view.hidden.map(({ slot }) => slot))
  const isDeclared = [catalogues.written, catalogues.newest].some((one) => one.action(action)?.sensitivity === 'sensitive')
  const isShown = [...kept.keys()].some((slot) => !hidden.has(slot))
  const isKnown = object?.type !== undefined && object.id !== undefined && !kept.has('object')
  return {
    id,
    seq,
    action,
    isSensitive: isDeclared || isShown,
    ...(isKnown ? { record: recordOf(object as { type: string; id: string; name?: string }) } : {}),
  }
}

const recordOf = ({ type, id, name }: { readonly type: string; readonly id: string; readonly name?: string }) => ({
  type,
  id,
  ...(name === undefined ? {} : { name }),
})

/** Whether a record of this type has fields that the newest catalogue keeps for some, and one of these roles may read one of them. */
export const opensKeptFields = async (
  type: string,
  roles: 'everything' | readonly string[],
  reader: TrailReader,
): Promise<boolean> => {
  const newest = await reader.compiled(await reader.catalogueVersion())
  const kept = Object.values(newest.object(type)?.fields ?? {}).flatMap(({ readers = [] }) => readers)
  return kept.length > 0 && (roles === 'everything' || kept.some((role) => roles.includes(role)))
}
