/** Which events a search is about, in the word of its page's address: nothing crosses from one lane into another unasked. */
export const lanes = ['business', 'access', 'security', 'system', 'own', 'all'] as const
export type Lane = (typeof lanes)[number]

/** The categories of each lane. */
export const laneCategories: { readonly [lane in Lane]: readonly string[] } = {
  business: ['data', 'workflow'],
  access: ['access'],
  security: ['security'],
  system: ['system'],
  own: ['trail'],
  all: ['security', 'data', 'workflow', 'access', 'system'],
}

/**
 * The categories that a search of a lane is limited to; undefined where the query names one itself, which has its own way. All
 * events are the trail's own too where the query names one of their actions (`action:trail.sign_in_failed`).
 *
 * @example categoriesAsked('business', 'actor:maria')?.join() === 'data,workflow'
 */
export const categoriesAsked = (lane: Lane, q: string): readonly string[] | undefined => {
  if (/(?:^|[\s(,-])category:/.test(q)) return undefined
  return lane === 'all' && /(?:^|[\s(,:"])trail\./.test(q) ? [...laneCategories.all, 'trail'] : laneCategories[lane]
}
