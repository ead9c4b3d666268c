import type { FieldKind } from '../catalogue/catalogue.ts'
import type { Change } from '../event/event.ts'
import type { PartialEvent } from '../sentence/part.ts'

/** The filters that compare a value of the event, by the names people type. `from`, `to` and `at` are times, `upto` is a position; free text has no name. */
export const filterNames = [
  'actor',
  'actorType',
  'role',
  'action',
  'category',
  'object',
  'record',
  'status',
  'source',
  'integration',
  'workflow',
  'step',
  'decision',
  'override',
  'organization',
  'customer',
  'batch',
  'count',
  'outcome',
  'reason',
  'quality',
  'ip',
  'correlation',
  'causedBy',
] as const
export type FilterName = (typeof filterNames)[number]

/** One value of a filter, as it was typed. */
export type Wanted =
  /**
   * An id exactly, or a name that has all of the value's words. `alone`: the whole id (`type/id` of a record) and nothing
   * else, or with `type` the type of a record or case and nothing else; programs ask so, and as text it is written without.
   * `ofType`: of `object`, `record` and `workflow`, the id of one of this type and nothing else. A path says less:
   * `order/a/b` is `order` and `a/b`, or `order/a` and `b`.
   */
  | { readonly match: 'is'; readonly text: string; readonly alone?: true | 'type'; readonly ofType?: never }
  | { readonly match: 'is'; readonly text: string; readonly ofType: string; readonly alone?: never }
  /**
   * `mar*`: ids that begin with it, or names with a word that does (and all words before the last). Empty: anything at all.
   * `alone`: only the whole id that begins so.
   */
  | { readonly match: 'prefix'; readonly text: string; readonly alone?: true }
  /** `>500`, `<=2026-01-01`, `5..10`: numbers, decimals in strings, dates and times. Of `before`, `after` and, numbers only, `count`; at least one bound. */
  | { readonly match: 'range'; readonly low?: Bound; readonly high?: Bound }
  /** `none`: the member is missing or empty. Not of `field`. */
  | { readonly match: 'none' }

/** Where a range ends: a decimal number, a day, month or time; `inclusive` where the bound itself is wanted. */
export interface Bound {
  readonly text: string
  readonly inclusive: boolean
}

/** What is asked of a trail's events. Plain data; the empty `and` matches everything. */
export type Query =
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  /** Any of the values. */
  | { readonly kind: 'filter'; readonly filter: FilterName; readonly values: readonly Wanted[] }
  /** One change that has all that is given; within each list, any of the values. */
  | {
      readonly kind: 'change'
      readonly field?: readonly Wanted[]
      readonly before?: readonly Wanted[]
      readonly after?: readonly Wanted[]
    }
  /** Free text: every word; where `phrase`, the words next to each other in one text. The last word may be a prefix. */
  | { readonly kind: 'text'; readonly text: string; readonly phrase: boolean; readonly prefix: boolean }
  /** Occurred in `[fromMs, toMs)`, milliseconds since 1970 UTC. */
  | { readonly kind: 'time'; readonly fromMs?: number; readonly toMs?: number }
  /** Recorded at a position before this one: what the trail had when it was so many events long. */
  | { readonly kind: 'recorded'; readonly upTo: number }

/** An event as a query sees it: what its reader may see of it, with what the trail adds. An EventView is one. */
export interface Searchable extends Omit<PartialEvent, 'changes'> {
  readonly seq: number
  /** `kind` and `currency` as the catalogue declares the field; a `status` field's new value is what `status:` asks for. */
  readonly changes?:
    | readonly (Change & { readonly kind?: FieldKind | undefined; readonly currency?: string | undefined })[]
    | undefined
  /** With the slot whose value a defect speaks of, where that is kept from some. */
  readonly defects: readonly { readonly name: string; readonly slot?: string }[]
}
