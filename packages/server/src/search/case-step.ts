import type { PartialEvent } from '@daybook/core'

/** An event as a step of a case: what `workflowCase` of core goes by. All of it stands in `core`, which nobody is kept from. */
export interface CaseStep {
  readonly type: string
  readonly id: string
  readonly step?: string
  readonly decision?: string
  /** The people who stand for it: who did it, and on whose behalf; at most two. */
  readonly people: readonly string[]
}

/** The step that an event is; undefined for one that is none: of no case, failed, or denied. */
export const caseStepOf = ({ workflow, outcome, actor }: PartialEvent): CaseStep | undefined => {
  const { type, id, step, decision } = workflow ?? {}
  if (type === undefined || id === undefined || (outcome !== undefined && outcome !== 'success')) return undefined
  const people = [actor, actor?.onBehalfOf].flatMap((party) =>
    party?.id !== undefined && (party.type === 'user' || party.type === 'admin') ? [party.id] : [],
  )
  return {
    type,
    id,
    ...(step === undefined ? {} : { step }),
    ...(decision === undefined ? {} : { decision }),
    people: [...new Set(people)],
  }
}
