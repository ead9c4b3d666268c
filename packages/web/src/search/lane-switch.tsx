import type { Lane } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import { useReads } from '../people/use-session.ts'
import type { SearchAddress } from './asked.ts'
import { laneInAddress, lanesFor } from './lanes.ts'

/** Which events: nothing of one lane shows in another, and the choice is in the address. Nothing where one reads only what is shown. */
export function LaneSwitch({ trail, address }: { readonly trail: string; readonly address: SearchAddress }) {
  const chosen: Lane = address.lane ?? 'business'
  const { lane: _, ...rest } = address
  const offered = lanesFor(useReads(trail))
  if (offered.every((lane) => lane === chosen)) return null
  return (
    <nav className="switch" aria-label={m.list.lanes}>
      {offered.map((lane) => (
        <Link
          key={lane}
          to="/t/$trail/search"
          params={{ trail }}
          search={{ ...rest, ...laneInAddress(lane) }}
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
