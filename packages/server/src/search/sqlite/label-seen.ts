import type { Query } from '@daybook/core'
import { openBody } from '../body.ts'
import { facetsOf } from '../facets-of.ts'
import type { FacetDimension } from '../search-index.ts'
import { Question } from './question.ts'

/** So many events of a value are opened to find one that has its name. */
const openedAtMost = 200

/**
 * The name of a value for somebody who may read some events only: from the newest of these that has one which everybody
 * may see in it. The name that the table keeps may come from an event that this reader may not read.
 */
export const labelSeen = ({ file, ask }: Question, dimension: FacetDimension, value: string): string | undefined => {
  const query = eventsWith(dimension, value)
  if (!query) return undefined
  const question = new Question(file, { query, which: 'all', sees: ask.sees })
  let opened = 0
  for (const { seq } of question.candidates('desc')) {
    if (opened++ >= openedAtMost) return undefined
    const body = question.bodies.of(seq)
    const label = body !== undefined && question.isMatch(seq) && labelIn(body, dimension, value)
    if (label) return label
  }
  return undefined
}

const labelIn = (body: string, dimension: FacetDimension, value: string): string | undefined =>
  facetsOf(openBody(body, { roles: [] }), () => undefined).find((entry) => entry.dimension === dimension && entry.value === value)
    ?.label

/** Of the dimensions that have names beside their values; events that only look like it do no harm. */
const eventsWith = (dimension: FacetDimension, text: string): Query | undefined => {
  switch (dimension) {
    case 'actor':
    case 'integration':
    case 'organization':
    case 'customer':
    case 'batch':
      return { kind: 'filter', filter: dimension, values: [{ match: 'is', text, alone: true }] }
    case 'field':
      return { kind: 'change', field: [{ match: 'is', text }] }
    default:
      return undefined
  }
}
