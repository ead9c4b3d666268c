import type { WorkflowDeclaration } from '@daybook/core'
import type { CaseKind } from './case-step.ts'

/** Which cases are listed: those that are all of what is said. */
export interface CaseFilter {
  /** Absent means every workflow's. */
  readonly type?: string
  readonly state?: 'open' | 'ended'
  /** The step a case is in, case and accents aside. */
  readonly step?: string
  /** Somebody decided so in one of its steps. */
  readonly decision?: string
  /** Somebody overrode a rule in one of its steps; `without_reason`: and nobody can be seen to have said why. */
  readonly override?: 'true' | 'without_reason'
  /** It went back to an earlier step. */
  readonly backward?: boolean
  /** One person stood on both sides of a pair that needs four eyes. */
  readonly breaches?: boolean
  /** Open, and in its step since before this moment (milliseconds). */
  readonly waitingSinceMs?: number
  /** Open, and to be done by before now. */
  readonly overdue?: boolean
}

export interface CasesWanted extends CaseFilter {
  /** At most so many cases, and so many events in all of them together. */
  readonly limit: number
  readonly maxEvents: number
  /** Where the page before ended. */
  readonly after?: CasePlace
  /** Which cases are overdue. */
  readonly nowMs: number
  /** Whether whoever asks may read steps of this kind; absent where all may be read. */
  readonly mayRead?: (kind: CaseKind) => boolean
  /** As the newest catalogue declares them: when a case has ended and is due, which moves go back, which steps need four eyes. */
  readonly declared: (type: string) => WorkflowDeclaration | undefined
}

/** Where a case stands in a list: the moment it is sorted by, and the position of its first event. */
export interface CasePlace {
  readonly ms: number
  readonly id: number
}

/** Of all cases of the type, whatever else is asked for. */
export interface CaseCounts {
  /** How many cases are open in each step. */
  readonly steps: readonly StepCount[]
  /** How many cases, open or ended, are out of the ordinary; overdue ones are open. */
  readonly exceptions: CaseExceptions
}

export interface StepCount {
  readonly type: string
  readonly step: string
  readonly open: number
}

export interface CaseExceptions {
  readonly overrides: number
  readonly overridesWithoutReason: number
  readonly backward: number
  readonly breaches: number
  readonly overdue: number
}

/** Cases by their events, in the order in which they are listed. */
export interface CasesFound extends CaseCounts {
  readonly cases: readonly (readonly { readonly seq: number; readonly body: string }[])[]
  readonly total: { readonly value: number; readonly exact: boolean }
  /** Absent at the end. */
  readonly next?: CasePlace
  /** False where a case has so many events that only its newest are told. */
  readonly whole: boolean
}

/** Exceptions and ended cases are news, and stand by when they were last touched; all others by how long they wait. */
export const isNewestFirst = ({ state, breaches, override, backward }: CaseFilter): boolean =>
  state === 'ended' || breaches === true || override !== undefined || backward === true
