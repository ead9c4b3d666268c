import { type TermExpr, termPlan, timeRangeOf } from '@daybook/core'
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
}

/** Times that hold for the whole query become a range of keys; everything else is a matter of terms. */
export const planAsk = (ask: Ask): Plan => {
  const { query, fromMs = 0, toMs = Number.POSITIVE_INFINITY } = timeRangeOf(ask.query)
  const { expr, exact } = termPlan(query)
  return {
    expr,
    exact,
    fromMs: Math.max(fromMs, ask.fromMs ?? 0),
    toMs: Math.min(toMs, ask.toMs ?? Number.POSITIVE_INFINITY),
    owns: ask.which === 'all' ? [false, true] : [ask.which === 'own'],
  }
}
