import { type BatchFailure, wordsOf } from '@daybook/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getUndo, type UndoRow, undoCsvAddress } from '../api/batch-api.ts'
import { Value } from '../event/value.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { MoreButton } from '../list/more-button.tsx'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import { useRights } from '../people/use-session.ts'
import { Text } from '../text/text.tsx'

interface UndoProps {
  readonly trail: string
  readonly id: string
  readonly failures: readonly BatchFailure[]
}

/** What would have to be put back, row by row, and what somebody has changed since; to look at and to take along. */
export function UndoSection({ trail, id, failures }: UndoProps) {
  const query = useInfiniteQuery({
    queryKey: ['undo', trail, id],
    queryFn: ({ pageParam, signal }) => getUndo(trail, id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const mayExport = useRights(trail).has('export')
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.error && rows.length === 0) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (rows.length === 0) return null
  const isWhole = query.data?.pages.every(({ whole }) => whole) ?? true
  const isLoaded = !query.hasNextPage
  const changed = rows.filter(({ state }) => state === 'changed').length
  const back = rows.filter(({ state }) => state === 'put_back').length
  return (
    <section className="undo" aria-labelledby="undo">
      <h2 id="undo">{m.undo.title}</h2>
      <p className="quiet">{m.undo.lead}</p>
      <p role="status">
        {fill(isLoaded ? m.undo.counts : m.undo.countsSoFar, {
          rows: m.undo.rows(rows.length),
          left: String(rows.length - changed - back),
          changed: String(changed),
          back: String(back),
        })}
      </p>
      <p className="undo-take">
        {mayExport && (
          <a className="button" href={undoCsvAddress(trail, id)} download>
            {m.undo.download}
          </a>
        )}
        {failures.length > 0 && <FailuresDownload id={id} failures={failures} />}
      </p>
      <table className="fields touched undo-rows">
        <thead>
          <tr>
            <th scope="col">{m.batch.row}</th>
            <th scope="col">{m.undo.did}</th>
            <th scope="col">{m.undo.since}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={`${row.record.type} ${row.record.id} ${row.what} ${row.field ?? ''} ${row.path ?? ''}`}
              trail={trail}
              row={row}
            />
          ))}
        </tbody>
      </table>
      <MoreButton query={query} />
      {!isWhole && <p className="notice">{m.undo.notWhole}</p>}
    </section>
  )
}

function Row({ trail, row }: { readonly trail: string; readonly row: UndoRow }) {
  const names = useNames(trail)
  const { record, by, state, since } = row
  return (
    <tr>
      <th scope="row">
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type: record.type, id: record.id }} search={{}}>
          <Text>{record.name ?? names.record(record.type, record.id)}</Text>
        </Link>
      </th>
      <td data-label={m.undo.did}>
        {by.id === undefined ? (
          <Did row={row} />
        ) : (
          <Link className="touched-what" to="/t/$trail/events/$id" params={{ trail, id: by.id }} search={{}}>
            <Did row={row} />
          </Link>
        )}
      </td>
      <td data-label={m.undo.since}>
        {state === 'as_left' ? (
          <span className="quiet">{m.undo.states.as_left}</span>
        ) : (
          <>
            <span className={state === 'changed' ? 'mark mark-bad' : 'mark'}>{m.undo.states[state]}</span>{' '}
            {row.field !== undefined && !row.hidden && state === 'changed' && <Side value={row.now} row={row} />}{' '}
            {since && <Since trail={trail} since={since} />}
          </>
        )}
      </td>
    </tr>
  )
}

function Since({ trail, since }: { readonly trail: string; readonly since: NonNullable<UndoRow['since']> }) {
  const words = fill(m.record.since, {
    actor: since.actor?.name ?? since.actor?.id ?? m.actorTypes.unknown,
    time: showDateAndTime(since.occurredAt),
  })
  if (since.id === undefined) return <Text className="quiet">{words}</Text>
  return (
    <Link to="/t/$trail/events/$id" params={{ trail, id: since.id }} search={{}}>
      <Text>{words}</Text>
    </Link>
  )
}

function Did({ row }: { readonly row: UndoRow }) {
  const { what, field, label, hidden } = row
  if (field === undefined) return m.undo.whats[what]
  return (
    <span className="touched-change">
      <Text>{`${label ?? wordsOf(field)}:`}</Text>{' '}
      {hidden ? (
        <i className="quiet">{m.event.hidden.withheld}</i>
      ) : (
        <>
          <Side value={row.before} row={row} />
          <span aria-hidden="true"> → </span>
          <span className="visually-hidden">{m.event.after}: </span>
          <Side value={row.after} row={row} />
        </>
      )}
    </span>
  )
}

function Side({ value, row }: { readonly value: UndoRow['before']; readonly row: UndoRow }) {
  if (value !== undefined) return <Value value={value} meant={row} />
  return <i className="quiet">{row.treated === undefined ? m.value.notSet : m.value.treated[row.treated]}</i>
}

/** What the importer reported is on the page already, so that it can be taken along from here. */
function FailuresDownload({ id, failures }: { readonly id: string; readonly failures: readonly BatchFailure[] }) {
  const take = () => {
    const lines = [[m.undo.line, m.undo.reason], ...failures.map(({ line, reason }) => [String(line), reason])]
    const text = `\uFEFF${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `${id.replaceAll(/[^\w.-]+/g, '_')}-failures.csv`
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <button type="button" className="button" onClick={take}>
      {m.undo.downloadFailures}
    </button>
  )
}

/** In quotes, and what a spreadsheet could take for a formula behind an apostrophe. */
const csvCell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
