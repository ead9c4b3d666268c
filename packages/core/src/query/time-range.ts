import { normalForm } from './normal-form.ts'
import type { Query } from './query.ts'

/** A query and the time in which everything that it finds occurred, half open. */
export interface RangedQuery {
  readonly query: Query
  readonly fromMs?: number
  readonly toMs?: number
}

/** A query and the position before which everything that it finds was recorded; absent means no limit. */
export interface BoundedQuery {
  readonly query: Query
  readonly upTo?: number
}

/**
 * Takes the time that every answer must have out of a query, so that an index can go straight to it. Means the same
 * together.
 *
 * @example timeRangeOf(parseQuery('maria at:>=2026')).fromMs === Date.UTC(2026, 0, 1)
 */
export function timeRangeOf(query: Query): RangedQuery {
  const normal = normalForm(query)
  const parts = normal.kind === 'and' ? normal.parts : [normal]
  const time = parts.find((part) => part.kind === 'time')
  if (time === undefined) return { query: normal }
  const rest = normalForm({ kind: 'and', parts: parts.filter((part) => part !== time) })
  return {
    query: rest,
    ...(time.fromMs !== undefined && { fromMs: time.fromMs }),
    ...(time.toMs !== undefined && { toMs: time.toMs }),
  }
}

/**
 * Takes the position that every answer was recorded before out of a query. Means the same together.
 *
 * @example recordedBoundOf(parseQuery('maria upto:884213')).upTo === 884213
 */
export function recordedBoundOf(query: Query): BoundedQuery {
  const normal = normalForm(query)
  const parts = normal.kind === 'and' ? normal.parts : [normal]
  const bound = parts.find((part) => part.kind === 'recorded')
  if (bound === undefined) return { query: normal }
  return { query: normalForm({ kind: 'and', parts: parts.filter((part) => part !== bound) }), upTo: bound.upTo }
}
