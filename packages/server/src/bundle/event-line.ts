import type { SlotState } from '@daybook/core'
import type { StoredEvent } from '../journal/journal.ts'

/** What a bundle's events amount to; filled while they are written. */
export interface EventCounts {
  present: number
  pruned: number
  disclosed: number
  withheld: number
  erased: number
}

export const noEvents = (): EventCounts => ({ present: 0, pruned: 0, disclosed: 0, withheld: 0, erased: 0 })

export function countEvent(event: StoredEvent, counts: EventCounts): void {
  counts[event.state]++
  if (event.state === 'present') for (const slot of event.slots) counts[slot.state]++
}

/** One line of `events.ndjson` (docs/format.md), with its line end. `disclosure` is the text that was hashed, verbatim. */
export function eventLine(event: StoredEvent): string {
  if (event.state === 'pruned') return `${JSON.stringify({ seq: event.seq, state: 'pruned', hash: event.hash, by: event.by })}\n`
  return `{"seq":${event.seq},"slots":[${event.slots.map(slotText).join(',')}]}\n`
}

function slotText(slot: SlotState): string {
  const { name, digest } = slot
  if (slot.state === 'disclosed') return JSON.stringify({ name, digest, disclosure: slot.disclosure })
  if (slot.state === 'withheld') return JSON.stringify({ name, digest, state: 'withheld' })
  return JSON.stringify({ name, digest, state: 'erased', by: slot.by })
}
