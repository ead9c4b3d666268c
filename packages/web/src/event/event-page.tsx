import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getEvent } from '../api/daybook-api.ts'
import type { EventDetail, EventView } from '../api/event-view.ts'
import { AroundThisMoment } from '../around/around.tsx'
import { CausesAndEffects } from '../around/chain.tsx'
import { EventMarks } from '../list/event-marks.tsx'
import { m } from '../messages/messages.ts'
import { NotesSection } from '../notes/notes-section.tsx'
import { Failure } from '../pages/failure.tsx'
import { ProofMark, ProofSection } from '../proof/proof-section.tsx'
import { SourceBadge } from '../source/source-badge.tsx'
import { Sentence } from '../text/sentence.tsx'
import { sentenceText } from '../text/told.ts'
import { Changes } from './changes.tsx'
import { ForEngineers } from './for-engineers.tsx'
import { OnTheRecord } from './on-the-record.tsx'
import { Onward } from './onward.tsx'
import { AlsoSaid, Origin } from './origin.tsx'
import { NotShown, Why } from './reasons.tsx'
import { Reveal } from './reveal.tsx'
import { TitleLevel } from './section.tsx'
import { WhoWhatWhen } from './who-what-when.tsx'

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
  if (!event)
    return query.error ? (
      <Failure error={query.error} retry={() => void query.refetch()} />
    ) : (
      <p className="quiet">{m.app.loading}</p>
    )
  return (
    <TitleLevel value={level}>
      {query.error && <p className="notice">{m.app.stale}</p>}
      <Article trail={trail} event={event} whole={query.data !== undefined} level={level} />
    </TitleLevel>
  )
}

interface ArticleProps {
  readonly trail: string
  readonly event: EventDetail
  readonly whole: boolean
  readonly level: 1 | 2
}

function Article({ trail, event, whole, level }: ArticleProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const Title = level === 1 ? 'h1' : 'h2'
  // A reader who opens the next event, by key or by screen reader, is told which one it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when another event opens, and only then
  useEffect(() => title.current?.focus({ preventScroll: true }), [event.id])
  return (
    <article className="event" aria-labelledby="event-title">
      <title>{`${sentenceText(event)} · ${m.app.name}`}</title>
      <Title id="event-title" className="event-title" tabIndex={-1} ref={title}>
        <Sentence event={event} />
      </Title>
      <div className="event-badges">
        <SourceBadge source={event.source} />
        <EventMarks event={event} />
        {whole && <ProofMark trail={trail} event={event} />}
      </div>
      <WhoWhatWhen event={event} trail={trail} />
      <Changes changes={event.changes} hidden={event.hidden ?? []} />
      {whole && <Reveal key={event.id} trail={trail} event={event} />}
      <Why reason={event.reason} />
      {whole && <NotesSection key={event.id} trail={trail} event={event} />}
      {whole && <CausesAndEffects event={event} trail={trail} />}
      <Origin event={event} trail={trail} />
      <AlsoSaid event={event} />
      {whole && <AroundThisMoment event={event} trail={trail} />}
      {whole && <Onward event={event} trail={trail} />}
      <NotShown hidden={event.hidden ?? []} />
      <OnTheRecord event={event} />
      {whole && <ProofSection trail={trail} event={event} />}
      <ForEngineers event={event} />
    </article>
  )
}
