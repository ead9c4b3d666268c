import type { Lane, TrailView } from '../api/daybook-api.ts'
import { isNotFound, isSignedOut } from '../api/request.ts'
import { localDay, showDay, zone } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure, NotFound } from '../pages/failure.tsx'
import { byDay } from './day-groups.ts'
import type { useEventList } from './event-list.ts'
import { EventRow } from './event-row.tsx'
import { FirstEvent } from './first-event.tsx'
import { LaneSwitch } from './lane-switch.tsx'

interface ListPageProps {
  readonly trail: string
  readonly about: TrailView | undefined
  readonly lane: Lane
  readonly list: ReturnType<typeof useEventList>
  /** The event open beside the list. */
  readonly openId: string | undefined
}

/** The newest events of a trail as sentences, by the day they occurred. */
export function ListPage({ trail, about, lane, list, openId }: ListPageProps) {
  const { total } = list
  if (list.events.length === 0 && list.list.error && isNotFound(list.list.error)) return <NotFound />
  return (
    <section className="list" aria-labelledby="list-title">
      <header className="list-head">
        <div className="list-title">
          <h1 id="list-title" tabIndex={-1}>
            <bdi>{trail}</bdi>
          </h1>
          <p className="quiet">
            <span aria-live="polite">
              {total !== undefined && (lane === 'own' ? m.list.totalOwn : m.list.total)(total, showCount(total))}
            </span>
            {total !== undefined && ' · '}
            {fill(m.list.zone, { zone })}
          </p>
        </div>
        <LaneSwitch trail={trail} lane={lane} />
      </header>
      {about?.state === 'sealed' && (
        <p className="notice" role="status">
          {fill(m.list.sealed, { because: about.sealedBecause ?? '' })}
        </p>
      )}
      <Waiting list={list} />
      <Rows trail={trail} lane={lane} list={list} openId={openId} />
    </section>
  )
}

/** What came since, waiting behind a button so that nothing moves under the reader's eyes. */
function Waiting({ list }: Pick<ListPageProps, 'list'>) {
  const { waiting, behind, showNewest } = list
  return (
    <div className="waiting" role="status">
      {waiting > 0 && (
        <button type="button" className="button button-new" onClick={showNewest}>
          {m.list.fresh(waiting, showCount(waiting))}
        </button>
      )}
      {behind && <p className="notice">{isSignedOut(behind) ? m.signIn.ended : m.app.stale}</p>}
    </div>
  )
}

function Rows({ trail, lane, list, openId }: Omit<ListPageProps, 'about'>) {
  const { events } = list
  const query = list.list
  if (query.isPending) return <p className="quiet">{m.app.loading}</p>
  if (query.error && events.length === 0) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (events.length === 0) return lane === 'own' ? <p className="note">{m.list.emptyOwn}</p> : <FirstEvent trail={trail} />
  return (
    <>
      {byDay(events).map((group) => (
        <section className="day" key={`${group.day} ${group.events[0]?.seq}`}>
          <h2 className="day-name">{dayName(group.day)}</h2>
          <ol className="rows">
            {group.events.map((event) => (
              <EventRow
                key={event.seq}
                event={event}
                trail={trail}
                open={event.id !== undefined && event.id === openId}
                panel={openId !== undefined}
              />
            ))}
          </ol>
        </section>
      ))}
      <More list={list} />
    </>
  )
}

/** The day in words, today and yesterday by name. */
function dayName(day: string): string {
  const named = showDay(`${day}T12:00:00`)
  const daysAgo = [0, 1].find((days) => localDay(new Date(Date.now() - days * 86_400_000).toISOString()) === day)
  if (daysAgo === undefined) return named
  return `${daysAgo === 0 ? m.list.today : m.list.yesterday}, ${named}`
}

function More({ list }: Pick<ListPageProps, 'list'>) {
  const { list: query, events, total = events.length } = list
  return (
    <div className="more">
      <p className="quiet" aria-live="polite">
        {fill(m.list.shown, { shown: showCount(events.length), total: showCount(total) })}
        {!query.hasNextPage && ` · ${m.list.end}`}
      </p>
      {query.isFetchNextPageError && <p className="notice">{m.app.stale}</p>}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          {query.isFetchingNextPage ? m.list.loadingMore : m.list.more}
        </button>
      )}
    </div>
  )
}
