import type { CaseStep, WorkflowCase } from '@daybook/core'

/** A step of a case that went another way than the rules say. */
export interface Exception {
  readonly of: WorkflowCase
  readonly step: CaseStep
  /** The step before, which a backward move came from. */
  readonly from: string | undefined
}

/** Steps that overrode a rule, or that moved a case backward; the newest first. */
export const exceptionsIn = (cases: readonly WorkflowCase[], which: 'overrides' | 'backward'): readonly Exception[] =>
  cases
    .flatMap((of) => of.steps.map((step, at): Exception => ({ of, step, from: of.steps[at - 1]?.step })))
    .filter(({ step }) => (which === 'backward' ? step.backward === true : isOverride(step)))
    .sort((a, b) => (a.step.at < b.step.at ? 1 : a.step.at > b.step.at ? -1 : 0))

const isOverride = ({ override, decision }: CaseStep): boolean => override !== undefined || decision === 'overridden'
