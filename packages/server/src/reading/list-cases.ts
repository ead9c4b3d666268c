import { isOverride, isWithoutReason, type WorkflowCase } from '@daybook/core'
import { type CaseFacts, countExceptions, countOpenSteps, fitsFilter } from '../search/case-facts.ts'
import { type CaseCounts, type CasePlace, type CasesWanted, isNewestFirst } from '../search/case-list.ts'

export interface ListedCases extends CaseCounts {
  readonly data: readonly WorkflowCase[]
  readonly total: number
  readonly next?: CasePlace
}

/** The page of cases that is wanted, of cases that were put together from events: the reference for what an index lists. */
export const listCases = (cases: readonly WorkflowCase[], wanted: CasesWanted): ListedCases => {
  const counted = cases.map((one) => [factsOf(one), 1] as const)
  const fits = fitsFilter(wanted)
  const order = orderOf(wanted)
  const fitting = cases
    .filter((one, at) => fits(counted[at]?.[0] ?? factsOf(one)) && fitsTime(one, wanted))
    .map((one) => ({ one, place: placeOf(one, wanted) }))
    .sort((a, b) => order(a.place, b.place))
  const { after, limit } = wanted
  const rest = after === undefined ? fitting : fitting.filter(({ place }) => order(place, after) > 0)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    data: page.map(({ one }) => one),
    total: fitting.length,
    ...(last && rest.length > limit ? { next: last.place } : {}),
    steps: countOpenSteps(counted),
    exceptions: { ...countExceptions(counted), overdue: cases.filter((one) => isOverdue(one, wanted.nowMs)).length },
  }
}

const factsOf = ({ type, state, step, steps, breaches }: WorkflowCase): CaseFacts => {
  const overrides = steps.filter(isOverride)
  return {
    type,
    state,
    step,
    decisions: steps.flatMap(({ decision }) => decision ?? []),
    override: overrides.length === 0 ? 'none' : overrides.some(isWithoutReason) ? 'unexplained' : 'explained',
    isBackward: steps.some(({ backward }) => backward === true),
    isBreach: breaches.length > 0,
  }
}

const fitsTime = (one: WorkflowCase, { waitingSinceMs, overdue, nowMs }: CasesWanted): boolean =>
  (waitingSinceMs === undefined || Date.parse(one.inStepSince) < waitingSinceMs) && (overdue !== true || isOverdue(one, nowMs))

const isOverdue = ({ state, dueAt }: WorkflowCase, nowMs: number): boolean =>
  state === 'open' && dueAt !== undefined && Date.parse(dueAt) < nowMs

const placeOf = ({ lastAt, inStepSince, steps }: WorkflowCase, wanted: CasesWanted): CasePlace => ({
  ms: Date.parse(isNewestFirst(wanted) ? lastAt : inStepSince),
  id: Math.min(...steps.map(({ seq }) => seq)),
})

const orderOf =
  (wanted: CasesWanted) =>
  (a: CasePlace, b: CasePlace): number =>
    (isNewestFirst(wanted) ? b.ms - a.ms : a.ms - b.ms) || a.id - b.id
