import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedView } from '../api/views-api.ts'
import { fill, m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { SaveView } from './save-view.tsx'
import { useViews } from './use-views.ts'
import { addressOf, asksTheSame } from './view-question.ts'

interface ViewListProps {
  readonly trail: string
  /** What the page asks now; absent where it is no search. */
  readonly address?: SearchAddress
}

/** The views of whoever is signed in, each one press away. */
export function ViewList({ trail, address }: ViewListProps) {
  const views = useViews(trail)
  const [changing, setChanging] = useState<SavedView>()
  if (views === undefined) return <ToCome />
  if (views.length === 0) return null
  return (
    <section className="views" aria-labelledby="views">
      <h2 id="views">{m.views.title}</h2>
      <ul className="view-list">
        {views.map((view) => (
          <li key={view.id}>
            <Link
              to="/t/$trail/search"
              params={{ trail }}
              search={addressOf(view)}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={address && asksTheSame(addressOf(view), address) ? 'page' : undefined}
            >
              <Text>{view.name}</Text>
            </Link>
            <Marks view={view} />
            {address && view.mayChange && (
              <button
                type="button"
                className="view-change"
                title={fill(m.views.change, { name: view.name })}
                onClick={() => setChanging(view)}
              >
                <span aria-hidden="true">⋯</span>
                <span className="visually-hidden">{fill(m.views.change, { name: view.name })}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {changing && address && <SaveView trail={trail} address={address} view={changing} close={() => setChanging(undefined)} />}
    </section>
  )
}

/** How it came into this list. */
function Marks({ view: { audience, owner } }: { readonly view: SavedView }) {
  if (audience.kind === 'private') return null
  return (
    <span className="quiet view-mark">
      {audience.kind === 'role' ? m.views.pinned : m.views.shared}
      {!owner.isYou && audience.kind === 'shared' && (
        <>
          {' '}
          <Text>{fill(m.views.by, { owner: owner.name })}</Text>
        </>
      )}
    </span>
  )
}
