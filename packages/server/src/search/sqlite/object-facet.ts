import { openBody } from '../body.ts'
import { mostFrequent } from '../count-facets.ts'
import type { FacetCounts } from '../search-index.ts'
import type { Question } from './question.ts'

/** So many of the newest matches are opened. */
const openedAtMost = 3_000

interface ObjectCount {
  readonly value: string
  label: string | undefined
  labelSeq: number
  count: number
}

/**
 * The objects of matching events, counted from the bodies. Of more matches than are opened, only the newest are counted.
 * An object's name is the one recorded last of those that everybody may see.
 */
export const answerObjects = (
  question: Question,
  limit: number,
  fits: (value: string, label?: string) => boolean,
): FacetCounts => {
  const counts = new Map<string, ObjectCount>()
  let opened = 0
  let exact = true
  for (const { seq } of question.candidates('desc')) {
    if (opened++ >= openedAtMost) {
      exact = false
      break
    }
    const body = question.answer(seq)
    if (body !== undefined) take(counts, body, seq)
  }
  const fitting = [...counts.values()].filter(({ value, label }) => fits(value, label))
  return mostFrequent('object', fitting, limit, exact)
}

const take = (counts: Map<string, ObjectCount>, body: string, seq: number): void => {
  // What those see who may see least, everybody may.
  const { object } = openBody(body, { roles: [] })
  if (!object?.id) return
  const value = `${object.type}/${object.id}`
  const known = counts.get(value) ?? { value, label: undefined, labelSeq: -1, count: 0 }
  known.count += 1
  if (object.name && object.name !== value && seq > known.labelSeq) {
    known.label = object.name
    known.labelSeq = seq
  }
  counts.set(value, known)
}
