import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { isAnswered } from '../api/answered.ts'
import { getFacets } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { ToCome } from '../text/to-come.tsx'

const dayMs = 86_400_000

/** What people and systems changed in the last day, apart. */
export function Today({ trail, nowMs }: { readonly trail: string; readonly nowMs: number }) {
  const from = new Date(nowMs - dayMs).toISOString()
  const counted = useQuery({
    queryKey: ['today', trail, from],
    queryFn: ({ signal }) => getFacets(trail, { q: '', category: 'data,workflow', from }, ['source'], 20, signal),
    // While the index is being made, what is counted is not yet all there is.
    refetchInterval: ({ state }) => ((state.data?.index.behind ?? 0) > 0 ? 2_000 : false),
  })
  const behind = counted.data?.index.behind ?? 0
  const client = useQueryClient()
  const wasBehind = useRef(false)
  useEffect(() => {
    // What the rest of the page counted meanwhile was not all there is either.
    if (wasBehind.current && behind === 0)
      for (const part of ['stories', 'weak']) void client.invalidateQueries({ queryKey: [part, trail] })
    wasBehind.current = behind > 0
  }, [behind, client, trail])
  if (!isAnswered(counted)) return <ToCome />
  const sources = counted.data?.facets.source ?? []
  const sum = (by: 'person' | 'system') =>
    sources.filter(({ value }) => people.includes(value) === (by === 'person')).reduce((all, { count }) => all + count, 0)
  return (
    <section className="start-part" aria-labelledby="today">
      <h2 id="today">{m.start.today}</h2>
      {behind > 0 && (
        <p className="notice" role="status">
          {fill(m.start.indexing, { behind: showCount(behind) })}
        </p>
      )}
      <ul className="tiles">
        {(['person', 'system'] as const).map((by) => (
          <li key={by}>
            <Link
              className="tile"
              to="/t/$trail/search"
              params={{ trail }}
              search={{ from, q: by === 'person' ? byPeople : `-${byPeople}` }}
            >
              <strong>{counted.data ? showCount(sum(by)) : '…'}</strong>
              {m.start.changes[by]}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const people = ['user_action', 'admin_action']
const byPeople = `source:${people.join(',')}`
