import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type BatchView, listBatches } from '../api/batch-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { SourceBadge } from '../source/source-badge.tsx'
import { Text } from '../text/text.tsx'
import { disagreements } from './counts.ts'

/** Imports and runs, the latest first. */
export function ImportsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Imports key={trail} trail={trail} />
}

function Imports({ trail }: { readonly trail: string }) {
  const query = useInfiniteQuery({
    queryKey: ['batches', trail],
    queryFn: ({ pageParam, signal }) => listBatches(trail, {}, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const batches = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section aria-labelledby="imports">
      <title>{`${m.batch.title} · ${m.app.name}`}</title>
      <h1 id="imports">{m.batch.title}</h1>
      <p className="quiet">{m.batch.lead}</p>
      {query.error && batches.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <p className="quiet">{m.app.loading}</p>}
      {query.data && batches.length === 0 && <p className="note">{m.batch.none}</p>}
      {batches.length > 0 && (
        <ol className="rows">
          {batches.map((batch) => (
            <BatchRow key={batch.id} trail={trail} batch={batch} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <p className="more">
          <button type="button" className="button" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? m.list.loadingMore : m.list.more}
          </button>
        </p>
      )}
    </section>
  )
}

function BatchRow({ trail, batch }: { readonly trail: string; readonly batch: BatchView }) {
  const wrong = disagreements(batch).length > 0
  return (
    <li className="row row-batch">
      <time className="row-time" dateTime={batch.first.at}>
        {showDateAndTime(batch.first.at ?? '')}
      </time>
      <div className="row-what">
        <Link className="row-link" to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
          <Text>{batch.file?.name ?? batch.kind ?? batch.id}</Text>
        </Link>
        <span className="quiet"> {m.batch.events(batch.recorded.events, showCount(batch.recorded.events))}</span>
      </div>
      <span className="marks">
        {batch.state !== 'completed' && <span className="mark">{m.batch.states[batch.state]}</span>}
        {wrong && <span className="mark mark-bad">{m.batch.disagrees}</span>}
      </span>
      <SourceBadge source={batch.source ?? undefined} />
    </li>
  )
}
