import { countPlain } from './count-plain.ts'
import type { Question } from './question.ts'
import { msPerBucket, oddKeys, regularKeys } from './row-key.ts'
import { isTaken, walk } from './walk.ts'

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** How many candidates there are in a stretch of time, at most `most`: without a look at their rows where that can be. */
export const countCandidates = (question: Question, most: number, stretch: Stretch = question.plan): number => {
  const { except, query } = question.match
  if (!areKeysEnough(question)) return among(question.candidates('asc', undefined, stretch), most)
  if (!except) return countTerms(question, query, most, stretch)
  if (question.plan.owns.includes(true)) return among(question.candidates('asc', undefined, stretch), most)
  // All but few is counted from the other side.
  const others = countTerms(question, query, most, stretch)
  if (others >= most) return among(question.candidates('asc', undefined, stretch), most)
  return Math.min(most, countPlain(question.file, stretch.fromMs, stretch.toMs) - others)
}

const among = (hits: Iterable<unknown>, most: number): number => {
  let count = 0
  for (const _ of hits) if (++count >= most) break
  return count
}

/** How many events of a stretch of time have these terms, at most `most`, where keys are enough. */
export const countTerms = (
  question: Question,
  query: string | undefined,
  most: number,
  stretch: Stretch = question.plan,
): number => {
  const { file, plan } = question
  if (query === undefined || stretch.fromMs >= stretch.toMs) return 0
  // Where a stretch begins or ends within milliseconds that share keys, rows say which of these events are in it.
  const fromMs = Math.ceil(stretch.fromMs / msPerBucket) * msPerBucket
  const toMs = Math.floor(stretch.toMs / msPerBucket) * msPerBucket
  const walked = (from: number, to: number) =>
    from < to ? walk(file, { match: { except: false, query }, owns: plan.owns, fromMs: from, toMs: to }, 'asc') : []
  if (fromMs >= toMs) return among(walked(stretch.fromMs, stretch.toMs), most)
  const sql = 'SELECT count(*) AS count FROM (SELECT 1 FROM token WHERE token MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)'
  let count = 0
  for (const own of plan.owns)
    for (const kind of ['plain', 'crowded'] as const) {
      const keys = regularKeys({ own, kind }, fromMs, toMs)
      if (kind === 'crowded' && !isTaken(file, keys)) continue
      count += Number(file.get(sql, query, keys.from, keys.to, most - count)?.count)
      if (count >= most) return most
    }
  count += among(walked(stretch.fromMs, fromMs), most) + among(walked(toMs, stretch.toMs), most)
  return Math.min(most, count)
}

/** When the matches in `[fromMs, toMs)` occurred, ascending. */
export function* matchTimes(question: Question, fromMs: number, toMs: number): Generator<number> {
  for (const { occurredAtMs, seq } of question.candidates('asc', undefined, { fromMs, toMs }))
    if (question.isMatch(seq)) yield occurredAtMs
}

/** Whether keys say what is asked about, whenever it was recorded. */
export const areKeysEnough = ({ file, plan }: Question): boolean =>
  plan.upTo === undefined && !plan.owns.some((own) => isTaken(file, oddKeys(own)))
