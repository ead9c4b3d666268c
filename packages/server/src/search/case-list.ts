import type { WorkflowDeclaration } from '@daybook/core'

/** Which cases are listed. */
export interface CasesWanted {
  /** Absent means every workflow's. */
  readonly type?: string
  readonly state?: 'open' | 'ended'
  /** Only cases in which one person stood on both sides of a pair that needs four eyes. */
  readonly breaches: boolean
  /** At most so many cases, and so many events in all of them together. */
  readonly limit: number
  readonly maxEvents: number
  /** As the newest catalogue declares them: it says when a case has ended, and which steps need four eyes. */
  readonly declared: (type: string) => WorkflowDeclaration | undefined
}

/** Cases by their events, in the order in which they are listed. */
export interface CasesFound {
  readonly cases: readonly (readonly { readonly seq: number; readonly body: string }[])[]
  /** How many cases are open in each step, of all cases of the type. */
  readonly steps: readonly { readonly type: string; readonly step: string; readonly open: number }[]
  /** Whether these are all that are wanted. */
  readonly whole: boolean
}
