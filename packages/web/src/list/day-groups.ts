import { isPruned, type ListedEvent } from '../api/event-view.ts'
import { zoneDay } from '../format/moment.ts'

export interface DayGroup {
  /** The local day, `2026-11-22`. A day can come twice: the list is in the order of recording, not of occurrence. */
  readonly day: string
  readonly events: readonly ListedEvent[]
}

/** Cuts a list into runs of events that occurred on the same local day, keeping its order. */
export function byDay(events: readonly ListedEvent[]): readonly DayGroup[] {
  const groups: { day: string; events: ListedEvent[] }[] = []
  for (const event of events) {
    const last = groups.at(-1)
    // What is left of a pruned event says no day: it stands with its neighbours.
    const day = isPruned(event) ? (last?.day ?? '') : zoneDay(event.occurredAt)
    if (last?.day === day) last.events.push(event)
    else groups.push({ day, events: [event] })
  }
  return groups
}
