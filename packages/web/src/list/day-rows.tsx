import type { ListedEvent } from '../api/event-view.ts'
import { showDay } from '../format/moment.ts'
import { byDay } from './day-groups.ts'
import { EventRow } from './event-row.tsx'
import { mostAreWeak } from './most-are-weak.ts'

/** Events as rows under the days they occurred on, within a part of a page that has a heading of its own. */
export function DayRows({ trail, events }: { readonly trail: string; readonly events: readonly ListedEvent[] }) {
  const notes = !mostAreWeak(events)
  return byDay(events).map((group) => (
    <section className="day" key={`${group.day} ${group.events[0]?.seq}`}>
      <h3 className="day-name">{showDay(group.day)}</h3>
      <ol className="rows">
        {group.events.map((event) => (
          <EventRow key={event.seq} event={event} trail={trail} open={false} panel={false} notes={notes} />
        ))}
      </ol>
    </section>
  ))
}
