import { Link } from '@tanstack/react-router'
import type { Lane } from '../api/daybook-api.ts'
import { m } from '../messages/messages.ts'

const lanes: readonly (readonly [lane: Lane, search: { readonly lane?: 'own' }, label: string])[] = [
  ['business', {}, m.list.business],
  ['own', { lane: 'own' }, m.list.own],
]

/** Business events or the trail's own: nothing of one shows in the other, and the choice is in the address. */
export function LaneSwitch({ trail, lane: chosen }: { readonly trail: string; readonly lane: Lane }) {
  return (
    <nav className="switch" aria-label={m.list.lanes}>
      {lanes.map(([lane, search, label]) => (
        <Link
          key={lane}
          to="/t/$trail"
          params={{ trail }}
          search={search}
          // Left alone, the router would call both current: it compares paths.
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={lane === chosen ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
