import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { searchEvents } from '../api/search-api.ts'
import { DayRows } from '../list/day-rows.tsx'
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
      <DayRows trail={trail} events={events} />
      <p className="more">
        <Link to="/t/$trail/search" params={{ trail }} search={{}}>
          {m.start.allEvents}
        </Link>
      </p>
    </section>
  )
}
