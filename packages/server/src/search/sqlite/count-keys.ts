import type { Question } from './question.ts'
import { msOfKey, oddKeys, regularKeys } from './row-key.ts'
import { isTaken, keysOf } from './walk.ts'

/** How many candidates there are, at most `most`: without a look at their rows where that can be. */
export const countCandidates = (question: Question, most: number): number => {
  if (question.match.except || hasOthers(question)) {
    let count = 0
    for (const _ of question.candidates('asc')) if (++count >= most) break
    return count
  }
  return countTerms(question, question.match.query, most)
}

/** How many events have these terms, at most `most`, where there are no odd ones. */
export const countTerms = ({ file, plan }: Question, query: string | undefined, most: number): number => {
  if (query === undefined) return 0
  const sql = 'SELECT count(*) AS count FROM (SELECT 1 FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)'
  let count = 0
  for (const own of plan.owns) {
    const { from, to } = regularKeys(own, 'plain', plan.fromMs, plan.toMs)
    count += Number(file.get(sql, query, from, to, most - count)?.count)
  }
  return count
}

/** When the matches in `[fromMs, toMs)` occurred, ascending: from keys alone where that can be. */
export function* matchTimes(question: Question, fromMs: number, toMs: number): Generator<number> {
  const { plan, file, match } = question
  const [own] = plan.owns
  if (plan.exact && !match.except && plan.owns.length === 1 && own !== undefined && !hasOthers(question)) {
    const range = regularKeys(own, 'plain', Math.max(fromMs, plan.fromMs), Math.min(toMs, plan.toMs))
    for (const key of keysOf(file, match, range, 'asc')) yield msOfKey(key, own, 'plain')
    return
  }
  for (const { occurredAtMs, seq } of question.candidates('asc', undefined, { fromMs, toMs }))
    if (question.isMatch(seq)) yield occurredAtMs
}

/** Whether there are events beside those whose keys are plain: then keys alone do not tell. */
export const hasOthers = ({ file, plan }: Question): boolean =>
  plan.owns.some((own) => isTaken(file, regularKeys(own, 'crowded', 0, Number.POSITIVE_INFINITY)) || isTaken(file, oddKeys(own)))
