import { Link } from '@tanstack/react-router'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { AsRoles } from '../people/as-roles.tsx'
import { useReads, useSession } from '../people/use-session.ts'
import { laneInAddress, lanesFor, readsLane } from '../search/lanes.ts'
import { useSearchState } from '../search/use-search.ts'
import { Text } from '../text/text.tsx'

interface NothingFoundProps {
  readonly trail: string
  /** Takes out all conditions. */
  readonly drop: () => void
}

/** Nothing matches: which condition to take out and where else it may be, or that this reader can find nothing there. */
export function NothingFound({ trail, drop }: NothingFoundProps) {
  const { address, asked } = useSearchState(trail)
  const reads = useReads(trail)
  // A question that names a category has its own way, whatever the lane.
  const isUnread = lanesFor(reads).length === 0 || (asked.category !== undefined && !readsLane(reads, address.lane ?? 'business'))
  if (isUnread) return <Unread trail={trail} />
  return (
    <section className="note" aria-labelledby="nothing">
      <h2 id="nothing">{m.search.nothing}</h2>
      <p>{m.search.nothingLead}</p>
      <AsRoles trail={trail} />
      <p>
        <button type="button" className="button" onClick={drop}>
          {m.search.dropAll}
        </button>
      </p>
    </section>
  )
}

/** No condition is to blame: no event of this lane is this reader's to read. */
function Unread({ trail }: { readonly trail: string }) {
  const { address } = useSearchState(trail)
  const { lane: _, ...rest } = address
  const view = useSession()?.viewAs
  const [first] = lanesFor(useReads(trail))
  const roles = view?.trail === trail ? view.labels : undefined
  const ofNothing = first === undefined ? m.search.asNoRole : m.search.unreadLane
  return (
    <section className="note" aria-labelledby="nothing">
      <h2 id="nothing">{m.search.unread}</h2>
      <p>
        <Text>
          {roles === undefined
            ? fill(ofNothing, { lane: m.search.lanes[address.lane ?? 'business'] })
            : fill(m.search.unreadView, { roles: showList(roles) })}
        </Text>
      </p>
      {first !== undefined && (
        <p>
          <Link className="button" to="/t/$trail/search" params={{ trail }} search={{ ...rest, ...laneInAddress(first) }}>
            {fill(m.search.toLane, { lane: m.search.lanes[first] })}
          </Link>
        </p>
      )}
    </section>
  )
}
