import { setImmediate } from 'node:timers/promises'
import { judge, type Match, nothingYet } from './judge.ts'
import type { Threshold } from './rule.ts'

/** Events that are recorded within a second of each other are looked at together. */
const lookEveryMs = 1_000

/** So many are judged in some milliseconds; between them whoever waits for anything else has their turn. */
const atOnce = 2_000

/** When a rule would have fired, had it been there: matches in the order in which they occurred, ascending. */
export const firingsOf = async (rule: Threshold, matches: readonly Match[]): Promise<readonly number[]> => {
  const firings: number[] = []
  let memory = nothingYet
  const look = (together: readonly Match[], nowMs: number): void => {
    const verdict = judge(memory, rule, together, nowMs)
    memory = verdict.memory
    if (verdict.firing) firings.push(nowMs)
  }
  let together: Match[] = []
  for (const [n, match] of matches.entries()) {
    if (n % atOnce === atOnce - 1) await setImmediate()
    const first = together[0]
    if (first && match.occurredAtMs - first.occurredAtMs >= lookEveryMs) {
      look(together, together.at(-1)?.occurredAtMs ?? 0)
      together = []
      // What was held back while the rule was quiet is told when the quiet ends, not when the next event comes.
      if (memory.isReached && memory.quietUntilMs <= match.occurredAtMs) look([], memory.quietUntilMs)
    }
    together.push(match)
  }
  const last = together.at(-1)
  if (last) look(together, last.occurredAtMs)
  return firings
}
