import { matches, type Query, termPlan } from '@daybook/core'
import type { CaseKind } from '../search/case-step.ts'

/**
 * Which kinds of events a query finds, where it goes by kinds alone, as most grants do: `all` of them, or those of which
 * the answer says so. Undefined where it asks for anything else of an event.
 */
export const kindsRead = (query: Query): 'all' | ((kind: CaseKind) => boolean) | undefined => {
  const { expr, exact } = termPlan(query)
  if (expr === 'everything' && exact) return 'all'
  if (!isOfKinds(query)) return undefined
  return ({ category, action, objectType }) =>
    matches(query, {
      seq: 0,
      defects: [],
      ...(category === undefined ? {} : { category }),
      ...(action === undefined ? {} : { action }),
      ...(objectType === undefined ? {} : { object: { type: objectType } }),
    })
}

const isOfKinds = (query: Query): boolean => {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.every(isOfKinds)
    case 'not':
      return isOfKinds(query.part)
    case 'filter':
      if (query.filter === 'category' || query.filter === 'action') return true
      return query.filter === 'object' && query.values.every((wanted) => wanted.match === 'is' && wanted.alone === 'type')
    default:
      return false
  }
}
