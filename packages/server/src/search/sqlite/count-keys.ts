import type { Question } from './question.ts'
import { isKeyEdge, oddKeys, regularKeys } from './row-key.ts'
import { isTaken } from './walk.ts'

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** How many candidates there are in a stretch of time, at most `most`: without a look at their rows where that can be. */
export const countCandidates = (question: Question, most: number, stretch: Stretch = question.plan): number => {
  if (question.match.except || !areKeysEnough(question, stretch)) {
    let count = 0
    for (const _ of question.candidates('asc', undefined, stretch)) if (++count >= most) break
    return count
  }
  return countTerms(question, question.match.query, most, stretch)
}

/** How many events of a stretch of time have these terms, at most `most`, where keys are enough. */
export const countTerms = (
  { file, plan }: Question,
  query: string | undefined,
  most: number,
  { fromMs, toMs }: Stretch = plan,
): number => {
  if (query === undefined) return 0
  const sql = 'SELECT count(*) AS count FROM (SELECT 1 FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)'
  let count = 0
  for (const own of plan.owns) {
    const { from, to } = regularKeys({ own, kind: 'plain' }, fromMs, toMs)
    count += Number(file.get(sql, query, from, to, most - count)?.count)
  }
  return count
}

/** When the matches in `[fromMs, toMs)` occurred, ascending. */
export function* matchTimes(question: Question, fromMs: number, toMs: number): Generator<number> {
  for (const { occurredAtMs, seq } of question.candidates('asc', undefined, { fromMs, toMs }))
    if (question.isMatch(seq)) yield occurredAtMs
}

/** Whether plain keys alone say what is in the stretch of time that was asked for. */
export const areKeysEnough = ({ file, plan }: Question, { fromMs, toMs }: Stretch = plan): boolean =>
  plan.upTo === undefined &&
  isKeyEdge(fromMs) &&
  isKeyEdge(toMs) &&
  !plan.owns.some((own) => isTaken(file, regularKeys({ own, kind: 'crowded' }, fromMs, toMs)) || isTaken(file, oddKeys(own)))
