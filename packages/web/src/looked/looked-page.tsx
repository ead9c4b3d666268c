import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import type { EventView } from '../api/event-view.ts'
import { getFacets, searchEvents } from '../api/search-api.ts'
import { showDay, showTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { RangeFields } from '../search/histogram.tsx'
import { spanFrom, spans } from '../search/spans.ts'
import { Sentence } from '../text/sentence.tsx'
import { Text } from '../text/text.tsx'
import { About, type Go } from './about.tsx'
import { AskedTogether, SaidSearch, SaidTogether, useSaidQuery } from './asked-search.tsx'
import { askedByLooked, kindNames, type LookedAddress, readLookedAddress } from './looked-address.ts'
import { type ComingsOfDay, isSensitive, type LookContext, lookedDays, type ReadsOfDay, searchesOf } from './looked-days.ts'

const pageSize = 200

/** Who looked at the trail itself: exports, reveals and failed sign-ins for themselves, reads and sign-ins by reader and day. */
export function LookedPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Looked key={trail} trail={trail} />
}

function Looked({ trail }: { readonly trail: string }) {
  const address = readLookedAddress(useSearch({ strict: false }))
  const [nowMs] = useState(Date.now)
  const asked = askedByLooked(address, nowMs)
  const list = useInfiniteQuery({
    queryKey: ['looked', trail, asked],
    queryFn: ({ pageParam, signal }) => searchEvents(trail, asked, pageSize, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const days = lookedDays(list.data?.pages.flatMap((page) => page.data) ?? [])
  return (
    <section className="looked" aria-labelledby="looked">
      <title>{`${m.looked.title} · ${m.app.name}`}</title>
      <h1 id="looked">{m.looked.title}</h1>
      <p className="quiet lead">{m.looked.lead}</p>
      <Filters trail={trail} address={address} nowMs={nowMs} />
      {list.isPending && <p className="quiet">{m.app.loading}</p>}
      {list.error && days.length === 0 && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && days.length === 0 && <p className="note">{m.looked.nothing}</p>}
      {days.map(({ day, looks }) => (
        <section className="day" key={day}>
          <h2 className="day-name">{showDay(day)}</h2>
          <ol className="rows">
            {looks.map((look) =>
              look.kind === 'one' ? (
                <li key={look.key} className="row looked-row">
                  <Look trail={trail} event={look.event} />
                </li>
              ) : (
                <Folded key={look.key} trail={trail} look={look} />
              ),
            )}
          </ol>
        </section>
      ))}
      {list.hasNextPage && (
        <p className="more">
          <button type="button" className="button" onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
            {list.isFetchingNextPage ? m.list.loadingMore : m.looked.more}
          </button>
        </p>
      )}
    </section>
  )
}

interface FiltersProps {
  readonly trail: string
  readonly address: LookedAddress
  readonly nowMs: number
}

function Filters({ trail, address, nowMs }: FiltersProps) {
  const navigate = useNavigate()
  const go: Go = (change) =>
    void navigate({ to: '/t/$trail/looked', params: { trail }, search: readLookedAddress({ ...address, ...change }) })
  const { who: _, ...rest } = address
  const asked = askedByLooked(rest, nowMs)
  const people = useQuery({
    queryKey: ['lookers', trail, asked],
    queryFn: ({ signal }) => getFacets(trail, asked, ['actor'], 100, signal),
    placeholderData: (before) => before,
  })
  const known = people.data?.facets.actor ?? []
  const isChosen = address.from !== undefined || address.to !== undefined
  const isUnknown = address.who !== undefined && !known.some(({ value }) => value === address.who)
  return (
    <div className="looked-filters">
      <Choice name={m.looked.who} value={address.who ?? ''} choose={(who) => go({ who })}>
        <option value="">{m.looked.everybody}</option>
        {isUnknown && <option value={address.who}>{address.who}</option>}
        {known.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice name={m.looked.what} value={address.what ?? 'all'} choose={(what) => go({ what })}>
        {kindNames.map((kind) => (
          <option key={kind} value={kind}>
            {m.looked.kinds[kind]}
          </option>
        ))}
      </Choice>
      <Choice
        name={m.looked.time}
        value={address.last ?? ''}
        choose={(last) => go({ last: spanFrom(last), from: undefined, to: undefined })}
      >
        <option value="">{m.views.anyTime}</option>
        {spans.map((span) => (
          <option key={span} value={span}>
            {m.views.spans[span]}
          </option>
        ))}
        {isChosen && <option value="chosen">{m.views.chosen}</option>}
      </Choice>
      <RangeFields asked={asked} choose={({ from, to }) => go({ from, to, last: undefined })} />
      <About trail={trail} address={address} go={go} />
    </div>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly value: string
  readonly choose: (value: string) => void
  readonly children: ReactNode
}

function Choice({ name, value, choose, children }: ChoiceProps) {
  const id = useId()
  return (
    <span className="ask-field">
      <label className="quiet" htmlFor={id}>
        {name}
      </label>
      <select id={id} value={value} onChange={(event) => choose(event.target.value)}>
        {children}
      </select>
    </span>
  )
}

/** What one reader did several times on one day: a line, and what it was behind it. */
function Folded({ trail, look }: { readonly trail: string; readonly look: ComingsOfDay | ReadsOfDay }) {
  const sensitive = look.kind === 'reads' ? look.sensitive : 0
  return (
    <li className="row looked-row">
      <details className="looked-reads">
        <summary>
          <strong>
            <Text>{look.name}</Text>
          </strong>{' '}
          <span>{countsOf(look).join(' · ')}</span>
          {sensitive > 0 && <span className="mark">{m.looked.sensitive(sensitive, showCount(sensitive))}</span>}
        </summary>
        <ol>
          {look.events.map((event) => (
            <li key={event.id} className="looked-row">
              <Look trail={trail} event={event} />
            </li>
          ))}
        </ol>
      </details>
    </li>
  )
}

const countsOf = (look: ComingsOfDay | ReadsOfDay): readonly string[] => {
  const { reads, comings } = m.looked
  const said =
    look.kind === 'reads'
      ? ([
          [look.searches, reads.searches],
          [look.records, reads.records],
          [look.opened, reads.events],
        ] as const)
      : ([
          [look.signedIn, comings.signedIn],
          [look.signedOut, comings.signedOut],
        ] as const)
  return said.flatMap(([count, say]) => (count > 0 ? [say(count, showCount(count))] : []))
}

function Look({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const { occurredAt, action, context } = event
  const { times = 1, until, queries } = (context ?? {}) as LookContext
  return (
    <>
      <time className="row-time" dateTime={occurredAt}>
        {showTime(occurredAt)}
      </time>
      <div className="row-what">
        <Link className="looked-link" to="/t/$trail/events/$id" params={{ trail, id: event.id }} search={{ lane: 'own' }}>
          {action !== 'trail.searched' ? (
            <Sentence event={event} />
          ) : queries === undefined ? (
            <SaidSearch trail={trail} asked={searchesOf(event)[0] ?? {}} />
          ) : (
            <SaidTogether count={queries.length} />
          )}
        </Link>
        {isSensitive(event) && <span className="mark">{m.looked.isSensitive}</span>}
        {times > 1 && until !== undefined && (
          <span className="quiet"> {fill(m.looked.times, { count: showCount(times), time: showTime(until) })}</span>
        )}
        {action === 'trail.exported' && <Exported trail={trail} event={event} />}
        {queries !== undefined && <AskedTogether trail={trail} queries={queries} />}
      </div>
    </>
  )
}

/** What left, beside how much. */
function Exported({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const say = useSaidQuery(trail)
  const { query, format, hidden = [] } = (event.context ?? {}) as LookContext
  const facts = [
    ...(format === undefined ? [] : [fill(m.looked.format, { format })]),
    fill(m.looked.asked, { query: say(query ?? '') }),
    ...(hidden.length === 0 ? [] : [fill(m.looked.hidden, { fields: hidden.join(', ') })]),
  ]
  return (
    <span className="quiet looked-facts">
      <Text>{facts.join(' · ')}</Text>
    </span>
  )
}
