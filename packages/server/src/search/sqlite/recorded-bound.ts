import { parseTime, recordedBoundOf } from '@daybook/core'
import { openBody } from '../body.ts'
import { facetsOf } from '../facets-of.ts'
import { eachFacet } from './facet-bytes.ts'
import { Question } from './question.ts'
import { knownValue } from './vocabulary.ts'

/** Of so many later positions the bodies are read, whatever is asked. */
const readAtMost = 5_000
/** Of more, so many that match are taken one by one from what is counted without a look at rows. */
const walkedAtMost = 100_000

/** Something that was recorded behind a bound, and would be counted without it. */
export interface Later {
  readonly occurredAtMs: number
  /** Tells the numbers of the values that facets count of it. */
  readonly eachValue: (tell: (id: number) => void) => void
}

/** A question up to a position, as the same question without that bound and the events to take away from its answer. */
export interface Bound {
  readonly all: Question
  /** In the order in which they occurred. */
  readonly later: readonly Later[]
}

/**
 * Undefined without a bound, and where it is better to look at the events before it: terms alone do not find what is
 * asked, or too much was recorded since.
 */
export const boundOf = (question: Question): Bound | undefined => {
  const { file, ask, plan } = question
  if (plan.upTo === undefined || !plan.exact) return undefined
  const all = new Question(file, { ...ask, query: recordedBoundOf(ask.query).query })
  if (!all.plan.exact || all.plan.upTo !== undefined) return undefined
  const later = file.watermark - plan.upTo <= readAtMost ? readFrom(all, plan.upTo) : walkedFrom(all, plan.upTo)
  return later && { all, later }
}

/** By position: as much work as was recorded since, however much there is before. */
const readFrom = (all: Question, upTo: number): readonly Later[] => {
  const later: Later[] = []
  for (let seq = upTo; seq < all.file.watermark; seq++) {
    const body = all.bodies.of(seq)
    if (body === undefined) continue
    const { occurredAt, category } = openBody(body, { roles: [] })
    const occurredAtMs = parseTime(occurredAt ?? '') ?? 0
    if (!all.accepts(body, { occurredAtMs, own: category === 'trail' })) continue
    later.push({ occurredAtMs, eachValue: (tell) => valuesIn(all, body, tell) })
  }
  return later.sort((a, b) => a.occurredAtMs - b.occurredAtMs)
}

const valuesIn = ({ file, ask }: Question, body: string, tell: (id: number) => void): void => {
  for (const { dimension, value } of facetsOf(openBody(body, ask.sees), () => undefined)) {
    const id = knownValue(file, dimension, value)
    if (id !== undefined) tell(id)
  }
}

/** Along the terms; undefined where too many match. */
const walkedFrom = (all: Question, upTo: number): readonly Later[] | undefined => {
  const later: Later[] = []
  for (const { occurredAtMs, facets } of all.recordedFrom(upTo)) {
    later.push({ occurredAtMs, eachValue: (tell) => eachFacet(facets, all.maySee, tell) })
    if (later.length > walkedAtMost) return undefined
  }
  return later
}
