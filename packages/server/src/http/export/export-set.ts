import { HttpProblem } from '../../problem/http-problem.ts'
import type { Ask, Place } from '../../search/search-index.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'

/** An export leaves nothing out: it waits so long for the index to have everything that is stored. */
const patienceMs = 30_000

/** The positions an export is of: those stored now (or below `size`), once all of them are searchable. */
export const frozenAt = async (service: Service, trail: OpenTrail, size?: number): Promise<{ readonly size: number }> => {
  const below = size ?? (await trail.reader.size()).size
  const reached = await service.index.reached(trail.facts.name, below, patienceMs)
  if (reached >= below) return { size: below }
  throw new HttpProblem(
    'index_unavailable',
    `The search index is ${below - reached} events behind, and an export would leave them out. Try again in a moment; format=ndjson&order=recorded without filters reads the record itself.`,
    { headers: { 'Retry-After': '10' } },
  )
}

/** How many of the positions below `below` match, exactly. */
export const tally = async (service: Service, trail: OpenTrail, ask: Ask, below: number): Promise<number> => {
  let count = 0
  for (let after: Place | undefined; ; ) {
    const question = { what: 'tally', trail: trail.facts.name, ask, below, ...(after === undefined ? {} : { after }) } as const
    const stretch = await service.searches.ask<'tally'>(question)
    count += stretch.count
    if (stretch.next === undefined) return count
    after = stretch.next
  }
}
