import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { type BatchDetail, getBatch } from '../api/batch-api.ts'
import { type EventView, isPruned } from '../api/event-view.ts'
import { type Counted, searchEvents } from '../api/search-api.ts'
import { ChangeLine } from '../event/change-line.tsx'
import { Moment } from '../event/moment.tsx'
import { Fact, Facts } from '../event/section.tsx'
import { showBytes, showCount, showTotal } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { batchName } from './batch-name.ts'
import { countPairs, disagreements } from './counts.ts'
import { DownstreamSection } from './downstream.tsx'
import { UndoSection } from './undo-list.tsx'

/** One import or run: who, which file, what it claimed beside what the trail counts, what failed, what it touched. */
export function ImportPage() {
  const { trail, id } = useParams({ strict: false })
  return trail === undefined || id === undefined ? null : <OneImport key={`${trail} ${id}`} trail={trail} id={id} />
}

function OneImport({ trail, id }: { readonly trail: string; readonly id: string }) {
  const query = useQuery({ queryKey: ['batch', trail, id], queryFn: ({ signal }) => getBatch(trail, id, signal) })
  const batch = query.data
  if (!batch)
    return query.error ? (
      <Failure whole error={query.error} retry={() => void query.refetch()} />
    ) : (
      <p className="quiet">{m.app.loading}</p>
    )
  const name = batchName(batch)
  const said = batch.completed ?? batch.started
  const asked = { q: `batch:"${id.replaceAll(/["\\]/g, '\\$&')}"`, lane: 'all' as const }
  return (
    <article className="import">
      <title>{`${name} · ${m.app.name}`}</title>
      <header className="record-head">
        <h1>
          <Text>{name}</Text>
        </h1>
        {batch.file === null && name !== batch.id && <Text className="code quiet">{batch.id}</Text>}
        {batch.state !== 'completed' && <span className="mark">{m.batch.states[batch.state]}</span>}
      </header>
      {said && (
        <p>
          <Text>{said.sentence}</Text>
        </p>
      )}
      <Claims batch={batch} />
      <About batch={batch} />
      <div className="import-parts">
        <CountedList title={m.batch.fields} values={batch.fields} trail={trail} asked={asked} filter="field" />
        <CountedList title={m.batch.actions} values={batch.actions} trail={trail} asked={asked} filter="action" />
      </div>
      <Failures batch={batch} />
      <Rows trail={trail} batch={batch} asked={asked} />
      <DownstreamSection trail={trail} id={id} />
      <UndoSection trail={trail} id={id} failures={batch.failures} />
    </article>
  )
}

/** Claimed and recorded, side by side, with a word where they differ. */
function Claims({ batch }: { readonly batch: BatchDetail }) {
  const pairs = countPairs(batch)
  const wrong = disagreements(batch)
  if (pairs.length === 0) return null
  const hasClaims = batch.claimed !== null
  return (
    <section className="claims" aria-labelledby="claims">
      <h2 id="claims">{hasClaims ? m.batch.counts : m.batch.countsRecorded}</h2>
      <table>
        <thead>
          <tr>
            <td />
            {hasClaims && <th scope="col">{m.batch.claimed}</th>}
            <th scope="col">{m.batch.recorded}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ name, claimed, recorded }) => (
            <tr key={name} className={wrong.some((one) => one.name === name) ? 'claims-differ' : undefined}>
              <th scope="row">{m.event.claimedCounts[name]}</th>
              {hasClaims && <td>{claimed === undefined ? '–' : showCount(claimed)}</td>}
              <td>{recorded === undefined ? '–' : showTotal({ value: recorded, exact: batch.recorded.exact })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!hasClaims && <p className="quiet">{m.batch.noClaims}</p>}
      {wrong.length > 0 && <p className="notice notice-bad">{m.batch.disagreesLong}</p>}
    </section>
  )
}

function About({ batch }: { readonly batch: BatchDetail }) {
  const { who, file, mapping, rows, first, last } = batch
  return (
    <Facts>
      <Fact name={m.event.who}>{who && <Text>{who.name ?? who.id}</Text>}</Fact>
      <Fact name={m.event.file}>
        {file && (
          <>
            <Text>{file.name}</Text>
            {file.size !== undefined && ` · ${showBytes(file.size)}`}
            {file.sha256 !== undefined && (
              <div className="line">
                {m.event.fileHash} <Text className="code">{file.sha256}</Text>
              </div>
            )}
          </>
        )}
      </Fact>
      <Fact name={m.event.mapping}>{mapping !== null && <Text>{mapping}</Text>}</Fact>
      <Fact name={m.batch.rows}>{rows !== null && showCount(rows)}</Fact>
      <Fact name={m.batch.began}>{first.at !== undefined && <Moment iso={first.at} />}</Fact>
      <Fact name={m.batch.ended}>{last.at !== undefined && batch.state !== 'open' && <Moment iso={last.at} />}</Fact>
    </Facts>
  )
}

interface CountedListProps {
  readonly title: string
  readonly values: readonly Counted[]
  readonly trail: string
  readonly asked: { readonly q: string; readonly lane: 'all' }
  readonly filter: string
}

function CountedList({ title, values, trail, asked, filter }: CountedListProps) {
  if (values.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul className="questions">
        {values.map(({ value, label, count }) => (
          <li key={value}>
            <Link
              to="/t/$trail/search"
              params={{ trail }}
              search={{ ...asked, q: `${asked.q} ${filter}:"${value.replaceAll(/["\\]/g, '\\$&')}"` }}
            >
              <Text>{label}</Text>
            </Link>{' '}
            <span className="quiet">{showCount(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Failures({ batch }: { readonly batch: BatchDetail }) {
  if (batch.failures.length === 0) return null
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{fill(m.batch.failures, { count: showCount(batch.failures.length) })}</h2>
      <ul className="items">
        {batch.failures.map(({ line, reason }) => (
          <li key={line}>
            {fill(m.event.line, { line: showCount(line) })}: <Text>{reason}</Text>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The newest of its rows: which record, leading to its history, and what was done to it. */
function Rows({
  trail,
  batch,
  asked,
}: {
  readonly trail: string
  readonly batch: BatchDetail
  readonly asked: CountedListProps['asked']
}) {
  const q = `${asked.q} field:*`
  const rows = useQuery({
    queryKey: ['batch-rows', trail, batch.id],
    queryFn: ({ signal }) => searchEvents(trail, { q, category: 'security,data,workflow,access,system' }, 20, undefined, signal),
  })
  if (!isAnswered(rows)) return <ToCome />
  const events = (rows.data?.data ?? []).flatMap((event) => (isPruned(event) || !event.object ? [] : [event]))
  if (events.length === 0) return null
  return (
    <section aria-labelledby="rows">
      <h2 id="rows">{m.batch.touched}</h2>
      <table className="fields touched touched-rows">
        <thead>
          <tr>
            <th scope="col">{m.batch.row}</th>
            <th scope="col">{m.batch.change}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <TouchedRow key={event.seq} trail={trail} event={event} />
          ))}
        </tbody>
      </table>
      <p>
        {fill(m.batch.firstRows, {
          shown: showCount(events.length),
          count: showTotal(rows.data?.total ?? { value: events.length, exact: true }),
        })}{' '}
        <Link to="/t/$trail/search" params={{ trail }} search={{ ...asked, q }}>
          {m.batch.all}
        </Link>
      </p>
    </section>
  )
}

function TouchedRow({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const names = useNames(trail)
  const { type = '', id = '' } = event.object ?? {}
  const name = event.object?.name ?? names.record(type, id)
  return (
    <tr>
      <th scope="row">
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
          <Text>{name}</Text>
        </Link>
        {!name.includes(id) && <Text className="quiet note-line">{`${names.kind(type)} ${id}`}</Text>}
      </th>
      <td data-label={m.batch.change}>
        <Link className="touched-what" to="/t/$trail/events/$id" params={{ trail, id: event.id }} search={{}}>
          {inOrder(event.changes ?? [], (change) => (
            <ChangeLine change={change} />
          ))}
        </Link>
      </td>
    </tr>
  )
}
