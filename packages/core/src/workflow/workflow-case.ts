import type { WorkflowDeclaration } from '../catalogue/catalogue.ts'
import type { Decision } from '../event/event.ts'
import { parseTime } from '../event/time.ts'
import type { Searchable } from '../query/query.ts'
import { durationMs } from './duration-ms.ts'

/** One event of a case. */
export interface CaseStep {
  readonly seq: number
  readonly id?: string
  /** The step the event names; the one before it where it names none. */
  readonly step?: string
  readonly decision?: Decision
  readonly at: string
  readonly actor?: Searchable['actor']
  readonly reason?: string
  /** There is a reason that this reader may not see, or that was erased. */
  readonly reasonHidden?: true
  readonly override?: Searchable['override']
  /** Milliseconds since the event before it in the case. */
  readonly waitedMs: number
  /** The step stands before the one the case was in, by the declared order. */
  readonly backward?: true
}

/** The same person on both sides of a pair that the catalogue wants kept apart. */
export interface FourEyesBreach {
  readonly steps: readonly [string, string]
  readonly actor: { readonly id: string; readonly name?: string }
  readonly events: readonly [CaseStep, CaseStep]
}

/** A case as its events tell it. */
export interface WorkflowCase {
  readonly type: string
  readonly id: string
  readonly object?: Searchable['object']
  readonly customer?: Searchable['customer']
  readonly startedAt: string
  readonly lastAt: string
  /** `ended`: the last declared step is reached, or it was rejected or cancelled. Without a declaration only the latter. */
  readonly state: 'open' | 'ended'
  readonly step?: string
  /** Since when it is in that step. */
  readonly inStepSince: string
  readonly steps: readonly CaseStep[]
  readonly breaches: readonly FourEyesBreach[]
  /** When it has to be done by, where the catalogue says how long it may take. */
  readonly dueAt?: string
}

/**
 * Puts a case together from its events (those that share `workflow.type` and `workflow.id`), in any order. Undefined
 * where there is none. Failed and denied events are no steps.
 */
export const workflowCase = (
  events: readonly Searchable[],
  declared: WorkflowDeclaration | undefined,
): WorkflowCase | undefined => {
  const told = events
    .filter(({ outcome, workflow }) => workflow?.id !== undefined && (outcome === undefined || outcome === 'success'))
    .map((event) => ({ event, ms: parseTime(event.occurredAt ?? '') ?? 0 }))
    .sort((a, b) => a.ms - b.ms || a.event.seq - b.event.seq)
  const [first] = told
  const last = told.at(-1)
  if (!first?.event.workflow?.id || !last) return undefined
  const steps: CaseStep[] = []
  for (const { event, ms } of told) steps.push(stepOf(event, ms, steps.at(-1), declared))
  const step = steps.at(-1)?.step
  const other = steps.findLastIndex((one) => one.step !== step)
  const within = durationMs(declared?.dueWithin ?? '')
  const due = within === undefined ? undefined : first.ms + within
  const named = told.findLast(({ event }) => event.object !== undefined)?.event
  return {
    type: first.event.workflow.type ?? '',
    id: first.event.workflow.id,
    ...(named?.object ? { object: named.object } : {}),
    ...(named?.customer ? { customer: named.customer } : {}),
    startedAt: first.event.occurredAt ?? '',
    lastAt: last.event.occurredAt ?? '',
    state: hasEnded(steps, declared) ? 'ended' : 'open',
    ...(step === undefined ? {} : { step }),
    inStepSince: steps[other + 1]?.at ?? '',
    steps,
    breaches: breachesOf(steps, declared),
    ...(due === undefined ? {} : { dueAt: new Date(due).toISOString() }),
  }
}

const stepOf = (
  event: Searchable,
  ms: number,
  before: CaseStep | undefined,
  declared: WorkflowDeclaration | undefined,
): CaseStep => {
  const step = event.workflow?.step ?? before?.step
  const { id, seq, actor, reason, override, workflow, hidden } = event
  return {
    seq,
    ...(id === undefined ? {} : { id }),
    ...(step === undefined ? {} : { step }),
    ...(workflow?.decision === undefined ? {} : { decision: workflow.decision }),
    at: event.occurredAt ?? '',
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
    ...(reason === undefined && hidden?.some(({ slot }) => slot === 'reason') ? { reasonHidden: true } : {}),
    ...(override === undefined ? {} : { override }),
    waitedMs: before ? Math.max(0, ms - (parseTime(before.at) ?? ms)) : 0,
    ...(isBackward(before?.step, step, declared) ? { backward: true } : {}),
  }
}

const hasEnded = (steps: readonly CaseStep[], declared: WorkflowDeclaration | undefined): boolean => {
  const last = steps.at(-1)
  const decision = steps.findLast((one) => one.decision !== undefined)?.decision
  return isCaseEnded({ step: last?.step, decision, lastDecision: last?.decision }, declared)
}

/** How a case stands: its step, the last decision in it, and the decision of its last event. */
export interface CaseEnd {
  readonly step: string | undefined
  readonly decision: string | undefined
  readonly lastDecision: string | undefined
}

/**
 * Whether a case has ended: the last declared step is reached, or it was rejected or cancelled, and not reopened since.
 *
 * @example isCaseEnded({ step: 'Paid', decision: 'approved', lastDecision: 'approved' }, { steps: ['Asked', 'Paid'] })
 */
export const isCaseEnded = ({ step, decision, lastDecision }: CaseEnd, declared: WorkflowDeclaration | undefined): boolean => {
  const reached = step !== undefined && step === declared?.steps.at(-1)
  // An approval is the last step of some workflows and asked for in others: the step counts, not the word.
  if (decision === 'reopened') return reached && lastDecision !== 'reopened'
  return decision === 'rejected' || decision === 'cancelled' || (reached && lastDecision !== 'requested')
}

/**
 * Whether a step went against a rule.
 *
 * @example isOverride({ override: { rule: 'price-floor' } })
 */
export const isOverride = ({ override, decision }: Pick<CaseStep, 'override' | 'decision'>): boolean =>
  override !== undefined || decision === 'overridden'

/**
 * Whether nobody said why. Of a reason that is hidden nobody can say so.
 *
 * @example isWithoutReason({ reason: '' })
 */
export const isWithoutReason = ({ reason, reasonHidden }: Pick<CaseStep, 'reason' | 'reasonHidden'>): boolean =>
  !reason && !reasonHidden

/**
 * Whether a move leads to a step that is declared before the one it came from.
 *
 * @example isBackward('Paid', 'Asked', { steps: ['Asked', 'Paid'] })
 */
export const isBackward = (
  from: string | undefined,
  to: string | undefined,
  declared: WorkflowDeclaration | undefined,
): boolean => {
  const [now, then] = [to, from].map((step) => (step === undefined ? -1 : (declared?.steps.indexOf(step) ?? -1)))
  return now !== undefined && then !== undefined && now >= 0 && then >= 0 && now < then
}

const breachesOf = (steps: readonly CaseStep[], declared: WorkflowDeclaration | undefined): readonly FourEyesBreach[] =>
  (declared?.fourEyes ?? []).flatMap(([one, other]) => {
    // A step and itself are no pair.
    if (one === other) return []
    const firsts = steps.filter(({ step }) => step === one)
    const seconds = steps.filter(({ step }) => step === other)
    const pair = firsts.flatMap((a) => seconds.filter((b) => samePerson(a, b)).map((b): [CaseStep, CaseStep] => [a, b])).at(0)
    const actor = pair?.[1].actor
    if (!pair || actor?.id === undefined) return []
    return [
      { steps: [one, other], actor: { id: actor.id, ...(actor.name === undefined ? {} : { name: actor.name }) }, events: pair },
    ]
  })

/** People only: a system that takes a case through two steps breaks no rule about four eyes. Acting for somebody counts as that person too. */
const samePerson = (a: CaseStep, b: CaseStep): boolean => peopleOf(a).some((id) => peopleOf(b).includes(id))

const peopleOf = ({ actor }: CaseStep): readonly string[] =>
  [actor, actor?.onBehalfOf].flatMap((party) =>
    party?.id !== undefined && (party.type === 'user' || party.type === 'admin') ? [party.id] : [],
  )
