import { normalForm } from './normal-form.ts'
import type { Query } from './query.ts'

/** A query and the time in which everything that it finds occurred, half open. */
export interface RangedQuery {
  readonly query: Query
  readonly fromMs?: number
  readonly toMs?: number
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
