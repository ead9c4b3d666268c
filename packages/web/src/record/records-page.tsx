import { wordsOf } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { isPruned, type ListedEvent } from '../api/event-view.ts'
import { searchEvents } from '../api/search-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { m } from '../messages/messages.ts'
import { saysNumber } from '../names/says-number.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import { recordQuery } from '../search/find-records.ts'
import { getRecords, type MeantRecord } from '../search/meant-records.ts'
import { Text } from '../text/text.tsx'
import { readRecordsAddress } from './records-address.ts'

const most = 30

/** A record by its number or name; until somebody asks, those that were changed last. */
export function RecordsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Records key={trail} trail={trail} />
}

function Records({ trail }: { readonly trail: string }) {
  const { q = '' } = readRecordsAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  return (
    <section aria-labelledby="records">
      <title>{`${m.records.title} · ${m.app.name}`}</title>
      <h1 id="records">{m.records.title}</h1>
      <p className="quiet lead">{m.records.lead}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not known to every assistive technology yet */}
      <form
        className="query records-ask"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          const typed = new FormData(event.currentTarget).get('q')
          const search = readRecordsAddress({ q: String(typed ?? '').trim() })
          void navigate({ to: '/t/$trail/records', params: { trail }, search })
        }}
      >
        <input
          key={q}
          id="query"
          className="query-input"
          type="search"
          name="q"
          aria-label={m.records.label}
          placeholder={m.records.placeholder}
          defaultValue={q}
          autoComplete="off"
          spellCheck={false}
        />
        <button type="submit" className="button">
          {m.search.go}
        </button>
      </form>
      {q === '' ? <Latest trail={trail} /> : <Meant trail={trail} q={q} />}
    </section>
  )
}

interface NamedRecord extends MeantRecord {
  /** When it was last changed, where that is known here. */
  readonly at?: string
}

function Meant({ trail, q }: { readonly trail: string; readonly q: string }) {
  const asked = recordQuery(q) ?? ''
  const found = useQuery({
    queryKey: ['records-meant', trail, asked],
    queryFn: ({ signal }) => getRecords(trail, asked, most, signal),
    enabled: asked !== '',
  })
  if (found.error && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (asked !== '' && !found.data) return <p className="quiet">{m.app.loading}</p>
  const records = found.data ?? []
  return (
    <>
      <h2>{m.records.meant}</h2>
      {records.length === 0 ? (
        <p className="note">
          {m.records.none}{' '}
          <Link to="/t/$trail/search" params={{ trail }} search={{ q }}>
            {m.records.searchInstead}
          </Link>
        </p>
      ) : (
        <List trail={trail} records={records} />
      )}
    </>
  )
}

function Latest({ trail }: { readonly trail: string }) {
  const newest = useQuery({
    queryKey: ['records-latest', trail],
    queryFn: ({ signal }) => searchEvents(trail, { q: 'object:*', category: 'data,workflow' }, 200, undefined, signal),
  })
  if (newest.error && !newest.data) return <Failure error={newest.error} retry={() => void newest.refetch()} />
  if (!newest.data) return <p className="quiet">{m.app.loading}</p>
  const records = recordsOf(newest.data.data).slice(0, most)
  return (
    <>
      <h2>{m.records.latest}</h2>
      {records.length === 0 ? <p className="note">{m.record.nothing}</p> : <List trail={trail} records={records} />}
    </>
  )
}

/** Each record once, in the order of the events. */
function recordsOf(events: readonly ListedEvent[]): readonly NamedRecord[] {
  const known = new Map<string, NamedRecord>()
  for (const event of events) {
    if (isPruned(event) || !event.object?.id) continue
    const { type, id, name } = event.object
    const key = JSON.stringify([type, id])
    if (!known.has(key)) known.set(key, { type, id, ...(name === undefined ? {} : { name }), at: event.occurredAt })
  }
  return [...known.values()]
}

function List({ trail, records }: { readonly trail: string; readonly records: readonly NamedRecord[] }) {
  const names = useNames(trail)
  return (
    <table className="fields records-list">
      <thead>
        <tr>
          <th scope="col">{m.records.record}</th>
          <th scope="col">{m.records.kind}</th>
          {records.some(({ at }) => at !== undefined) && <th scope="col">{m.records.changed}</th>}
        </tr>
      </thead>
      <tbody>
        {records.map(({ type, id, name, at }) => (
          <tr key={JSON.stringify([type, id])}>
            <th scope="row">
              <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
                <Text>{name ?? names.record(type, id)}</Text>
              </Link>
              {/* Several bear one name; their numbers tell them apart. */}
              {name !== undefined && !saysNumber(name, id) && (
                <>
                  {' '}
                  <Text className="quiet records-number">{id}</Text>
                </>
              )}
            </th>
            <td>
              <Link to="/t/$trail/search" params={{ trail }} search={{ q: `object:${type}/*` }} className="quiet">
                <Text>{names.kind(type) || wordsOf(type)}</Text>
              </Link>
            </td>
            {at !== undefined && (
              <td>
                <time dateTime={at}>{showDateAndTime(at)}</time>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
