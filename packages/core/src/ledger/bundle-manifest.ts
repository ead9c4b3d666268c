import type { Json } from '../event/event.ts'

export const bundleFormat = 'daybook-bundle/1'

/** What a bundle says of itself in `manifest.json`. Everything but `query` is checked against the bundle's other files. */
export interface BundleManifest {
  readonly origin: string
  /** `log`: the whole log is there, as tiles. `proofs`: a selection, each event with its own proof. */
  readonly proof: 'log' | 'proofs'
  /** `everything` with `log`; with `proofs` the query of the selection, a claim that nobody can check offline. */
  readonly query: Json
  /** Positions from (inclusive) to (exclusive): with `log` each has a line, with `proofs` the lines lie between them. */
  readonly range: { readonly from: number; readonly to: number }
  readonly counts: BundleCounts
}

export interface BundleCounts {
  /** Lines of `events.ndjson`. */
  readonly events: number
  /** How many of them are pruned events. */
  readonly pruned: number
  /** Slots by their state, over all lines. */
  readonly disclosed: number
  readonly withheld: number
  readonly erased: number
}

/** The text of `manifest.json`: exactly so, indented by two spaces, with a newline at the end. */
export function manifestText({ origin, proof, query, range, counts }: BundleManifest): string {
  const { events, pruned, disclosed, withheld, erased } = counts
  const manifest = {
    format: bundleFormat,
    origin,
    proof,
    query,
    range: { from: range.from, to: range.to },
    counts: { events, pruned },
    slots: { disclosed, withheld, erased },
    disclosure: withheld === 0 ? 'everything' : 'partial',
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
