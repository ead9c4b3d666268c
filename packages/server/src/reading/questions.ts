import type { CaseFilter } from '../search/case-list.ts'
import type { Ask, Count, FacetDimension, ListOrder, Place, Sees } from '../search/search-index.ts'
import type { Same } from './around-same.ts'
import type { RecordId } from './exactly.ts'

/** How an export writes its events. */
export type RowForm = 'ndjson' | 'csv' | 'xlsx'

/**
 * What the server asks a search process, one question at a time. Plain data, since it crosses between processes; `trail`
 * is a name that the asking side has admitted the caller to, and `sees` says what that caller may see.
 */
export type Question = {
  readonly trail: string
  /** Positions stored when the call came: what is counted in an index that has fewer is not exact. */
  readonly stored?: number
} & (
  | {
      readonly what: 'page'
      readonly ask: Ask
      readonly order: ListOrder
      readonly limit: number
      readonly after?: Place
    }
  | { readonly what: 'facets'; readonly ask: Ask; readonly dimensions: readonly FacetDimension[]; readonly limit: number }
  | {
      readonly what: 'histogram'
      /** Without limits of time: those are the chosen range. */
      readonly ask: Omit<Ask, 'fromMs' | 'toMs'>
      readonly fromMs?: number
      readonly toMs?: number
      readonly buckets: number
      /** IANA name: whose days and hours the spans are. */
      readonly zone: string
    }
  | {
      readonly what: 'values'
      readonly dimension: FacetDimension
      readonly typed: string
      readonly limit: number
      readonly sees: Sees
    }
  | {
      readonly what: 'around'
      readonly ask: Omit<Ask, 'fromMs' | 'toMs'>
      readonly seq: number
      readonly minutes: number
      readonly limit: number
      /** Only events that have one of these in common with it; empty for any. */
      readonly same: readonly Same[]
    }
  | { readonly what: 'effects'; readonly id: string; readonly sees: Sees }
  | { readonly what: 'batches'; readonly ask: Ask; readonly limit: number; readonly after?: Place }
  /** What a batch did to each record, and what was changed since; `limit` of its events at a time. */
  | { readonly what: 'undo'; readonly id: string; readonly sees: Sees; readonly limit: number; readonly after?: Place }
  /** What happened because of a batch. */
  | { readonly what: 'downstream'; readonly id: string; readonly sees: Sees }
  | { readonly what: 'batch'; readonly id: string; readonly which: Ask['which']; readonly sees: Sees }
  /** A record at a moment, or at two; moments are milliseconds. */
  | {
      readonly what: 'state'
      readonly record: RecordId
      readonly atMs: number
      readonly toMs?: number
      readonly sees: Sees
    }
  | {
      readonly what: 'cases'
      readonly ask: Ask
      readonly wanted: CaseFilter
      /** Which cases are overdue. */
      readonly nowMs: number
      readonly limit: number
      readonly after?: Place
    }
  | { readonly what: 'case'; readonly type: string; readonly id: string; readonly sees: Sees }
  /** A stretch of a walk over all that matches: how many of its positions are below `below`. */
  | { readonly what: 'tally'; readonly ask: Ask; readonly below: number; readonly after?: Place }
  /** A stretch of the same walk as text, one line (or sheet row) an event. */
  | {
      readonly what: 'rows'
      readonly ask: Ask
      readonly order: ListOrder
      readonly below: number
      readonly form: RowForm
      readonly after?: Place
    }
  /** A stretch of the same walk by position only, ascending. */
  | { readonly what: 'positions'; readonly ask: Ask; readonly below: number; readonly after?: Place }
  /** Positions from `from` on, each read once for everybody who watches from a position of their own. */
  | {
      readonly what: 'watch'
      readonly from: number
      readonly below: number
      readonly watched: readonly { readonly from: number; readonly ask: Ask }[]
    }
  /** The same for one who is sent what is found; `maxLength` characters unless one event has more. */
  | {
      readonly what: 'forward'
      readonly from: number
      readonly below: number
      readonly ask: Ask
      readonly maxLength: number
    }
  /** Where and when what matches occurred; events loaded as history only with `history`. */
  | {
      readonly what: 'hits'
      readonly ask: Ask
      readonly order: ListOrder
      readonly below: number
      readonly history: boolean
      readonly after?: Place
    }
)

/** An event that matches; `isOpen` where it does so also for somebody who sees nothing that is kept for roles. */
export type WatchedHit = readonly [seq: number, occurredAtMs: number, isOpen: boolean]

export interface Hit {
  readonly seq: number
  readonly occurredAtMs: number
  readonly action: string
  readonly isHistory: boolean
}

/** What comes back. `text` is JSON (or rows of an export) that is passed on as it is. */
export interface Answers {
  /** `shown`: how many events the text has. */
  readonly page: {
    readonly text: string
    readonly shown: number
    readonly next?: Place
    readonly count: Count
    /** Of what is asked up to a position: when the last event before it was recorded. */
    readonly recordedUntil?: string
    readonly size: number
  }
  readonly facets: { readonly text: string; readonly size: number }
  readonly histogram: { readonly text: string; readonly size: number }
  readonly values: { readonly text: string; readonly size: number }
  readonly around: { readonly text: string; readonly size: number }
  readonly effects: { readonly text: string; readonly more: boolean; readonly size: number }
  readonly batches: { readonly text: string; readonly next?: Place; readonly size: number }
  readonly undo: { readonly text: string | null; readonly next?: Place; readonly size: number }
  readonly downstream: { readonly text: string | null; readonly size: number }
  readonly batch: { readonly text: string | null; readonly size: number }
  readonly state: { readonly text: string | null; readonly size: number }
  readonly cases: { readonly text: string; readonly next?: Place; readonly size: number }
  readonly case: { readonly text: string | null; readonly size: number }
  readonly tally: { readonly count: number; readonly next?: Place }
  readonly rows: { readonly text: string; readonly count: number; readonly next?: Place }
  readonly positions: { readonly positions: readonly number[]; readonly next?: Place }
  /** By watcher, in the order asked; everything below `upTo` was looked at. */
  readonly watch: { readonly hits: readonly (readonly WatchedHit[])[]; readonly upTo: number }
  readonly forward: { readonly lines: readonly string[]; readonly positions: readonly number[]; readonly upTo: number }
  readonly hits: { readonly hits: readonly Hit[]; readonly next?: Place }
}

export type What = Question['what']
export type QuestionOf<W extends What> = Extract<Question, { readonly what: W }>

/** What crosses between the processes. */
export interface Asked {
  readonly number: number
  readonly question: Question
}
export type Said =
  | { readonly kind: 'ready' }
  /** `cpuMs`: what the answer took, however busy the machine is. */
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answers[What]; readonly cpuMs: number }
  | {
      readonly kind: 'refusal'
      readonly number: number
      readonly code: string
      readonly detail: string
      readonly pointer?: string
    }
  /** The index cannot be read: its file is damaged. */
  | { readonly kind: 'damaged'; readonly number: number }
  | { readonly kind: 'defect'; readonly number: number; readonly stack: string }
