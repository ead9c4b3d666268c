import { Link } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import type { SearchAddress } from './asked.ts'
import { type Lane, lanes } from './lanes.ts'

/** Which events: nothing of one lane shows in another, and the choice is in the address. */
export function LaneSwitch({ trail, address }: { readonly trail: string; readonly address: SearchAddress }) {
  const chosen: Lane = address.lane ?? 'business'
  const { lane: _, ...rest } = address
  return (
    <nav className="switch" aria-label={m.list.lanes}>
      {lanes.map((lane) => (
        <Link
          key={lane}
          to="/t/$trail/search"
          params={{ trail }}
          search={lane === 'business' ? rest : { ...rest, lane }}
          // Left alone, the router would call both current: it compares paths.
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={lane === chosen ? 'page' : undefined}
          data-word={m.search.lanes[lane]}
        >
          {m.search.lanes[lane]}
        </Link>
      ))}
    </nav>
  )
}
