import type { Json } from '../event/event.ts'
import { canonicalize } from './canonicalize.ts'

export const bundleFormat = 'daybook-bundle/1'

/** What a bundle says of itself in `manifest.json`. Everything but `query` is checked against the bundle's other files. */
export interface BundleManifest {
  readonly origin: string
  /** `log`: the whole log is there, as tiles. `proofs`: a selection, each event with its own proof. */
  readonly proof: 'log' | 'proofs'
  /** Positions `[from, to)`: with `log` every one of them has a line, with `proofs` the lines lie between them. */
  readonly range: readonly [from: number, to: number]
  readonly counts: BundleCounts
  /** The query that chose the events; null when nothing was left out. A claim: nobody can check it offline. */
  readonly query: Json
}

export interface BundleCounts {
  /** Lines of `events.ndjson`. */
  readonly events: number
  /** Lines of pruned events. */
  readonly pruned: number
  /** Slots that are withheld, and slots that are erased, over all lines. */
  readonly withheld: number
  readonly erased: number
}

/** The text of `manifest.json`: JCS and a newline. `disclosure` is `full` when no slot is withheld. */
export function manifestText({ origin, proof, range, counts, query }: BundleManifest): string {
  const { events, pruned, withheld, erased } = counts
  const disclosure = withheld === 0 ? 'full' : 'partial'
  const json: Json = {
    format: bundleFormat,
    origin,
    proof,
    range: [...range],
    counts: { events, pruned, withheld, erased },
    disclosure,
    query,
  }
  return `${canonicalize(json)}\n`
}
