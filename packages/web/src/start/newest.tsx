import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { searchEvents } from '../api/search-api.ts'
import { showDay } from '../format/moment.ts'
import { byDay } from '../list/day-groups.ts'
import { EventRow } from '../list/event-row.tsx'
import { m } from '../messages/messages.ts'

const shown = 6

/** The latest of the business, whenever that was: what a trail without anything out of the ordinary begins with. */
export function Newest({ trail }: { readonly trail: string }) {
  const query = useQuery({
    queryKey: ['latest', trail],
    queryFn: ({ signal }) => searchEvents(trail, { q: '', category: 'data,workflow' }, shown, undefined, signal),
  })
  const events = query.data?.data ?? []
  if (events.length === 0) return null
  return (
    <section className="start-part newest" aria-labelledby="newest">
      <h2 id="newest">{m.start.newest}</h2>
      {byDay(events).map((group) => (
        <section className="day" key={`${group.day} ${group.events[0]?.seq}`}>
          <h3 className="day-name">{showDay(`${group.day}T12:00:00`)}</h3>
          <ol className="rows">
            {group.events.map((event) => (
              <EventRow key={event.seq} event={event} trail={trail} open={false} panel={false} />
            ))}
          </ol>
        </section>
      ))}
      <p className="more">
        <Link to="/t/$trail/search" params={{ trail }} search={{}}>
          {m.start.allEvents}
        </Link>
      </p>
    </section>
  )
}
