import type { defects } from '../messages/en/defects.ts'

/** The names of what can make an event weak: stable, snake case, usable in a query (`quality:no_reason`). */
export type DefectName = keyof typeof defects

/** One weak point of one event. `detail` is a sentence for people: what is wrong and what would mend it. */
export interface Defect {
  readonly name: DefectName
  readonly detail: string
  /** RFC 6901, into the event; absent where the fault is that something is missing. */
  readonly pointer?: string
}

/** What a check found, before it is put in words. */
export interface Weakness {
  readonly name: DefectName
  readonly pointer?: string
  readonly values?: { readonly [name: string]: string | number }
}
