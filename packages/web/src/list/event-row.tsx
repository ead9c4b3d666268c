import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { type EventView, isPruned, type ListedEvent } from '../api/event-view.ts'
import { showTime } from '../format/moment.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { Sentence } from '../text/sentence.tsx'
import { allZones } from '../zone/all-zones.ts'
import { EventMarks } from './event-marks.tsx'
import { WhyFound } from './why-found.tsx'

interface EventRowProps {
  readonly event: ListedEvent
  readonly trail: string
  readonly open: boolean
  /** Whether another event is open beside the list: then opening this one takes its place in the history. */
  readonly panel: boolean
  /** Whether notes on its quality are counted on the row. */
  readonly notes?: boolean
}

/** One event: its time, its sentence, through what it came. The whole row opens it. */
export const EventRow = memo(function EventRow({ event, ...place }: EventRowProps) {
  if (!isPruned(event)) return <PresentRow event={event} {...place} />
  return (
    <li className="row">
      <span className="row-what quiet">{event.sentence}</span>
    </li>
  )
})

function PresentRow({ event, trail, open, panel, notes = true }: EventRowProps & { readonly event: EventView }) {
  return (
    <li className={open ? 'row row-open' : 'row'}>
      <time className="row-time" dateTime={event.occurredAt} title={allZones(event.occurredAt).join('\n')}>
        {showTime(event.occurredAt)}
      </time>
      <div className="row-what">
        <Link
          className="row-link"
          id={`row-${event.id}`}
          to="/t/$trail/events/$id"
          params={{ trail, id: event.id }}
          search={true}
          replace={panel}
          state={{ over: 1 }}
          resetScroll={false}
          aria-current={open ? 'true' : undefined}
        >
          <Sentence event={event} />
        </Link>
        <WhyFound trail={trail} event={event} />
      </div>
      <EventMarks event={event} listed notes={notes} />
      <SourceBadge source={event.source} />
    </li>
  )
}
