import type { Category, PartialEvent } from '@daybook/core'

/** What of a step says who may read it, as far as grants go by kinds of events. */
export interface CaseKind {
  readonly category?: Category
  readonly action?: string
  readonly objectType?: string
}

/** An event as a step of a case: what `workflowCase` of core goes by. Nobody is kept from any of it. */
export interface CaseStep {
  readonly type: string
  readonly id: string
  readonly step?: string
  readonly decision?: string
  readonly kind: CaseKind
  /** Whether it went against a rule, and whether everybody can see that nobody said why. */
  readonly override?: 'explained' | 'unexplained'
  /** The people who stand for it: who did it, and on whose behalf; at most two. */
  readonly people: readonly string[]
}

/**
 * The step that an event is; undefined for one that is none: of no case, failed, or denied. `isReasonKept`: not everybody
 * may see whether there is a reason, or what it was.
 */
export const caseStepOf = (event: PartialEvent, isReasonKept: boolean): CaseStep | undefined => {
  const { workflow, outcome, actor, override, reason, category, action, object } = event
  const { type, id, step, decision } = workflow ?? {}
  if (type === undefined || id === undefined || (outcome !== undefined && outcome !== 'success')) return undefined
  const people = [actor, actor?.onBehalfOf].flatMap((party) =>
    party?.id !== undefined && (party.type === 'user' || party.type === 'admin') ? [party.id] : [],
  )
  return {
    type,
    id,
    kind: {
      ...(category === undefined ? {} : { category }),
      ...(action === undefined ? {} : { action }),
      ...(object?.type === undefined ? {} : { objectType: object.type }),
    },
    ...(step === undefined ? {} : { step }),
    ...(decision === undefined ? {} : { decision }),
    ...(override !== undefined || decision === 'overridden'
      ? { override: reason || isReasonKept ? 'explained' : 'unexplained' }
      : {}),
    people: [...new Set(people)],
  }
}
