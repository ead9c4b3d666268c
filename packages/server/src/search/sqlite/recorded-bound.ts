import { recordedBoundOf } from '@daybook/core'
import { Question } from './question.ts'
import type { Hit } from './walk.ts'

/** So many later events are taken one by one from what is counted without a look at rows. */
const laterAtMost = 100_000

/** A question up to a position, as the same question without that bound and the events to take away from its answer. */
export interface Bound {
  readonly all: Question
  /** Recorded behind the position, and found otherwise. */
  readonly later: readonly Hit[]
}

/**
 * Undefined without a bound, and where it is better to look at the events before it: terms alone do not find what is
 * asked, or too much was recorded since.
 */
export const boundOf = (question: Question): Bound | undefined => {
  const { file, ask, plan } = question
  if (plan.upTo === undefined || !plan.exact) return undefined
  const all = new Question(file, { ...ask, query: recordedBoundOf(ask.query).query })
  if (all.plan.upTo !== undefined) return undefined
  const later: Hit[] = []
  for (const hit of all.recordedFrom(plan.upTo)) if (later.push(hit) > laterAtMost) return undefined
  return { all, later }
}
