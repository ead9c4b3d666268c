import type { BatchView } from '../api/batch-api.ts'

export interface CountPair {
  readonly name: 'created' | 'updated' | 'unchanged' | 'failed'
  readonly claimed: number | undefined
  /** Absent where the trail has no events to count: what stayed as it was leaves none. */
  readonly recorded: number | undefined
}

/** What the importer claims and what the trail counts, side by side. */
export const countPairs = ({ claimed, recorded }: BatchView): readonly CountPair[] =>
  (['created', 'updated', 'unchanged', 'failed'] as const)
    .map(
      (name): CountPair => ({
        name,
        claimed: claimed?.[name],
        recorded: name === 'created' || name === 'updated' ? recorded[name] : undefined,
      }),
    )
    .filter((pair) => pair.claimed !== undefined || (pair.recorded ?? 0) > 0)

/** Where the two do not agree. Nothing while the batch is open or the count is not exact. */
export const disagreements = (batch: BatchView): readonly CountPair[] =>
  batch.claimed === null || batch.state === 'open' || !batch.recorded.exact
    ? []
    : countPairs(batch).filter(({ claimed, recorded }) => claimed !== undefined && recorded !== undefined && claimed !== recorded)
