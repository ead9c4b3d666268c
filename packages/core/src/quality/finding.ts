import type { findings } from '../messages/en/findings.ts'

export type FindingName = keyof typeof findings

/** One thing that `catalogue check` says about a catalogue. An `error` fails the check, a `warning` does not. */
export interface Finding {
  readonly name: FindingName
  readonly severity: 'error' | 'warning'
  /** RFC 6901, into the catalogue. */
  readonly pointer: string
  readonly sentence: string
}

/** How the checks report: in words only once, at the end. */
export type Report = (
  name: FindingName,
  severity: Finding['severity'],
  pointer: string,
  values?: { readonly [name: string]: string },
) => void
