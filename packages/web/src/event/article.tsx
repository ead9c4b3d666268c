import { useEffect, useRef } from 'react'
import { isAnswered } from '../api/answered.ts'
import type { EventDetail } from '../api/event-view.ts'
import { AroundThisMoment } from '../around/around.tsx'
import { CausesAndEffects } from '../around/chain.tsx'
import { useChain } from '../around/use-chain.ts'
import { EventMarks } from '../list/event-marks.tsx'
import { useLooks } from '../looked/looked-link.tsx'
import { m } from '../messages/messages.ts'
import { NotesSection } from '../notes/notes-section.tsx'
import { useNotes } from '../notes/use-notes.ts'
import { MarkToCome, ProofMark, ProofSection, useChecked } from '../proof/proof-section.tsx'
import { SourceBadge } from '../source/source-badge.tsx'
import { Sentence } from '../text/sentence.tsx'
import { ToCome } from '../text/to-come.tsx'
import { sentenceText } from '../text/told.ts'
import { Changes } from './changes.tsx'
import { ForEngineers } from './for-engineers.tsx'
import { OnTheRecord } from './on-the-record.tsx'
import { Onward } from './onward.tsx'
import { AlsoSaid, Origin } from './origin.tsx'
import { NotShown, Why } from './reasons.tsx'
import { Reveal } from './reveal.tsx'
import { WhoWhatWhen } from './who-what-when.tsx'

interface ArticleProps {
  readonly trail: string
  readonly event: EventDetail
  /** Whether it is the event itself, or what a list has of it. */
  readonly whole: 'here' | 'to come' | 'failed'
  readonly level: 1 | 2
}

/** An event as one page. Nothing on it moves under the reader's pointer: what is asked by itself is shown from the top downwards. */
export function Article({ trail, event, whole, level }: ArticleProps) {
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
        {whole === 'here' ? <ProofMark trail={trail} event={event} /> : <MarkToCome />}
      </div>
      <WhoWhatWhen event={event} trail={trail} />
      <Changes changes={event.changes} hidden={event.hidden ?? []} />
      <Reveal key={event.id} trail={trail} event={event} />
      <Why reason={event.reason} />
      {whole === 'to come' && <ToCome />}
      {whole === 'here' && <Rest trail={trail} event={event} />}
      {whole === 'failed' && <RestOfListed trail={trail} event={event} />}
    </article>
  )
}

interface PartProps {
  readonly trail: string
  readonly event: EventDetail
}

/** From where it came is its own; what people said and what it triggered have answers of their own, and what stands below waits for them. */
function Rest({ trail, event }: PartProps) {
  const [notes, chain, looks] = [useNotes(trail, event.id), useChain(trail, event.id), useLooks(trail)]
  const proof = useChecked({ trail, event })
  return (
    <>
      <Origin event={event} trail={trail} />
      <AlsoSaid event={event} />
      {isAnswered(notes) && isAnswered(chain) && looks.isAnswered ? (
        <>
          <NotesSection key={event.id} trail={trail} event={event} />
          <CausesAndEffects event={event} trail={trail} />
          <AroundThisMoment event={event} trail={trail} />
          <Onward event={event} trail={trail} />
          <NotShown hidden={event.hidden ?? []} />
          <OnTheRecord event={event} />
          <ProofSection trail={trail} event={event} />
          {isAnswered(proof) && <ForEngineers event={event} />}
        </>
      ) : (
        <ToCome />
      )}
    </>
  )
}

/** What the list has of an event that cannot be had whole. */
function RestOfListed({ trail, event }: PartProps) {
  return (
    <>
      <p className="notice part">{m.app.stale}</p>
      <Origin event={event} trail={trail} />
      <AlsoSaid event={event} />
      <NotShown hidden={event.hidden ?? []} />
      <OnTheRecord event={event} />
      <ForEngineers event={event} />
    </>
  )
}
