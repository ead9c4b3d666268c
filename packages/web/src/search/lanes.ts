import { categoriesAsked, type Lane, laneCategories, lanes } from '@daybook/core'
import type { Reads } from '../people/session-api.ts'

export const laneFrom = (text: unknown): Lane => lanes.find((lane) => lane === text) ?? 'business'

/** The categories of a search as the API takes them. */
export const categoriesOf = (lane: Lane, q: string): string | undefined => categoriesAsked(lane, q)?.join(',')

/** Whether somebody may find anything in a lane; where it is not known (yet) what they read, they may. */
export const readsLane = (reads: Reads | undefined, lane: Lane): boolean =>
  reads === undefined || laneCategories[lane].some((category) => reads.categories.includes(category))

/** The lanes to choose from: those one reads, and all of them at once where these are several. */
export const lanesFor = (reads: Reads | undefined): readonly Lane[] => {
  const some = lanes.filter((lane) => lane !== 'all' && readsLane(reads, lane))
  return some.filter((lane) => lane !== 'own').length > 1 ? [...some, 'all'] : some
}

/** The lane that is wanted, or where one does not read it the first that one does. */
export const laneOr = (wanted: Lane, reads: Reads | undefined): Lane => {
  const offered = lanesFor(reads)
  return offered.includes(wanted) ? wanted : (offered[0] ?? 'business')
}

/** A lane as the address of a search says it: business is not said. */
export const laneInAddress = (lane: Lane): { readonly lane?: Lane } => (lane === 'business' ? {} : { lane })
