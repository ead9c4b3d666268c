import type { TermExpr } from '@daybook/core'
import { quotedTerm } from './term-code.ts'

/**
 * An expression of terms as one FTS5 query, for somebody who may see terms of these classes. FTS5 knows no "everything",
 * so an expression is either what a query finds (`except: false`) or everything but that; without a query, nothing.
 */
export interface Match {
  readonly except: boolean
  readonly query: string | undefined
}

export const matchOf = (expr: TermExpr, classes: readonly number[]): Match => {
  if (expr === 'everything') return { except: true, query: undefined }
  if (expr === 'nothing') return { except: false, query: undefined }
  if ('term' in expr) return { except: false, query: termQuery(expr.term, expr.prefix === true, classes) }
  if ('not' in expr) {
    const { except, query } = matchOf(expr.not, classes)
    return { except: !except, query }
  }
  const parts = ('all' in expr ? expr.all : expr.any).map((part) => matchOf(part, classes))
  return 'all' in expr ? meet(parts) : flip(meet(parts.map(flip)))
}

const flip = ({ except, query }: Match): Match => ({ except: !except, query })

/** Of all parts at once: what every positive part finds, without what any negative one does. */
const meet = (parts: readonly Match[]): Match => {
  const wanted = parts.filter(({ except }) => !except).map(({ query }) => query)
  const unwanted = either(parts.filter(({ except }) => except).flatMap(({ query }) => query ?? []))
  if (wanted.length === 0) return { except: true, query: unwanted }
  const found = wanted.filter((query) => query !== undefined)
  if (found.length < wanted.length) return { except: false, query: undefined }
  const both = found.length === 1 ? found[0] : `(${[...new Set(found)].join(' AND ')})`
  return { except: false, query: unwanted === undefined ? both : `(${both} NOT ${unwanted})` }
}

const either = (queries: readonly string[]): string | undefined =>
  queries.length > 1 ? `(${[...new Set(queries)].join(' OR ')})` : queries[0]

const termQuery = (term: string, prefix: boolean, classes: readonly number[]): string | undefined => {
  const texts = [0, ...classes].flatMap((id) => quotedTerm(term, id) ?? [])
  return either(prefix ? texts.map((text) => `${text} *`) : texts)
}
