import { categories, type TermExpr, termPlan } from '@daybook/core'

/** Every event that has any term has one of these. */
const ofCategories = new Set(
  categories.flatMap((text) => {
    const { expr } = termPlan({ kind: 'filter', filter: 'category', values: [{ match: 'is', text, alone: true }] })
    return typeof expr === 'object' && 'term' in expr ? [expr.term] : []
  }),
)

/**
 * The same without "of any category" where something else is wanted too: six lists as long as the trail that leave nothing out.
 * Roles that read organizations or types of records ask so (`grant-query.ts`).
 */
export const withoutAnyCategory = (expr: TermExpr): TermExpr => {
  if (typeof expr !== 'object' || 'term' in expr) return expr
  if ('not' in expr) return { not: withoutAnyCategory(expr.not) }
  if ('any' in expr) return { any: expr.any.map(withoutAnyCategory) }
  const others = expr.all.filter((part) => !isAnyCategory(part))
  return { all: (others.some(isOfTerms) ? others : expr.all).map(withoutAnyCategory) }
}

/** Finds only events that have some term: no event that no index knows anything of. */
const isOfTerms = (expr: TermExpr): boolean => {
  if (typeof expr !== 'object' || 'not' in expr) return false
  if ('term' in expr) return true
  return 'all' in expr ? expr.all.some(isOfTerms) : expr.any.every(isOfTerms)
}

/** Each of the categories is asked for; one of them six times is not. */
const isAnyCategory = (expr: TermExpr): boolean => {
  if (typeof expr !== 'object' || !('any' in expr)) return false
  const asked = new Set(
    expr.any.map((part) => (typeof part === 'object' && 'term' in part && !part.prefix ? part.term : undefined)),
  )
  return [...ofCategories].every((term) => asked.has(term))
}
