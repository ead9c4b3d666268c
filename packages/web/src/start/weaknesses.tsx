import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getFacets } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import type { Reads } from '../people/session-api.ts'
import { categoriesOf, laneInAddress, laneOr, lanesFor } from '../search/lanes.ts'
import { Text } from '../text/text.tsx'

interface WeaknessesProps {
  readonly trail: string
  readonly reads: Reads
  readonly nowMs: number
}

/** What the trail lacks: its weak events by what is wrong with them. Nothing where nothing is wrong. */
export function Weaknesses({ trail, reads, nowMs }: WeaknessesProps) {
  const lane = laneOr('all', reads)
  const from = new Date(nowMs - 90 * 86_400_000).toISOString().slice(0, 10)
  const counted = useQuery({
    queryKey: ['weak', trail, from],
    queryFn: ({ signal }) => getFacets(trail, { q: '', category: categoriesOf(lane, ''), from }, ['quality'], 6, signal),
    // Of the trail's own events none is weak.
    enabled: lanesFor(reads).some((one) => one !== 'own'),
  })
  const weak = counted.data?.facets.quality ?? []
  if (weak.length === 0) return null
  return (
    <section className="start-part" aria-labelledby="weak">
      <h2 id="weak">{m.start.lacks}</h2>
      <ul className="questions">
        {weak.map(({ value, label, count }) => (
          <li key={value}>
            <Link to="/t/$trail/search" params={{ trail }} search={{ q: `quality:${value}`, ...laneInAddress(lane), from }}>
              <Text>{label}</Text> <span className="quiet">{showCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
