import type { Reads } from '../people/session-api.ts'

/** Which events a search is about: nothing crosses from one lane into another unasked. */
export const lanes = ['business', 'access', 'security', 'system', 'own', 'all'] as const
export type Lane = (typeof lanes)[number]

const categories: { readonly [lane in Lane]: readonly string[] } = {
  business: ['data', 'workflow'],
  access: ['access'],
  security: ['security'],
  system: ['system'],
  own: ['trail'],
  all: ['security', 'data', 'workflow', 'access', 'system'],
}

export const laneFrom = (text: unknown): Lane => lanes.find((lane) => lane === text) ?? 'business'

/**
 * The categories of a lane as the API takes them; a query that names a category itself has its own way, and all events are
 * the trail's own too where it names one of their actions.
 */
export const categoriesOf = (lane: Lane, q: string): string | undefined => {
  if (/(?:^|[\s(,-])category:/.test(q)) return undefined
  const asked = lane === 'all' && /(?:^|[\s(,:"])trail\./.test(q) ? [...categories.all, 'trail'] : categories[lane]
  return asked.join(',')
}

/** Whether somebody may find anything in a lane; where it is not known (yet) what they read, they may. */
export const readsLane = (reads: Reads | undefined, lane: Lane): boolean =>
  reads === undefined || categories[lane].some((category) => reads.categories.includes(category))

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
