import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { getEvent } from '../api/daybook-api.ts'
import { type EventView, isPruned, type ListedEvent } from '../api/event-view.ts'
import { getTimeline } from '../api/record-api.ts'
import { type SearchPage, searchEvents } from '../api/search-api.ts'
import { Changes } from '../event/changes.tsx'
import { EngineerFacts } from '../event/engineer-facts.tsx'
import { OnTheRecord } from '../event/on-the-record.tsx'
import { AlsoSaid, Origin } from '../event/origin.tsx'
import { NotShown, Why } from '../event/reasons.tsx'
import { Section } from '../event/section.tsx'
import { WhoWhatWhen } from '../event/who-what-when.tsx'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import type { CheckedEvent } from '../proof/check.ts'
import { ProofSection } from '../proof/proof-section.tsx'
import { sentenceText } from '../text/told.ts'
import { EventsTable } from './events-table.tsx'
import { HowToCheck } from './how-to-check.tsx'
import { Paper } from './paper.tsx'
import { useProofs } from './use-proofs.ts'

/** Of a timeline so many events are printed; each is asked for its proof. */
const mostPrinted = 200
const pageAtOnce = 50

const back = `← ${m.print.back}`

/** One event with everything that is known of it, and its proof. */
export function PrintEventPage() {
  const { trail, id } = useParams({ strict: false })
  return trail === undefined || id === undefined ? null : <PrintEvent trail={trail} id={id} />
}

function PrintEvent({ trail, id }: { readonly trail: string; readonly id: string }) {
  const query = useQuery({ queryKey: ['event', trail, id], queryFn: ({ signal }) => getEvent(trail, id, signal) })
  const event = query.data
  const proofs = useProofs(trail, event && [event])
  if (!event) return <Loading error={query.error} retry={() => void query.refetch()} />
  const checked = proofs.data?.get(event.seq)
  return (
    <Paper
      trail={trail}
      title={sentenceText(event)}
      back={
        <Link to="/t/$trail/events/$id" params={{ trail, id }} search={{}}>
          {back}
        </Link>
      }
      foot={footOf(trail, checked, [event])}
    >
      <WhoWhatWhen event={event} trail={trail} />
      <Changes changes={event.changes} hidden={event.hidden ?? []} />
      <Why reason={event.reason} />
      <Origin event={event} trail={trail} />
      <AlsoSaid event={event} />
      <NotShown hidden={event.hidden ?? []} />
      <OnTheRecord event={event} />
      <Section title={m.event.engineers}>
        <EngineerFacts event={event} />
      </Section>
      <ProofSection trail={trail} event={event} />
      {checked && <HowToCheck trail={trail} note={checked.note} policy={checked.policy} />}
    </Paper>
  )
}

/** Everything that happened to a record, oldest first, each with its proof. */
export function PrintRecordPage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <PrintRecord trail={trail} type={type} id={id} />
}

interface PrintedProps {
  readonly trail: string
  readonly type: string
  readonly id: string
}

function PrintRecord({ trail, type, id }: PrintedProps) {
  const names = useNames(trail)
  return (
    <PrintList
      trail={trail}
      title={(events) => {
        const named = events.findLast(({ object }) => object?.type === type && object.id === id)?.object?.name
        return fill(m.print.record, { name: named ?? names.record(type, id) })
      }}
      back={
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
          {back}
        </Link>
      }
      queryKey={['print', 'record', trail, type, id]}
      page={(cursor, signal) => getTimeline(trail, type, id, {}, cursor, signal)}
    />
  )
}

/** One case from its first step to its last, each with its proof. */
export function PrintCasePage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <PrintCase trail={trail} type={type} id={id} />
}

function PrintCase({ trail, type, id }: PrintedProps) {
  const names = useNames(trail)
  const q = `workflow:"${`${type}/${id}`.replaceAll(/["\\]/g, '\\$&')}"`
  return (
    <PrintList
      trail={trail}
      title={(events) => fill(m.print.case, { name: events[0]?.object?.name ?? `${names.kind(type)} ${id}` })}
      back={
        <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type, id }}>
          {back}
        </Link>
      }
      queryKey={['print', 'case', trail, type, id]}
      page={async (cursor, signal) => {
        const found = await searchEvents(trail, { q }, pageAtOnce, cursor, signal)
        // A query names a case `type/id`, which another may be written as too.
        const isOfCase = ({ workflow }: EventView) => workflow?.type === type && workflow.id === id
        return { ...found, data: found.data.filter((event) => isPruned(event) || isOfCase(event)) }
      }}
    />
  )
}

interface PrintListProps {
  readonly trail: string
  readonly title: (events: readonly EventView[]) => string
  readonly back: ReactNode
  readonly queryKey: readonly string[]
  readonly page: (cursor: string | undefined, signal: AbortSignal) => Promise<SearchPage>
}

function PrintList({ trail, title, back, queryKey, page }: PrintListProps) {
  const query = useQuery({ queryKey, queryFn: ({ signal }) => allOf(page, signal), staleTime: Number.POSITIVE_INFINITY })
  const events = query.data?.events
  const proofs = useProofs(trail, events)
  if (!events) return <Loading error={query.error} retry={() => void query.refetch()} />
  const checked = proofs.data ?? new Map<number, CheckedEvent>()
  const [one] = checked.values()
  const held = [...checked.values()].filter(({ verdict }) => verdict === 'holds').length
  return (
    <Paper trail={trail} title={title(events)} back={back} foot={footOf(trail, one, events)}>
      <p role="status">
        {proofs.isFetching && m.proof.checking}
        {proofs.error && m.proof.unsure}
        {proofs.data && fill(m.print.held, { held: showCount(held), all: showCount(events.length) })}
      </p>
      {query.data?.isWhole === false && <p className="notice">{fill(m.print.cut, { count: showCount(events.length) })}</p>}
      <EventsTable events={events} checked={checked} />
      {one && <HowToCheck trail={trail} note={one.note} policy={one.policy} />}
    </Paper>
  )
}

function Loading({ error, retry }: { readonly error: Error | null; readonly retry: () => void }): ReactNode {
  return error ? <Failure whole error={error} retry={retry} /> : <p className="quiet">{m.app.loading}</p>
}

/** The newest events, oldest first; `isWhole` false where there are older ones, or some that cannot be searched yet. */
async function allOf(page: PrintListProps['page'], signal: AbortSignal) {
  const events: ListedEvent[] = []
  let cursor: string | undefined
  let behind = 0
  do {
    const found = await page(cursor, signal)
    events.push(...found.data)
    behind = found.index.behind
    cursor = found.nextCursor ?? undefined
  } while (cursor !== undefined && events.length < mostPrinted)
  const isWhole = cursor === undefined && behind === 0
  return { events: events.flatMap((event) => (isPruned(event) ? [] : [event])).reverse(), isWhole }
}

/** Where it stands: of one event its place and hash, of several how many. */
function footOf(trail: string, checked: CheckedEvent | undefined, events: readonly EventView[]): string {
  if (checked === undefined) return fill(m.print.footUnchecked, { trail })
  const [only, ...others] = events
  const about =
    only && others.length === 0
      ? fill(m.print.footOne, { position: showCount(only.seq), hash: only.hash })
      : m.list.total(events.length, showCount(events.length))
  const root = checked.note.split('\n')[2] ?? ''
  return fill(m.print.foot, { trail, about, size: showCount(checked.size), root })
}
