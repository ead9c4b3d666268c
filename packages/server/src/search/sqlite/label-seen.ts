import { matches, type Query } from '@daybook/core'
import { openBody } from '../body.ts'
import { facetsOf } from '../facets-of.ts'
import type { FacetDimension, Sees } from '../search-index.ts'
import { memoryOf } from './answer-memory.ts'
import type { IndexFile } from './index-file.ts'
import { Question } from './question.ts'

/** The newest events of a value are looked at whether they are for this reader; so many, before those that are for it are searched for. */
const lookedAtMost = 5
/** So many of these are opened to find one that has the name. */
const openedAtMost = 200

/**
 * The name of a value for somebody who may read some events only: from the newest of these that has one which everybody
 * may see in it. The name that the table keeps may come from an event that this reader may not read.
 */
export const labelSeen = ({ file, ask }: Question, dimension: FacetDimension, value: string): string | undefined => {
  const query = eventsWith(dimension, value)
  if (!query) return undefined
  const asked = { whose: JSON.stringify(ask.sees), dimension, value }
  return memoryOf(file).labels.labelOf(file, asked, () => findLabel(file, ask.sees, { query, dimension, value }))
}

interface Wanted {
  readonly query: Query
  readonly dimension: FacetDimension
  readonly value: string
}

const findLabel = (file: IndexFile, sees: Sees, { query, dimension, value }: Wanted): string | undefined => {
  const { roles, events } = sees
  const any = new Question(file, { query, which: 'all', sees: { roles } })
  const mayRead = (body: string) => !events || matches(events, openBody(body, { roles: [] }))
  const near = newestLabel(any, lookedAtMost, (body) => (mayRead(body) ? labelIn(body, dimension, value) : undefined))
  if (near.label !== undefined || !near.more) return near.label
  const mine = new Question(file, { query, which: 'all', sees })
  return newestLabel(mine, openedAtMost, (body) => (mine.judge(body) ? labelIn(body, dimension, value) : undefined)).label
}

/** Of the newest candidates that have one; `more` where so many have none and there are others. */
const newestLabel = (question: Question, most: number, labelOf: (body: string) => string | undefined) => {
  let looked = 0
  for (const { seq } of question.candidates('desc')) {
    if (looked++ >= most) return { label: undefined, more: true }
    const body = question.bodies.of(seq)
    const label = body === undefined ? undefined : labelOf(body)
    if (label !== undefined) return { label, more: false }
  }
  return { label: undefined, more: false }
}

const labelIn = (body: string, dimension: FacetDimension, value: string): string | undefined =>
  facetsOf(openBody(body, { roles: [] }), () => undefined).find((entry) => entry.dimension === dimension && entry.value === value)
    ?.label

/** Of the dimensions that have names beside their values; events that only look like it do no harm. */
const eventsWith = (dimension: FacetDimension, text: string): Query | undefined => {
  switch (dimension) {
    case 'actor':
    case 'integration':
    case 'override':
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
