import { matches, type PartialEvent, slotValue } from '@daybook/core'
import type { Sees } from '../access/sight.ts'
import type { StoredEvent } from '../journal/journal.ts'
import { type Catalogues, type Disclosed, disclose, readersBySlot, type SlotReaders, type Viewer } from './disclosure.ts'
import type { TrailReader } from './trail-reader.ts'
import { catalogueVersionOf, type EventView, openSlot, viewOf } from './view.ts'

/** The catalogues by which one stored event is read. */
const cataloguesFor = async (stored: StoredEvent, reader: TrailReader, newestVersion: number): Promise<Catalogues> => ({
  written: await reader.compiled(catalogueVersionOf(stored)),
  newest: await reader.compiled(newestVersion),
})

/**
 * Whether somebody may read a stored event at all. Of one whose `core` is gone nobody can say what it was: it is for those
 * who may read every event.
 */
export const mayRead = (stored: StoredEvent, { events }: Pick<Sees, 'events'>): boolean => {
  if (events === undefined) return true
  const core = stored.state === 'present' ? stored.slots.find(({ name }) => name === 'core') : undefined
  if (core?.state !== 'disclosed') return false
  return matches(events, { ...(slotValue(core) as PartialEvent), changes: undefined, seq: stored.seq, defects: [] })
}

/** Stored events as one viewer reads them, in the same order. */
export const viewsOf = async (
  events: readonly StoredEvent[],
  viewer: Viewer,
  reader: TrailReader,
): Promise<readonly EventView[]> => {
  const newest = await reader.catalogueVersion()
  const views: EventView[] = []
  for (const stored of events) views.push(viewOf(stored, viewer, await cataloguesFor(stored, reader, newest)))
  return views
}

/** The roles that each slot of an event is kept for. */
export const slotReadersOf = async (
  stored: Extract<StoredEvent, { state: 'present' }>,
  reader: TrailReader,
): Promise<SlotReaders> =>
  readersBySlot(stored.slots.map(openSlot), await cataloguesFor(stored, reader, await reader.catalogueVersion()))

/** An event's slots as one viewer may have them, for proofs and bundles. */
export const disclosedTo = async (
  stored: Extract<StoredEvent, { state: 'present' }>,
  viewer: Viewer,
  reader: TrailReader,
): Promise<Disclosed> => disclose(stored.slots, viewer, await cataloguesFor(stored, reader, await reader.catalogueVersion()))
