import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { searchEvents } from '../api/search-api.ts'
import { DayRows } from '../list/day-rows.tsx'
import { useNews } from '../list/news.ts'
import { Waiting } from '../list/waiting.tsx'
import { m } from '../messages/messages.ts'
import type { Reads } from '../people/session-api.ts'
import { categoriesOf, laneInAddress, laneOr } from '../search/lanes.ts'
import { ToCome } from '../text/to-come.tsx'

const shown = 6

interface NewestProps {
  readonly trail: string
  readonly reads: Reads
}

/** Of the business, or where one does not read that, of the first lane that one does. */
function useLatest({ trail, reads }: NewestProps) {
  const lane = laneOr('business', reads)
  const asked = { q: '', category: categoriesOf(lane, '') }
  const queryKey = ['latest', trail, lane]
  const latest = useQuery({
    queryKey,
    queryFn: ({ signal }) => searchEvents(trail, asked, shown, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  })
  return { lane, asked, queryKey, latest }
}

/** What happened while one looks at the start page, with the way to it. */
export function JustNow({ trail, reads }: NewestProps) {
  const navigate = useNavigate()
  const { lane, asked, queryKey, latest } = useLatest({ trail, reads })
  const list = { data: latest.data && { pages: [latest.data] }, isPlaceholderData: latest.isPlaceholderData }
  const news = useNews(trail, queryKey, list, (signal) => searchEvents(trail, asked, 1, undefined, signal))
  return (
    <Waiting news={news} show={() => void navigate({ to: '/t/$trail/search', params: { trail }, search: laneInAddress(lane) })} />
  )
}

/** The latest, whenever that was: what a trail without anything out of the ordinary begins with. */
export function Newest({ trail, reads }: NewestProps) {
  const { lane, latest } = useLatest({ trail, reads })
  const events = latest.data?.data ?? []
  if (!isAnswered(latest)) return <ToCome />
  if (events.length === 0) return null
  return (
    <section className="start-part newest" aria-labelledby="newest">
      <h2 id="newest">{m.start.newest}</h2>
      <DayRows trail={trail} events={events} />
      <p className="more">
        <Link to="/t/$trail/search" params={{ trail }} search={laneInAddress(lane)}>
          {m.start.allEvents}
        </Link>
      </p>
    </section>
  )
}
