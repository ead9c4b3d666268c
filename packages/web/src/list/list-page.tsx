import { useEffect } from 'react'
import type { TrailView } from '../api/daybook-api.ts'
import { isPruned } from '../api/event-view.ts'
import { isNotFound } from '../api/request.ts'
import type { Asked } from '../api/search-api.ts'
import { showDay, zoneDay } from '../format/moment.ts'
import { showCount, showTotal } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure, NotFound } from '../pages/failure.tsx'
import { BurstRow } from '../search/burst-row.tsx'
import { type Burst, burstsOf } from '../search/bursts.ts'
import { Chips } from '../search/chips.tsx'
import { partsOf, withValue } from '../search/edit-query.ts'
import { FacetList, labelsOf, useBatchCount, useFacets } from '../search/facet-list.tsx'
import { wordsAsked } from '../search/find-records.ts'
import { useFoundTotal } from '../search/found-total.ts'
import { HistogramChart } from '../search/histogram.tsx'
import { LaneSwitch } from '../search/lane-switch.tsx'
import { QueryBar } from '../search/query-bar.tsx'
import { RecordsFound } from '../search/records-found.tsx'
import { type LabelOf, sayQuery } from '../search/say-query.ts'
import { useSearchState } from '../search/use-search.ts'
import { Text } from '../text/text.tsx'
import { SearchTools } from '../views/search-tools.tsx'
import { ViewList } from '../views/view-list.tsx'
import { currentZone } from '../zone/zone.ts'
import { byDay } from './day-groups.ts'
import type { useEventList } from './event-list.ts'
import { FirstEvent } from './first-event.tsx'
import { MoreButton } from './more-button.tsx'
import { mostAreWeak } from './most-are-weak.ts'
import { NothingFound } from './nothing-found.tsx'
import { Waiting } from './waiting.tsx'
import { AskedWords } from './why-found.tsx'

interface ListPageProps {
  readonly trail: string
  readonly about: TrailView | undefined
  readonly list: ReturnType<typeof useEventList>
  /** The event open beside the list. */
  readonly openId: string | undefined
}

/** Search: the question, what matches by value and by time, and the events as sentences by the day they occurred. */
export function ListPage({ trail, about, list, openId }: ListPageProps) {
  const { address, asked, isReadable, go } = useSearchState(trail)
  const { q = '', lane = 'business', from, to, last, upto } = address
  const names = useNames(trail)
  const facets = useFacets(trail, asked, isReadable && openId === undefined)
  if (list.events.length === 0 && list.list.error && isNotFound(list.list.error)) return <NotFound />
  const isEmpty = about?.events === 0 && q === '' && lane === 'business'
  return (
    <section className="list" aria-labelledby="list-title">
      <header className="list-head">
        <h1 id="list-title" tabIndex={-1} className="visually-hidden">
          {fill(m.search.title, { trail })}
        </h1>
        <QueryBar trail={trail} q={q} ask={(next) => go({ q: next })} />
        <LaneSwitch trail={trail} address={address} />
      </header>
      <Chips
        q={q}
        from={from}
        to={to}
        last={last}
        upto={upto}
        recordedUntil={list.recordedUntil}
        labelOf={labelsOf(facets.data, names)}
        change={go}
      />
      {openId === undefined && isReadable && (
        <SearchTools trail={trail} address={address} said={saidWhole(q, labelsOf(facets.data, names))} seen={list.seen} go={go} />
      )}
      {openId === undefined && <RecordsFound trail={trail} q={q} />}
      {about?.state === 'sealed' && (
        <p className="notice" role="status">
          {fill(m.list.sealed, { because: about.sealedBecause ?? '' })}
        </p>
      )}
      {isEmpty ? (
        <FirstEvent trail={trail} />
      ) : !isReadable ? null : (
        <div className={openId === undefined ? 'found' : 'found found-narrow'}>
          {openId === undefined && (
            <div className="found-side">
              <ViewList trail={trail} address={address} />
              <FacetList
                trail={trail}
                asked={asked}
                add={(field, value, isExcluded) => go({ q: withValue(q, field, value, isExcluded) })}
              />
            </div>
          )}
          <div className="found-list">
            {openId === undefined && <HistogramChart trail={trail} asked={asked} choose={go} />}
            <Counted trail={trail} asked={asked} list={list} />
            <Waiting news={list.news} show={() => void list.showNewest()} />
            <AskedWords value={wordsAsked(q) ?? []}>
              <Rows
                trail={trail}
                asked={asked}
                list={list}
                openId={openId}
                drop={() => go({ q: undefined, from: undefined, to: undefined, last: undefined, upto: undefined })}
              />
            </AskedWords>
          </div>
        </div>
      )}
    </section>
  )
}

/** All conditions in words. */
const saidWhole = (q: string, labelOf: LabelOf): string => (partsOf(q) ?? []).map((part) => sayQuery(part, labelOf)).join(' · ')

function Counted({ trail, asked, list }: Pick<ListPageProps, 'trail' | 'list'> & { readonly asked: Asked }) {
  const { index } = list.news
  const total = useFoundTotal(trail, asked, list.total)
  return (
    <p className="quiet found-count">
      <span aria-live="polite">{total !== undefined && m.list.total(total.value, showTotal(total))}</span>
      {total !== undefined && ' · '}
      {fill(m.list.zone, { zone: currentZone() })}
      {mostAreWeak(list.events) && ` · ${m.list.mostWeak}`}
      {index !== undefined && index.behind > 0 && ` · ${fill(m.search.lag, { behind: showCount(index.behind) })}`}
    </p>
  )
}

interface RowsProps extends Omit<ListPageProps, 'about'> {
  readonly asked: Asked
  readonly drop: () => void
}

function Rows({ trail, asked, list, openId, drop }: RowsProps) {
  const batchCount = useBatchCount(trail, asked)
  const { events } = list
  const query = list.list
  const days = byDay(events).map((group) => ({ ...group, bursts: burstsOf(group.events) }))
  useEnoughRows(
    query,
    days.reduce((sum, { bursts }) => sum + bursts.length, 0),
  )
  if (query.isPending) return <p className="quiet">{m.app.loading}</p>
  if (query.error && events.length === 0) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (events.length === 0) return <NothingFound trail={trail} drop={drop} />
  const notes = !mostAreWeak(events)
  const last = query.hasNextPage ? days.at(-1)?.bursts.at(-1) : undefined
  // Of an import that stands in several rows, none is the whole.
  const wholeOf = (id: string) => (isInOneRow(days, id) ? batchCount(id) : undefined)
  return (
    <>
      {days.map((group) => (
        <section className="day" key={`${group.day} ${group.events[0]?.seq}`}>
          <h2 className="day-name">{dayName(group.day)}</h2>
          <ol className="rows">
            {group.bursts.map((burst) => (
              <BurstRow
                key={burst.key}
                burst={burst}
                trail={trail}
                openId={openId}
                notes={notes}
                goesOn={burst === last}
                batchCount={wholeOf}
              />
            ))}
          </ol>
        </section>
      ))}
      <More trail={trail} asked={asked} list={list} />
    </>
  )
}

const isInOneRow = (days: readonly { readonly bursts: readonly Burst[] }[], id: string): boolean =>
  days.flatMap(({ bursts }) => bursts).filter(({ events: [first] }) => first && !isPruned(first) && first.batch?.id === id)
    .length === 1

const fewestRows = 10
const mostPages = 6

/** An import is one row, however many events it has: more is loaded until there is something to read, but not for ever. */
function useEnoughRows(query: ListPageProps['list']['list'], rows: number): void {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  const pages = query.data?.pages.length ?? 0
  const wants = pages > 0 && pages < mostPages && rows < fewestRows && hasNextPage && !isFetching && !isError
  useEffect(() => {
    if (wants) void fetchNextPage()
  }, [wants, fetchNextPage])
}

/** The day in words, today and yesterday by name. */
function dayName(day: string): string {
  const named = showDay(day)
  const daysAgo = [0, 1].find((days) => zoneDay(new Date(Date.now() - days * 86_400_000).toISOString()) === day)
  if (daysAgo === undefined) return named
  return `${daysAgo === 0 ? m.list.today : m.list.yesterday}, ${named}`
}

function More({ trail, asked, list }: Omit<RowsProps, 'openId' | 'drop'>) {
  const { list: query, events } = list
  const total = useFoundTotal(trail, asked, list.total)
  return (
    <div className="more">
      <p className="quiet" aria-live="polite">
        <Text>
          {fill(m.list.shown, {
            shown: showCount(events.length),
            total: showTotal(total ?? { value: events.length, exact: true }),
          })}
        </Text>
        {!query.hasNextPage && ` · ${m.search.end}`}
      </p>
      {query.isFetchNextPageError && <p className="notice">{m.app.stale}</p>}
      <MoreButton query={query} />
    </div>
  )
}
