import { type Query, recordedBoundOf, type TermExpr, termPlan, timeRangeOf, type Wanted } from '@daybook/core'
import { withoutAnyCategory } from './any-category.ts'
import type { Ask } from './search-index.ts'

/**
 * What an ask is about: what is asked, of the events that whoever asks may read at all. Every answer of every index goes
 * through here, and nothing else narrows what a reader is shown.
 */
export const wholeQuery = ({ query, sees: { events } }: Pick<Ask, 'query' | 'sees'>): Query =>
  events ? { kind: 'and', parts: [query, events] } : query

/** How an ask is answered from terms and times. */
export interface Plan {
  /** What `matches` decides by. */
  readonly query: Query
  readonly expr: TermExpr
  /** Candidates are answers; otherwise `matches` decides on each. */
  readonly exact: boolean
  /** `[fromMs, toMs)` */
  readonly fromMs: number
  readonly toMs: number
  /** Recorded before this position; absent means no limit. */
  readonly upTo?: number
  readonly owns: readonly boolean[]
  /** Events of any of these categories, whatever else they are, but for those of `except`; absent where something else is asked for. */
  readonly categories?: readonly string[]
  /** Found by terms alone. */
  readonly except?: Query
  /** The rest of what is asked without its prefixes, where it has any: finds what these would, and more. */
  readonly loose?: TermExpr
  /** Where nothing is asked for but categories, or nothing at all: these, of the events that may be read. */
  readonly sight?: SightAsked
}

export interface SightAsked {
  /** Finds the events that may be read, exactly. */
  readonly expr: TermExpr
  /** Absent means all. */
  readonly categories?: readonly string[]
}

/** Times that hold for the whole query become a range of keys, its position a bound of rows; everything else is a matter of terms. */
export const planAsk = (ask: Ask): Plan => {
  const whole = wholeQuery(ask)
  const bounded = recordedBoundOf(whole)
  const { query, fromMs = 0, toMs = Number.POSITIVE_INFINITY } = timeRangeOf(bounded.query)
  const { expr, exact } = termPlan(query)
  return {
    query: whole,
    expr: withoutAnyCategory(expr),
    exact,
    fromMs: Math.max(fromMs, ask.fromMs ?? 0),
    toMs: Math.min(toMs, ask.toMs ?? Number.POSITIVE_INFINITY),
    ...(bounded.upTo === undefined ? {} : { upTo: bounded.upTo }),
    owns: ask.which === 'all' ? [false, true] : [ask.which === 'own'],
    ...kindsOf(query),
    ...sightAsked(ask),
    ...looseOf(query),
  }
}

/** A prefix of one letter stands for all terms that begin so, and their lists are read whole before the first event is found. */
const looseOf = (query: Query): Pick<Plan, 'loose'> => {
  const parts = query.kind === 'and' ? query.parts : [query]
  const others = parts.filter((part) => !hasPrefix(part))
  return others.length === parts.length ? {} : { loose: withoutAnyCategory(termPlan({ kind: 'and', parts: others }).expr) }
}

const hasPrefix = (query: Query): boolean => {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.some(hasPrefix)
    case 'not':
      return hasPrefix(query.part)
    case 'filter':
      return query.values.some(isPrefix)
    case 'change':
      return [query.field, query.before, query.after].some((values) => values?.some(isPrefix))
    case 'text':
      return query.prefix
    default:
      return false
  }
}

/** Exact ones are those of grants, as `order.*`: of few terms. */
const isPrefix = (wanted: Wanted): boolean => wanted.match === 'prefix' && wanted.text !== '' && wanted.alone !== true

/** Counts of what a reader may read are made once and serve all that ask nothing else. */
const sightAsked = ({ query, sees: { events = everything } }: Ask): Pick<Plan, 'sight'> => {
  const { expr: allowed, exact } = termPlan(events)
  const expr = withoutAnyCategory(allowed)
  const asked = timeRangeOf(recordedBoundOf(query).query).query
  if (!exact) return {}
  if (asked.kind === 'and' && asked.parts.length === 0) return { sight: { expr } }
  const categories = categoriesOf(asked)
  return categories ? { sight: { expr, categories } } : {}
}

const everything: Query = { kind: 'and', parts: [] }

/** A query that asks for categories, perhaps without some events of theirs, as most grants do. */
const kindsOf = (query: Query): Pick<Plan, 'categories' | 'except'> => {
  const parts = query.kind === 'and' ? query.parts : [query]
  const without = parts.flatMap((part) => (part.kind === 'not' ? part.part : []))
  const categories = categoriesOf({ kind: 'and', parts: parts.filter(({ kind }) => kind !== 'not') })
  if (!categories) return {}
  const except: Query = { kind: 'or', parts: without }
  if (!termPlan(except).exact) return {}
  return { categories, ...(without.length > 0 ? { except } : {}) }
}

const categoriesOf = (query: Query): readonly string[] | undefined => {
  if (query.kind === 'filter' && query.filter === 'category') {
    const names = query.values.flatMap((wanted) => (wanted.match === 'is' ? wanted.text : []))
    return names.length === query.values.length ? [...new Set(names)] : undefined
  }
  const parts = query.kind === 'or' || query.kind === 'and' ? query.parts.map(categoriesOf) : []
  const known = parts.flatMap((names) => (names ? [names] : []))
  const [first] = known
  if (!first || known.length < parts.length) return undefined
  return query.kind === 'and' ? first.filter((name) => known.every((names) => names.includes(name))) : [...new Set(known.flat())]
}
