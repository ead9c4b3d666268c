import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isPruned } from '../api/event-view.ts'
import { showTime } from '../format/moment.ts'
import { EventRow } from '../list/event-row.tsx'
import { m } from '../messages/messages.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { Text } from '../text/text.tsx'
import type { Burst } from './bursts.ts'
import { saidBurst } from './say-burst.ts'

interface BurstRowProps {
  readonly burst: Burst
  readonly trail: string
  readonly openId: string | undefined
  readonly notes: boolean
  /** Whether more of it may come with the next page. */
  readonly goesOn: boolean
  /** How many rows of a batch match in all, where that is known. */
  readonly batchCount: (id: string) => number | undefined
}

/** Many rows as one, until somebody wants to see them. */
export function BurstRow({ burst, trail, openId, notes, goesOn, batchCount }: BurstRowProps) {
  const holdsOpen = openId !== undefined && burst.events.some((event) => event.id === openId)
  const [asked, setAsked] = useState(false)
  const [first] = burst.events
  const rows = burst.events.map((event) => (
    <EventRow
      key={event.seq}
      event={event}
      trail={trail}
      open={event.id !== undefined && event.id === openId}
      panel={openId !== undefined}
      notes={notes}
    />
  ))
  if (burst.events.length === 1 || !first || isPruned(first)) return rows
  const shown = asked || holdsOpen
  const whole = goesOn && burst.why === 'batch' && first.batch ? batchCount(first.batch.id) : undefined
  return (
    <>
      <li className="row burst">
        <time className="row-time" dateTime={first.occurredAt}>
          {showTime(first.occurredAt)}
        </time>
        <div className="row-what">
          <button type="button" className="burst-open" aria-expanded={shown} onClick={() => setAsked(!shown)}>
            <span aria-hidden="true" className="burst-arrow">
              {shown ? '▾' : '▸'}
            </span>
            <Text>{saidBurst(burst, first, goesOn, whole)}</Text>
          </button>
          {burst.why === 'batch' && first.batch && (
            <Link className="burst-more" to="/t/$trail/imports/$id" params={{ trail, id: first.batch.id }}>
              {m.search.openBatch}
            </Link>
          )}
        </div>
        <SourceBadge source={first.source} />
      </li>
      {shown && rows}
    </>
  )
}
