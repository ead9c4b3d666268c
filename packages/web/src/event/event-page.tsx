import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { getEvent } from '../api/daybook-api.ts'
import type { EventView } from '../api/event-view.ts'
import { Failure } from '../pages/failure.tsx'
import { useFrameAnswered } from '../pages/use-frame-answered.ts'
import { ToCome } from '../text/to-come.tsx'
import { Article } from './article.tsx'
import { TitleLevel } from './section.tsx'

interface EventPageProps {
  readonly trail: string
  readonly id: string
  /** The event as the list has it: shown until the whole is there. */
  readonly listed: EventView | undefined
  /** 1 on a page of its own, 2 beside the list. */
  readonly level: 1 | 2
}

/** One event, whole: who, what, when, before and after, from where, why, what triggered it, and its proof. */
export function EventPage({ trail, id, listed, level }: EventPageProps) {
  const query = useQuery({
    queryKey: ['event', trail, id],
    queryFn: ({ signal }) => getEvent(trail, id, signal),
    staleTime: 60_000,
  })
  const event = query.data ?? (listed && { ...listed, causes: [] })
  // What is not shown cannot have the focus, which an event takes when it opens.
  const isShown = useFrameAnswered(trail)
  if (!event && query.error) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!event || !isShown) return <ToCome />
  const whole = query.data ? 'here' : isAnswered(query) ? 'failed' : 'to come'
  return (
    <TitleLevel value={level}>
      <Article trail={trail} event={event} whole={whole} level={level} />
    </TitleLevel>
  )
}
