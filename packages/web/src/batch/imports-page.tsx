import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { BatchView } from '../api/batch-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showTotal } from '../format/quantity.ts'
import { MoreButton } from '../list/more-button.tsx'
import { m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { SourceBadge } from '../source/source-badge.tsx'
import { Text } from '../text/text.tsx'
import { batchName } from './batch-name.ts'
import { disagreements } from './counts.ts'
import { readImportsAddress } from './imports-address.ts'
import { listShown } from './list-shown.ts'

/** Imports, or the runs of jobs and automations, the latest first. */
export function ImportsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Imports key={trail} trail={trail} />
}

function Imports({ trail }: { readonly trail: string }) {
  const { show = 'imports' } = readImportsAddress(useSearch({ strict: false }))
  const query = useInfiniteQuery({
    queryKey: ['batches', trail, show],
    queryFn: ({ pageParam, signal }) => listShown(trail, show, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const batches = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section aria-labelledby="imports">
      <title>{`${m.batch.title} · ${m.app.name}`}</title>
      <h1 id="imports">{m.batch.title}</h1>
      <p className="quiet lead">{m.batch.lead}</p>
      <nav className="switch" aria-label={m.batch.which}>
        {(['imports', 'runs'] as const).map((one) => (
          <Link
            key={one}
            to="/t/$trail/imports"
            params={{ trail }}
            search={one === 'imports' ? {} : { show: one }}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={show === one ? 'page' : undefined}
            data-word={m.batch.show[one]}
          >
            {m.batch.show[one]}
          </Link>
        ))}
      </nav>
      {query.error && batches.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <p className="quiet">{m.app.loading}</p>}
      {query.data && batches.length === 0 && !query.hasNextPage && <p className="note">{m.batch.none}</p>}
      {batches.length > 0 && (
        <ol className="rows">
          {batches.map((batch) => (
            <BatchRow key={batch.id} trail={trail} batch={batch} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <p className="more">
          <MoreButton query={query} />
        </p>
      )}
    </section>
  )
}

function BatchRow({ trail, batch }: { readonly trail: string; readonly batch: BatchView }) {
  const wrong = disagreements(batch).length > 0
  const name = batchName(batch)
  return (
    <li className="row row-batch">
      <time className="row-time" dateTime={batch.first.at}>
        {showDateAndTime(batch.first.at ?? '')}
      </time>
      <div className="row-what">
        <Link className="row-link" to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
          <Text>{name}</Text>
        </Link>
        {batch.file === null && name !== batch.id && <Text className="code quiet">{batch.id}</Text>}
        <span className="quiet"> {whatItDid(batch)}</span>
      </div>
      <span className="marks">
        {batch.state !== 'completed' && <span className="mark">{m.batch.states[batch.state]}</span>}
        {wrong && <span className="mark mark-bad">{m.batch.disagrees}</span>}
      </span>
      <Starter batch={batch} />
    </li>
  )
}

const people: ReadonlySet<string> = new Set(['user', 'admin'])

/** A person by name; what runs by itself as the source it is. */
function Starter({ batch: { who, source } }: { readonly batch: BatchView }) {
  if (who === null || !people.has(who.type)) return <SourceBadge source={source ?? undefined} />
  return (
    <span className="quiet">
      <Text>{who.name ?? who.id}</Text>
    </span>
  )
}

/** Created, changed; where neither, how many events. */
const whatItDid = ({ recorded }: BatchView): string => {
  const { created, updated, events, exact } = recorded
  const shown = (value: number) => showTotal({ value, exact })
  const did = [
    ...(created > 0 ? [m.batch.created(created, shown(created))] : []),
    ...(updated > 0 ? [m.batch.changed(updated, shown(updated))] : []),
  ]
  return did.length > 0 ? did.join(', ') : m.batch.events(events, showCount(events))
}
