import type { WorkflowDeclaration } from '../catalogue/catalogue.ts'
import type { Decision } from '../event/event.ts'
import { parseTime } from '../event/time.ts'
import type { Searchable } from '../query/query.ts'

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
  const due = declared?.dueWithin === undefined ? undefined : first.ms + durationMs(declared.dueWithin)
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
    inStepSince: steps.find((one, at) => steps.slice(at).every((other) => other.step === one.step))?.at ?? '',
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
  const order = declared?.steps ?? []
  const [now, then] = [order.indexOf(step ?? ''), order.indexOf(before?.step ?? '')]
  const { id, seq, actor, reason, override, workflow } = event
  return {
    seq,
    ...(id === undefined ? {} : { id }),
    ...(step === undefined ? {} : { step }),
    ...(workflow?.decision === undefined ? {} : { decision: workflow.decision }),
    at: event.occurredAt ?? '',
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
    ...(override === undefined ? {} : { override }),
    waitedMs: before ? Math.max(0, ms - (parseTime(before.at) ?? ms)) : 0,
    ...(now >= 0 && then >= 0 && now < then ? { backward: true } : {}),
  }
}

const hasEnded = (steps: readonly CaseStep[], declared: WorkflowDeclaration | undefined): boolean => {
  const last = steps.at(-1)
  const decision = steps.findLast((one) => one.decision !== undefined)?.decision
  const reached = declared !== undefined && last?.step !== undefined && last.step === declared.steps.at(-1)
  // An approval is the last step of some workflows and asked for in others: the step counts, not the word.
  if (decision === 'reopened') return reached && last?.decision !== 'reopened'
  return decision === 'rejected' || decision === 'cancelled' || (reached && last?.decision !== 'requested')
}

const breachesOf = (steps: readonly CaseStep[], declared: WorkflowDeclaration | undefined): readonly FourEyesBreach[] =>
  (declared?.fourEyes ?? []).flatMap(([one, other]) => {
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

/** ISO 8601, date part only, as catalogues write it; a month counts 30 days and a year 365. */
const durationMs = (text: string): number => {
  const days = { Y: 365, M: 30, W: 7, D: 1 } as const
  return (
    [...text.matchAll(/(\d+)([YMWD])/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * days[unit as keyof typeof days],
      0,
    ) * 86_400_000
  )
}
