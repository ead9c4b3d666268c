/** Which events a search is about: nothing crosses from one lane into another unasked. */
export const lanes = ['business', 'access', 'security', 'system', 'own', 'all'] as const
export type Lane = (typeof lanes)[number]

export const laneFrom = (text: unknown): Lane => lanes.find((lane) => lane === text) ?? 'business'

/** The categories of a lane as the API takes them; a query that names a category itself has its own way. */
export const categoriesOf = (lane: Lane, q: string): string | undefined => {
  if (/(?:^|[\s(,-])category:/.test(q)) return undefined
  if (lane === 'business') return 'data,workflow'
  if (lane === 'own') return 'trail'
  return lane === 'all' ? 'security,data,workflow,access,system' : lane
}
