import { type CaseStep, isOverride, isWithoutReason, type WorkflowCase } from '@daybook/core'
import type { CaseList } from './cases-address.ts'

/** Lists of single steps: each stands with who took it, and why. */
export type ExceptionList = Extract<CaseList, 'overrides' | 'unexplained' | 'backward'>

export const isExceptionList = (list: CaseList): list is ExceptionList =>
  list === 'overrides' || list === 'unexplained' || list === 'backward'

/** A step of a case that went another way than the rules say. */
export interface Exception {
  readonly of: WorkflowCase
  readonly step: CaseStep
  /** The step before, which a backward move came from. */
  readonly from: string | undefined
}

/** Steps of a page of cases that overrode a rule, or that moved a case backward; the newest first. */
export const exceptionsIn = (cases: readonly WorkflowCase[], which: ExceptionList): readonly Exception[] =>
  cases
    .flatMap((of) => of.steps.map((step, at): Exception => ({ of, step, from: of.steps[at - 1]?.step })))
    .filter(({ step }) => isException(step, which))
    .sort((a, b) => (a.step.at < b.step.at ? 1 : a.step.at > b.step.at ? -1 : 0))

const isException = (step: CaseStep, which: ExceptionList): boolean =>
  which === 'backward' ? step.backward === true : isOverride(step) && (which === 'overrides' || isWithoutReason(step))
