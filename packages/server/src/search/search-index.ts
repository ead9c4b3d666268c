import type { Query } from '@daybook/core'
import type { Sees } from '../access/sight.ts'
import type { CasesFound, CasesWanted } from './case-list.ts'
import type { CaseStep } from './case-step.ts'

export type { Sees } from '../access/sight.ts'

/** One stored event on its way into the index. Made from the journal alone, so that an index made again is identical. */
export interface IndexRow {
  readonly seq: number
  /** `occurredAt`, milliseconds since 1970 UTC. */
  readonly occurredAtMs: number
  /** True for the trail's own events (`trail.*`). */
  readonly own: boolean
  /**
   * Opaque terms by who may find them, as lines, each behind a line break, some more than once: `readers` absent means
   * everybody who may read the trail.
   */
  readonly terms: readonly { readonly readers?: readonly string[]; readonly text: string }[]
  /** Values that facets count. */
  readonly facets: readonly FacetEntry[]
  /** What it is of a case; absent where it is no step of one. */
  readonly step?: CaseStep
  /** The event's slots and defects as `openBody` reads them again; JSON text. */
  readonly body: string
}

export interface FacetEntry {
  readonly dimension: FacetDimension
  readonly value: string
  /** The readable name that stood beside the value; absent where somebody may not see it. */
  readonly label?: string
  readonly readers?: readonly string[]
}

export const facetDimensions = [
  'actor',
  'actorType',
  'role',
  'action',
  'category',
  'object',
  'field',
  'status',
  'source',
  'integration',
  'workflow',
  'step',
  'decision',
  'organization',
  'customer',
  'batch',
  'outcome',
  'quality',
  'override',
] as const
export type FacetDimension = (typeof facetDimensions)[number]

/** What is asked, of which events, and for whom. */
export interface Ask {
  readonly query: Query
  /** Occurred in `[fromMs, toMs)`; absent means no limit. */
  readonly fromMs?: number
  readonly toMs?: number
  /** The business's events, the trail's own, or both. */
  readonly which: 'business' | 'own' | 'all'
  /** Events beyond it are not among those asked about (`wholeQuery`). */
  readonly sees: Sees
}

/** `desc` and `asc` by `occurredAt`, ties by `seq`; `recorded` and `recorded-desc` by `seq`. */
export type ListOrder = 'desc' | 'asc' | 'recorded' | 'recorded-desc'

/** Where a page ended: the next begins behind it. Opaque to everybody but the index that gave it. */
export type Place = string

export interface Found {
  readonly rows: readonly { readonly seq: number; readonly body: string }[]
  /** Absent at the end. */
  readonly next?: Place
}

/** `exact: false`: at least so many, or about so many where it was sampled. */
export interface Count {
  readonly value: number
  readonly exact: boolean
}

export interface FacetCounts {
  readonly dimension: FacetDimension
  readonly exact: boolean
  /** Most frequent first, ties by value. */
  readonly values: readonly { readonly value: string; readonly label?: string; readonly count: number }[]
}

/**
 * A view of one trail's journal that answers searches. It can be dropped at any time and made again from the journal,
 * identical; nothing in it is a record. Whoever can modify it can make a search lie, never a proof.
 *
 * Agrees with `matches` of core on every event and query, for every reader: what a reader may not see is not found,
 * not counted and not completed, and does not lend its names to what is.
 */
export interface SearchIndex {
  /** Positions `[0, watermark)` are in the index. */
  watermark(): Promise<number>
  /**
   * Takes rows that follow the watermark, in order, all or none. Positions up to `watermark` that have no row here have
   * nothing to be found by and are passed over; without it the rows follow each other.
   */
  add(rows: readonly IndexRow[], watermark?: number): Promise<void>
  /** One page in order. Pages by `after` neither repeat nor skip while events arrive. */
  page(ask: Ask, order: ListOrder, limit: number, after?: Place): Promise<Found>
  /** How many match; exact up to at least 10,000 where terms alone tell, and up to fewer where events must be opened and judged. */
  count(ask: Ask): Promise<Count>
  /** Counts by value, at most `limit` values a dimension. */
  facets(ask: Ask, dimensions: readonly FacetDimension[], limit: number): Promise<readonly FacetCounts[]>
  /** Counts in the half-open spans between consecutive edges (ascending milliseconds). */
  histogram(ask: Ask, edges: readonly number[]): Promise<{ readonly counts: readonly number[]; readonly exact: boolean }>
  /** When the first and last matching events occurred, milliseconds; undefined where nothing matches. */
  extent(ask: Ask): Promise<readonly [firstMs: number, lastMs: number] | undefined>
  /**
   * Values of a dimension that begin with what is typed (id, or words of it or of the label), most frequent first; of
   * objects, customers and batches those of events that the filter of this name finds, counted among these.
   */
  values(dimension: FacetDimension, typed: string, limit: number, sees: Sees): Promise<FacetCounts>
  /**
   * Cases as all business events of the trail tell them; absent where an index keeps none. Undefined where whoever asks
   * may read some steps of a case and others not. Agrees with `workflowCase` of core.
   */
  cases?(wanted: CasesWanted): Promise<CasesFound | undefined>
  /** Empties it; the watermark is 0 again. */
  clear(): Promise<void>
  close(): Promise<void>
}
