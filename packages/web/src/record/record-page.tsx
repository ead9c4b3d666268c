import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { isPruned, type ListedEvent } from '../api/event-view.ts'
import { getState, getTimeline } from '../api/record-api.ts'
import { isNotFound } from '../api/request.ts'
import { showDateAndTime } from '../format/moment.ts'
import { DayRows } from '../list/day-rows.tsx'
import { MoreButton } from '../list/more-button.tsx'
import { useNews } from '../list/news.ts'
import { Waiting } from '../list/waiting.tsx'
import { fill, m } from '../messages/messages.ts'
import { saysNumber } from '../names/says-number.ts'
import { useNames } from '../names/use-names.ts'
import { ClosedPage, Failure } from '../pages/failure.tsx'
import { readsBusiness } from '../pages/places.ts'
import { useReads } from '../people/use-session.ts'
import { OutsideLink } from '../text/link.tsx'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { MomentField } from '../zone/moment-field.tsx'
import { currentZone } from '../zone/zone.ts'
import { CurrentFields } from './current-fields.tsx'
import { queryOf, type RecordAddress, readRecordAddress, recordTabs } from './record-address.ts'
import { RecordWays } from './record-ways.tsx'

/** One record: what it is now or was at a moment, who made each value so, and everything that happened to it. */
export function RecordPage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <OneRecord key={JSON.stringify([trail, type, id])} trail={trail} type={type} id={id} />
}

interface RecordProps {
  readonly trail: string
  readonly type: string
  readonly id: string
}

function OneRecord({ trail, type, id }: RecordProps) {
  const address = readRecordAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  const go = (change: { readonly [name in keyof RecordAddress]?: RecordAddress[name] | undefined }) =>
    void navigate({
      to: '/t/$trail/records/$type/$id',
      params: { trail, type, id },
      search: readRecordAddress({ ...address, ...change }),
    })
  const timeline = useTimeline(trail, type, id, address)
  const names = useNames(trail)
  // Of a record of which nothing is seen, nothing can be compared, printed or told.
  const isUnseen = timeline.query.isSuccess && timeline.events.length === 0 && queryOf(address) === undefined
  const reads = useReads(trail)
  if (isUnseen && !readsBusiness(reads)) return <ClosedPage />
  const newest = timeline.events.find((event) => !isPruned(event) && event.object?.type === type && event.object.id === id)
  const named = newest && !isPruned(newest) ? newest.object : undefined
  const asCustomer = timeline.events.flatMap((event) =>
    isPruned(event) || event.customer?.id !== id || type !== 'customer' ? [] : [event.customer],
  )[0]
  const name = named?.name ?? asCustomer?.name ?? names.record(type, id)
  // Its name, and with it everything beside and below, is known from what happened to it.
  const isToCome = !isAnswered(timeline.query)
  return (
    <div className="record">
      {isToCome && <ToCome />}
      <title>{`${name} · ${m.app.name}`}</title>
      <header className="record-head">
        <h1>
          <Text>{name}</Text>
        </h1>
        {/* “Order #1842” says it already. */}
        {!saysNumber(name, id) && (
          <span className="quiet">
            <Text>{`${names.kind(type)} ${id}`}</Text>
          </span>
        )}
        {named?.url !== undefined && (
          <OutsideLink url={named.url}>
            <span>{m.record.open}</span>
          </OutsideLink>
        )}
        {!isUnseen && <RecordWays trail={trail} type={type} id={id} />}
      </header>
      <div className="record-parts">
        <RecordState trail={trail} type={type} id={id} at={address.at} go={go} />
        <section className="record-timeline" aria-labelledby="happened">
          <h2 id="happened">
            {address.field === undefined
              ? m.record.happened
              : fill(m.record.fieldHistory, { field: fieldLabel(timeline.events, address.field) ?? names.field(address.field) })}
          </h2>
          <nav className="switch" aria-label={m.record.tabs}>
            {recordTabs.map((tab) => (
              <Link
                key={tab}
                to="/t/$trail/records/$type/$id"
                params={{ trail, type, id }}
                search={readRecordAddress({ ...address, tab, field: undefined })}
                activeOptions={{ exact: true, includeSearch: true }}
                aria-current={address.field === undefined && (address.tab ?? 'all') === tab ? 'page' : undefined}
                data-word={m.record.tab[tab]}
              >
                {m.record.tab[tab]}
              </Link>
            ))}
          </nav>
          <Waiting news={timeline.news} show={timeline.showNewest} />
          <Timeline trail={trail} timeline={timeline} />
        </section>
      </div>
    </div>
  )
}

function useTimeline(trail: string, type: string, id: string, address: RecordAddress) {
  const q = queryOf(address)
  const client = useQueryClient()
  const queryKey = ['timeline', trail, type, id, q]
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => getTimeline(trail, type, id, { q }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const news = useNews(trail, queryKey, query, (signal) => getTimeline(trail, type, id, { q }, undefined, signal, 1))
  const showNewest = () => {
    void query.refetch()
    void client.invalidateQueries({ queryKey: ['state', trail, type, id] })
  }
  return { query, events: query.data?.pages.flatMap((page) => page.data) ?? [], news, showNewest }
}

function Timeline({ trail, timeline }: { readonly trail: string; readonly timeline: ReturnType<typeof useTimeline> }) {
  const { query, events } = timeline
  if (query.isPending) return <p className="quiet">{m.app.loading}</p>
  if (query.error && events.length === 0) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (events.length === 0) return <p className="note">{m.record.nothing}</p>
  return (
    <>
      <DayRows trail={trail} events={events} />
      <MoreButton query={query} />
    </>
  )
}

interface StateProps extends RecordProps {
  readonly at: string | undefined
  readonly go: (change: { readonly at?: string | undefined; readonly field?: string | undefined }) => void
}

/** The day and the hour are the reader's own while they are chosen, and UTC in the address, so that a link means the same everywhere. */
function RecordState({ trail, type, id, at, go }: StateProps) {
  const moment = at === undefined ? undefined : /T/.test(at) ? at : `${at}T23:59:59.999Z`
  const state = useQuery({
    queryKey: ['state', trail, type, id, moment],
    queryFn: ({ signal }) => getState(trail, type, id, moment, signal),
    placeholderData: (before) => before,
  })
  return (
    <section className="record-state" aria-labelledby="state">
      <h2 id="state">{moment === undefined ? m.record.now : fill(m.record.past, { time: showDateAndTime(moment) })}</h2>
      <div className="range">
        <MomentField label={m.record.moment} moment={moment} choose={(chosen) => go({ at: chosen })} />
        {moment !== undefined && (
          <button type="button" className="button button-quiet" onClick={() => go({ at: undefined })}>
            {m.record.backToNow}
          </button>
        )}
        <span className="quiet">{fill(m.list.zone, { zone: currentZone() })}</span>
      </div>
      {state.error && !state.data && !isNotFound(state.error) && (
        <Failure error={state.error} retry={() => void state.refetch()} />
      )}
      {isNotFound(state.error) && !state.data && (
        <p className="note">
          {m.record.unknown}{' '}
          <Link to="/t/$trail/records" params={{ trail }} search={{}}>
            {m.record.others}
          </Link>
        </p>
      )}
      {!isAnswered(state) && <ToCome />}
      {state.data && <CurrentFields trail={trail} state={state.data} showField={(field) => go({ field })} />}
    </section>
  )
}

/** As the events that changed it call it. */
const fieldLabel = (events: readonly ListedEvent[], field: string): string | undefined =>
  events.flatMap((event) => (isPruned(event) ? [] : (event.changes ?? []))).find((change) => change.field === field)?.label
