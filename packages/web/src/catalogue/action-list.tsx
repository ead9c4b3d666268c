import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isPruned } from '../api/event-view.ts'
import { searchEvents } from '../api/search-api.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Sentence } from '../text/sentence.tsx'
import { Text } from '../text/text.tsx'
import { keptFor } from './kept-for.ts'
import type { ActionEntry } from './listing.ts'

/** Each action as its newest event reads, or as one would; what kind it is, who reads it, how long it is kept. */
export function ActionList({ trail, actions }: { readonly trail: string; readonly actions: readonly ActionEntry[] }) {
  return (
    <ul className="catalogue-actions">
      {actions.map((entry) => (
        <ActionItem key={entry.action} trail={trail} entry={entry} />
      ))}
    </ul>
  )
}

function ActionItem({ trail, entry }: { readonly trail: string; readonly entry: ActionEntry }) {
  const item = useRef<HTMLLIElement>(null)
  const seen = useSeen(item)
  const { action, example, declaration, count } = entry
  const { category, readers, retain, reason, sensitivity, allowedRoles } = declaration
  const newest = useQuery({
    queryKey: ['catalogue-example', trail, action],
    queryFn: ({ signal }) =>
      searchEvents(trail, { q: `action:"${action}"`, category: 'security,data,workflow,access,system' }, 3, undefined, signal),
    enabled: seen && count !== 0,
    staleTime: 5 * 60_000,
  })
  const occurs = count !== 0 && newest.data?.total.value !== 0
  const live = newest.data?.data.find((event) => !isPruned(event) && event.action === action)
  return (
    <li ref={item} className="catalogue-action">
      <p>
        {live && !isPruned(live) ? (
          <Link className="touched-what" to="/t/$trail/events/$id" params={{ trail, id: live.id }} search={{}}>
            <Sentence sentence={live.sentence} parts={live.parts} />
          </Link>
        ) : (
          <>
            <Text>{example}</Text> {!newest.isFetching && <span className="mark">{m.catalogue.invented}</span>}
          </>
        )}
      </p>
      <p className="quiet catalogue-facts">
        <Text className="code">{action}</Text>
        {` · ${m.event.categories[category]} · `}
        {readers ? (
          <Text>{fill(m.catalogue.readBy, { roles: showList(readers) })}</Text>
        ) : (
          fill(m.catalogue.readByAll, { category: m.event.categories[category] })
        )}
        {` · ${keptFor(retain)}`}
        {sensitivity === 'sensitive' && ` · ${m.catalogue.sensitive}`}
        {reason === 'required' && ` · ${m.catalogue.reason}`}
        {allowedRoles && (
          <>
            {' · '}
            <Text>{fill(m.catalogue.doneBy, { roles: showList(allowedRoles) })}</Text>
          </>
        )}
        {' · '}
        {occurs ? (
          <Link to="/t/$trail/search" params={{ trail }} search={{ q: `action:${action}`, lane: 'all' }}>
            {count === undefined ? m.catalogue.events : m.list.total(count, showCount(count))}
          </Link>
        ) : (
          m.catalogue.never
        )}
      </p>
    </li>
  )
}

/** True once the element has been near the sight: examples are asked for where somebody looks. */
function useSeen(element: { readonly current: Element | null }): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!element.current || seen) return
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
      rootMargin: '200px',
    })
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [element, seen])
  return seen
}
