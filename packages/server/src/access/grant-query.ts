import { categories as allCategories, type FilterName, type Query, type Wanted } from '@daybook/core'
import type { Grant } from './role.ts'

/**
 * The events of any of these grants as a query over what stands in `core`; undefined where it is every event. Without a
 * grant it is none. `sensitive` are the actions that only grants with `sensitive` reach.
 */
export const eventsOf = (grants: readonly Grant[], sensitive: readonly string[]): Query | undefined => {
  const queries = grants.map((grant) => queryOf(grant, sensitive))
  if (queries.includes(undefined)) return undefined
  const [only] = queries
  return queries.length === 1 && only ? only : { kind: 'or', parts: queries.filter((query) => query !== undefined) }
}

const queryOf = (grant: Grant, sensitive: readonly string[]): Query | undefined => {
  const { categories, actions, objects, organizations } = grant
  const parts: Query[] = []
  const limit = (filter: FilterName, values: readonly Wanted[] | undefined): void => {
    if (values) parts.push({ kind: 'filter', filter, values })
  }
  if (!actions?.includes('*')) limit('action', actions?.map(actionWanted))
  limit(
    'object',
    objects?.map((text) => ({ match: 'is', text, alone: 'type' })),
  )
  limit('organization', organizations?.map(whole))
  if (!grant.sensitive && sensitive.length > 0)
    parts.push({ kind: 'not', part: { kind: 'filter', filter: 'action', values: sensitive.map(whole) } })
  // Every event has a category: all of them are no limit. Beside others they are named nevertheless, so that a grant finds
  // what it names and is never "all but", which would find an event that no index knows anything of.
  const isAnyCategory = categories === undefined || allCategories.every((category) => categories.includes(category))
  if (isAnyCategory && parts.length === 0) return undefined
  // What was said about an event is read at that event, by whoever may see it: finding it otherwise would tell of others.
  if (isAnyCategory || categories.includes('trail'))
    parts.push({ kind: 'not', part: { kind: 'filter', filter: 'action', values: noteActions.map(whole) } })
  limit('category', (isAnyCategory ? allCategories : categories).map(whole))
  return { kind: 'and', parts }
}

const noteActions = ['trail.noted', 'trail.asked', 'trail.answered']

export const whole = (text: string): Wanted => ({ match: 'is', text, alone: true })

const actionWanted = (name: string): Wanted =>
  name.endsWith('*') ? { match: 'prefix', text: name.slice(0, -1), alone: true } : whole(name)
