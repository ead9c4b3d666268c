import { isPruned, type ListedEvent } from '../api/event-view.ts'

/** True where more than half of the events have quality notes: then a note on every row tells them apart no more. */
export const mostAreWeak = (events: readonly ListedEvent[]): boolean =>
  events.filter((event) => !isPruned(event) && event.defects.length > 0).length * 2 > events.length
