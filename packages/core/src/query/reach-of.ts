import { normalForm } from './normal-form.ts'
import type { Query, Wanted } from './query.ts'

/** The business's events, the trail's own, or both. */
export type Reach = 'business' | 'own' | 'all'

/**
 * Which events a query is about: the trail's own (`category:trail`, or an action that begins with `trail.`) only where
 * it asks for them, and then nothing else where every answer must be one of them.
 *
 * @example reachOf(parseQuery('category:trail actor:maria')) === 'own'
 */
export function reachOf(query: Query): Reach {
  const normal = normalForm(query)
  if (!mentionsOwn(normal)) return 'business'
  return isOwnOnly(normal) ? 'own' : 'all'
}

const mentionsOwn = (query: Query): boolean => {
  if (query.kind === 'filter') return query.values.some((wanted) => isOwn(query.filter, wanted))
  return (query.kind === 'and' || query.kind === 'or') && query.parts.some(mentionsOwn)
}

const isOwnOnly = (query: Query): boolean => {
  if (query.kind === 'filter') return query.values.every((wanted) => isOwn(query.filter, wanted))
  if (query.kind === 'and') return query.parts.some((part) => mentionsOwn(part) && isOwnOnly(part))
  return query.kind === 'or' && query.parts.every((part) => mentionsOwn(part) && isOwnOnly(part))
}

function isOwn(filter: string, wanted: Wanted): boolean {
  if (wanted.match !== 'is' && wanted.match !== 'prefix') return false
  if (filter === 'category')
    return wanted.match === 'is' ? wanted.text === 'trail' : wanted.text !== '' && 'trail'.startsWith(wanted.text)
  return filter === 'action' && wanted.text.startsWith('trail.')
}
