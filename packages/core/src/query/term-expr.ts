import type { Term } from './term.ts'

/** Which events an index is asked for, by its terms. */
export type TermExpr =
  | { readonly all: readonly TermExpr[] }
  | { readonly any: readonly TermExpr[] }
  | { readonly not: TermExpr }
  /** Events that have the term; with `prefix`, one that begins so. */
  | { readonly term: string; readonly prefix?: true }
  | 'everything'
  | 'nothing'

/**
 * How an index answers a query. The events of `expr` are those that match, and where not `exact`, some that do not:
 * then `matches` must be asked of each.
 */
export interface TermPlan {
  readonly expr: TermExpr
  readonly exact: boolean
}

const everything: TermPlan = { expr: 'everything', exact: true }
export const nothing: TermPlan = { expr: 'nothing', exact: true }
/** Any event may match: each must be asked. */
export const unknown: TermPlan = { expr: 'everything', exact: false }

export const having = ({ text, isCut }: Term): TermPlan => ({ expr: { term: text }, exact: !isCut })
export const havingPrefix = ({ text, isCut }: Term): TermPlan => ({ expr: { term: text, prefix: true }, exact: !isCut })

/** The same candidates, each to be asked. */
export const inexact = (plan: TermPlan): TermPlan => (plan.expr === 'nothing' ? plan : { expr: plan.expr, exact: false })

export function allOf(plans: readonly TermPlan[]): TermPlan {
  if (plans.some(({ expr }) => expr === 'nothing')) return nothing
  const exact = plans.every((plan) => plan.exact)
  const exprs = plans.map(({ expr }) => expr).filter((expr) => expr !== 'everything')
  return { expr: exprs.length === 0 ? 'everything' : exprs.length === 1 ? (exprs[0] ?? 'everything') : { all: exprs }, exact }
}

export function anyOf(plans: readonly TermPlan[]): TermPlan {
  const whole = plans.find(({ expr }) => expr === 'everything')
  if (whole !== undefined) return { expr: 'everything', exact: plans.some(({ expr, exact }) => expr === 'everything' && exact) }
  const some = plans.filter(({ expr }) => expr !== 'nothing')
  const exprs = some.map(({ expr }) => expr)
  const exact = some.every((plan) => plan.exact)
  return { expr: exprs.length === 0 ? 'nothing' : exprs.length === 1 ? (exprs[0] ?? 'nothing') : { any: exprs }, exact }
}

/** All others; where the candidates were too many, nobody can say which. */
export function noneOf(plan: TermPlan): TermPlan {
  if (!plan.exact) return unknown
  if (plan.expr === 'everything') return nothing
  if (plan.expr === 'nothing') return everything
  const isNot = typeof plan.expr === 'object' && 'not' in plan.expr
  return { expr: isNot ? plan.expr.not : { not: plan.expr }, exact: true }
}
