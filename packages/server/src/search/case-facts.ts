import { foldText } from '@daybook/core'
import type { CaseExceptions, CaseFilter, StepCount } from './case-list.ts'

/** What lists and counts of cases go by, apart from time. */
export interface CaseFacts {
  readonly type: string
  readonly state: 'open' | 'ended'
  readonly step: string | undefined
  readonly decisions: readonly string[]
  /** Whether a rule was overridden in it, and whether everybody can see that somebody said why each time. */
  readonly override: 'none' | 'explained' | 'unexplained'
  readonly isBackward: boolean
  readonly isBreach: boolean
}

/** Whether a case is one of those that are wanted, apart from time; what is overdue or waits is open. */
export const fitsFilter = (wanted: CaseFilter): ((facts: CaseFacts) => boolean) => {
  const { decision, override, backward, breaches, waitingSinceMs, overdue } = wanted
  const state = wanted.state
  const mustBeOpen = waitingSinceMs !== undefined || overdue === true
  const step = wanted.step === undefined ? undefined : foldText(wanted.step)
  return (facts) =>
    (wanted.type === undefined || facts.type === wanted.type) &&
    (state === undefined || facts.state === state) &&
    (!mustBeOpen || facts.state === 'open') &&
    (step === undefined || foldText(facts.step ?? '') === step) &&
    (decision === undefined || facts.decisions.includes(decision) || (decision === 'overridden' && facts.override !== 'none')) &&
    (override === undefined || (override === 'true' ? facts.override !== 'none' : facts.override === 'unexplained')) &&
    (backward !== true || facts.isBackward) &&
    (breaches !== true || facts.isBreach)
}

/** Cases with the same facts, and how many they are. */
export type Counted = readonly [facts: CaseFacts, cases: number]

export const countExceptions = (counted: Iterable<Counted>): Omit<CaseExceptions, 'overdue'> => {
  const sums = { overrides: 0, overridesWithoutReason: 0, backward: 0, breaches: 0 }
  for (const [{ override, isBackward, isBreach }, cases] of counted) {
    if (override !== 'none') sums.overrides += cases
    if (override === 'unexplained') sums.overridesWithoutReason += cases
    if (isBackward) sums.backward += cases
    if (isBreach) sums.breaches += cases
  }
  return sums
}

export const countOpenSteps = (counted: Iterable<Counted>): readonly StepCount[] => {
  const counts = new Map<string, StepCount>()
  for (const [{ type, step = '', state }, cases] of counted) {
    if (state !== 'open') continue
    const key = JSON.stringify([type, step])
    counts.set(key, { type, step, open: (counts.get(key)?.open ?? 0) + cases })
  }
  return [...counts.values()]
}
