import type { Actor, Batch, Named, Source } from '@daybook/core'
import type { Faults } from '../event/fault.ts'

/**
 * What holds for every event recorded in some stretch of a program. Who and through what are asked for when an event is
 * recorded, since a request may learn its user only after the context has begun.
 */
export interface Scope {
  /** Absent where the stretch says nothing of it; answers nothing where it names nobody. */
  readonly actor?: Asked<Actor>
  readonly source?: Asked<Source>
  readonly organization?: Asked<Named>
  readonly correlationId?: string
  readonly causedBy?: string
  readonly batch?: Batch
}

type Asked<T> = (faults: Faults) => T | undefined

/** Asks once, when first needed, and answers the same from then on, faults included. */
export function once<T>(ask: (faults: Faults) => T): (faults: Faults) => T {
  let known: { readonly answer: T; readonly faults: Faults } | undefined
  return (faults) => {
    if (known === undefined) {
      const found: Faults = []
      known = { answer: ask(found), faults: found }
    }
    if (known.faults.length > 0) faults.push(...known.faults)
    return known.answer
  }
}
