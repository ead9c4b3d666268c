import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type EventView, isPruned } from '../api/event-view.ts'
import { getTimeline } from '../api/record-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { MoreButton } from '../list/more-button.tsx'
import { fill, m } from '../messages/messages.ts'
import { Sentence } from '../text/sentence.tsx'
import { sentenceText } from '../text/told.ts'

interface PickEventsProps {
  readonly trail: string
  readonly type: string
  readonly id: string
  readonly moments: { readonly from: string; readonly to: string }
  readonly isNow: boolean
  readonly go: (change: { readonly from?: string | undefined; readonly to?: string | undefined }) => void
}

/** What happened to it, to pick both moments by: as it was after one event, and as it was after another. */
export function PickEvents({ trail, type, id, moments, isNow, go }: PickEventsProps) {
  const query = useInfiniteQuery({
    queryKey: ['pick', trail, type, id],
    queryFn: ({ pageParam, signal }) => getTimeline(trail, type, id, { only: 'object' }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const events = (query.data?.pages ?? []).flatMap(({ data }) => data.flatMap((event) => (isPruned(event) ? [] : [event])))
  if (events.length === 0) return null
  return (
    <section className="start-part" aria-labelledby="pick">
      <h2 id="pick">{m.compare.pick}</h2>
      <p className="quiet">{m.compare.pickLead}</p>
      <table className="picks">
        <thead>
          <tr>
            <th scope="col">{m.compare.earlier}</th>
            <th scope="col">{m.compare.later}</th>
            <th scope="col">{m.record.happened}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td />
            <td>
              <input
                type="radio"
                name="to"
                aria-label={fill(m.compare.pickTo, { event: m.compare.now })}
                checked={isNow}
                onChange={() => go({ to: undefined })}
              />
            </td>
            <td>{m.compare.now}</td>
          </tr>
          {events.map((event) => (
            <PickRow key={event.seq} trail={trail} event={event} moments={moments} isNow={isNow} go={go} />
          ))}
        </tbody>
      </table>
      <MoreButton query={query} />
    </section>
  )
}

type PickRowProps = Pick<PickEventsProps, 'trail' | 'moments' | 'isNow' | 'go'> & { readonly event: EventView }

function PickRow({ trail, event, moments, isNow, go }: PickRowProps) {
  const { occurredAt } = event
  const at = Date.parse(occurredAt)
  const named = `${sentenceText(event)} ${showDateAndTime(occurredAt)}`
  return (
    <tr>
      <td>
        <input
          type="radio"
          name="from"
          aria-label={fill(m.compare.pickFrom, { event: named })}
          checked={at === Date.parse(moments.from)}
          disabled={at >= Date.parse(moments.to)}
          onChange={() => go({ from: occurredAt })}
        />
      </td>
      <td>
        <input
          type="radio"
          name="to"
          aria-label={fill(m.compare.pickTo, { event: named })}
          checked={!isNow && at === Date.parse(moments.to)}
          disabled={at <= Date.parse(moments.from)}
          onChange={() => go({ to: occurredAt })}
        />
      </td>
      <td>
        <Link className="touched-what" to="/t/$trail/events/$id" params={{ trail, id: event.id }} search={{}}>
          <Sentence event={event} />
        </Link>{' '}
        <time className="quiet" dateTime={occurredAt}>
          {showDateAndTime(occurredAt)}
        </time>
      </td>
    </tr>
  )
}
