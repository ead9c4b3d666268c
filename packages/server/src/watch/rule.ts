import type { Lane } from '@daybook/core'
import type { Span } from './judge.ts'

/** Who is told. */
export type Target = { readonly kind: 'mail'; readonly address: string } | { readonly kind: 'webhook'; readonly url: string }

/** When a rule fires: at least so many events within so many minutes of each other; then not again for so long. */
export interface Threshold {
  readonly atLeast: number
  readonly withinMinutes: number
  readonly cooldownMinutes: number
}

/** What somebody sets of an alert. */
export interface RuleSettings extends Threshold {
  readonly name: string
  /** The query language, and in which categories where it names none. */
  readonly q: string
  readonly lane: Lane
  /** The saved view it was made from; what that asked then is asked for ever. */
  readonly view?: string | undefined
  /** Whom to tell beyond Daybook's own pages, which show every alert to whoever set it. */
  readonly to: readonly Target[]
}

export interface Rule {
  /** A UUID. */
  readonly id: string
  readonly trail: string
  readonly settings: RuleSettings
  /** Whose it is, as `holderOf` has it: what the alert says is what its owner may see. */
  readonly owner: string
  readonly ownerName: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  /** Until then it says nothing, and what it would have said is not said later. */
  readonly mutedUntilMs: number | null
}

/** A rule that had something to say. */
export interface Firing {
  /** A UUID, the same however often it is worked out. */
  readonly id: string
  readonly rule: string
  readonly trail: string
  readonly atMs: number
  /** Events since it last fired. */
  readonly count: number
  /** The newest of them, a few, in their order. */
  readonly positions: readonly number[]
  /** When the first and the last of them occurred; null where it was not kept. */
  readonly span: Span | null
}

/** One attempt to tell somebody. */
export interface Attempt {
  readonly atMs: number
  readonly ok: boolean
  /** In words for a person. */
  readonly said: string
}

export interface Delivery {
  readonly id: string
  readonly firing: string
  readonly rule: string
  readonly target: Target
  readonly state: 'waiting' | 'delivered' | 'gave_up'
  /** The newest of them. */
  readonly attempts: readonly Attempt[]
  readonly failures: number
  readonly nextMs: number
}

/** A rule as a sentence, in plain English. */
export const ruleText = ({ atLeast, withinMinutes, q, lane, to }: RuleSettings): string => {
  const what = q === '' ? `any event (${laneNames[lane]})` : `${q} (${laneNames[lane]})`
  const when =
    atLeast === 1
      ? `When an event matches ${what}`
      : `When at least ${atLeast} events match ${what} within ${spanText(withinMinutes)}`
  return `${when}, show it in Daybook${to.length === 0 ? '' : ` and tell ${to.map(targetText).join(', ')}`}.`
}

/** What to search for to find the events of a firing, as addresses of the search page have it: the question of the rule over the very stretch. */
export interface FiringQuestion {
  readonly q: string
  readonly lane: Lane
  readonly from?: string
  /** Exclusive. */
  readonly to?: string
}

/** Events that are recorded later, for the same stretch, are none of the firing's. */
export const questionOfFiring = (
  { q, lane }: Pick<RuleSettings, 'q' | 'lane'>,
  { positions, span }: Pick<Firing, 'positions' | 'span'>,
): FiringQuestion => {
  const upTo = `upto:${(positions.at(-1) ?? 0) + 1}`
  // A rule passes by the firing of rules; the search does not, where nothing else is asked of the action.
  const own = (lane === 'own' || lane === 'all') && !/action/i.test(q) ? ['-action:trail.alert_fired'] : []
  const asked = [...(q === '' ? [] : [/\bor\b/i.test(q) ? `(${q})` : q]), ...own, upTo].join(' ')
  if (span === null) return { q: asked, lane }
  return { q: asked, lane, from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs + 1).toISOString() }
}

export const targetText = (target: Target): string =>
  target.kind === 'mail' ? target.address : `the program at ${new URL(target.url).host}`

const laneNames: { readonly [lane in Lane]: string } = {
  business: 'business events',
  access: 'access',
  security: 'security',
  system: 'system',
  own: 'the trail’s own events',
  all: 'all events',
}

export const spanText = (minutes: number): string => {
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? '1 hour' : `${minutes / 60} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
