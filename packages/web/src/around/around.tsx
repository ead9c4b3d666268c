import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { getAround, type NearbyEvent, type Same, sames } from '../api/around-api.ts'
import type { EventDetail } from '../api/event-view.ts'
import { Section } from '../event/section.tsx'
import { showDuration } from '../format/duration.ts'
import { showClock } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { readAddress, type SearchAddress } from '../search/asked.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { Sentence } from '../text/sentence.tsx'
import { allZones } from '../zone/all-zones.ts'
import { spans } from './spans.ts'

const minuteMs = 60_000

/** What else happened within some minutes; in the address, so that a link shows the same. Asked only when it is opened. */
export function AroundThisMoment({ event, trail }: { readonly event: EventDetail; readonly trail: string }) {
  const address: SearchAddress = readAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  const minutes = address.around
  const same = sames.filter((one) => address.same?.split(',').includes(one))
  const show = (around: number | undefined, wanted: readonly Same[] = same) =>
    void navigate({
      to: '/t/$trail/events/$id',
      params: { trail, id: event.id },
      search: readAddress({ ...address, around, same: wanted.join() }),
      state: true,
      replace: true,
      resetScroll: false,
    })
  return (
    <Section title={m.around.title}>
      {minutes === undefined ? (
        <button type="button" className="button" onClick={() => show(spans[1])}>
          {fill(m.around.show, { time: showDuration((spans[1] ?? 10) * minuteMs) })}
        </button>
      ) : (
        <Nearby key={event.id} event={event} trail={trail} minutes={minutes} same={same} show={show} />
      )}
    </Section>
  )
}

interface NearbyProps {
  readonly event: EventDetail
  readonly trail: string
  readonly minutes: number
  /** Only what has one of these in common with the event; empty for anything. */
  readonly same: readonly Same[]
  readonly show: (minutes: number | undefined, same?: readonly Same[]) => void
}

function Nearby({ event, trail, minutes, same, show }: NearbyProps) {
  const query = useQuery({
    queryKey: ['around', trail, event.id, minutes, same],
    queryFn: ({ signal }) => getAround(trail, event.id, minutes, same, signal),
    placeholderData: (before) => before,
  })
  const { before, after } = query.data ?? {}
  // In the order of time, with the event between them.
  const [earlier, later] = [[...(before?.data ?? [])].reverse(), after?.data ?? []]
  return (
    <>
      <div className="range">
        <label>
          {m.around.within}{' '}
          <select className="pick" value={minutes} onChange={(change) => show(Number(change.currentTarget.value))}>
            {[...new Set([...spans, minutes])].map((span) => (
              <option key={span} value={span}>
                {showDuration(span * minuteMs)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button button-quiet" onClick={() => show(undefined, [])}>
          {m.around.hide}
        </button>
      </div>
      <fieldset className="around-same">
        <legend>{m.around.of}</legend>
        {sames.map((one) => (
          <label key={one} className="check">
            <input
              type="checkbox"
              checked={same.includes(one)}
              onChange={(change) => show(minutes, withOrWithout(same, one, change.currentTarget.checked))}
            />
            {m.around.same[one]}
          </label>
        ))}
      </fieldset>
      {query.error && !query.data && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <p className="quiet">{m.app.loading}</p>}
      {query.data && (
        <>
          <p className="quiet" role="status">
            {m.around.found(earlier.length + later.length)}
            {(before?.more || after?.more) && ` ${m.around.cut}`}
          </p>
          <ol className="rows around-rows">
            {earlier.map((one) => (
              <NearbyRow key={one.seq} trail={trail} event={one} />
            ))}
            <li className="row row-open">
              <span className="row-what">{m.around.here}</span>
            </li>
            {later.map((one) => (
              <NearbyRow key={one.seq} trail={trail} event={one} />
            ))}
          </ol>
        </>
      )}
    </>
  )
}

const withOrWithout = (same: readonly Same[], one: Same, isWanted: boolean): readonly Same[] =>
  isWanted ? [...same, one] : same.filter((other) => other !== one)

function NearbyRow({ trail, event }: { readonly trail: string; readonly event: NearbyEvent }) {
  const { id, occurredAt, same, source } = event
  return (
    <li className="row">
      <time className="row-time" dateTime={occurredAt} title={allZones(occurredAt).join('\n')}>
        {showClock(occurredAt)}
      </time>
      <div className="row-what">
        <Link
          className="row-link"
          to="/t/$trail/events/$id"
          params={{ trail, id }}
          search={true}
          state={(held) => ({ over: (held.over ?? 0) + 1 })}
        >
          <Sentence event={event} />
        </Link>
      </div>
      {same.length > 0 && (
        <span className="marks">
          {same.map((one) => (
            <span key={one} className="mark">
              {m.around.same[one]}
            </span>
          ))}
        </span>
      )}
      <SourceBadge source={source} />
    </li>
  )
}
