import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { searchEvents } from '../api/search-api.ts'
import { DayRows } from '../list/day-rows.tsx'
import { useNews } from '../list/news.ts'
import { Waiting } from '../list/waiting.tsx'
import { m } from '../messages/messages.ts'

const shown = 6

const asked = { q: '', category: 'data,workflow' } as const

const useLatest = (trail: string) =>
  useQuery({
    queryKey: ['latest', trail],
    queryFn: ({ signal }) => searchEvents(trail, asked, shown, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  })

/** What happened while one looks at the start page, with the way to it. */
export function JustNow({ trail }: { readonly trail: string }) {
  const navigate = useNavigate()
  const { data, isPlaceholderData } = useLatest(trail)
  const list = { data: data && { pages: [data] }, isPlaceholderData }
  const news = useNews(trail, ['latest', trail], list, (signal) => searchEvents(trail, asked, 1, undefined, signal))
  return <Waiting news={news} show={() => void navigate({ to: '/t/$trail/search', params: { trail }, search: {} })} />
}

/** The latest of the business, whenever that was: what a trail without anything out of the ordinary begins with. */
export function Newest({ trail }: { readonly trail: string }) {
  const events = useLatest(trail).data?.data ?? []
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
