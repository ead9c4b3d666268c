import { type Query, type TermExpr, termPlan, timeRangeOf } from '@daybook/core'
import type { Ask } from './search-index.ts'

/** How an ask is answered from terms and times. */
export interface Plan {
  readonly expr: TermExpr
  /** Candidates are answers; otherwise `matches` decides on each. */
  readonly exact: boolean
  /** `[fromMs, toMs)` */
  readonly fromMs: number
  readonly toMs: number
  readonly owns: readonly boolean[]
  /** Events of any of these categories, whatever else they are; absent where something else is asked for. */
  readonly categories?: readonly string[]
}

/** Times that hold for the whole query become a range of keys; everything else is a matter of terms. */
export const planAsk = (ask: Ask): Plan => {
  const { query, fromMs = 0, toMs = Number.POSITIVE_INFINITY } = timeRangeOf(ask.query)
  const { expr, exact } = termPlan(query)
  const categories = categoriesOf(query)
  return {
    expr,
    exact,
    fromMs: Math.max(fromMs, ask.fromMs ?? 0),
    toMs: Math.min(toMs, ask.toMs ?? Number.POSITIVE_INFINITY),
    owns: ask.which === 'all' ? [false, true] : [ask.which === 'own'],
    ...(categories ? { categories } : {}),
  }
}

const categoriesOf = (query: Query): readonly string[] | undefined => {
  if (query.kind === 'filter' && query.filter === 'category') {
    const names = query.values.flatMap((wanted) => (wanted.match === 'is' ? wanted.text : []))
    return names.length === query.values.length ? names : undefined
  }
  const parts = query.kind === 'or' || (query.kind === 'and' && query.parts.length === 1) ? query.parts.map(categoriesOf) : []
  const known = parts.flatMap((names) => (names ? [names] : []))
  return parts.length > 0 && known.length === parts.length ? [...new Set(known.flat())] : undefined
}
