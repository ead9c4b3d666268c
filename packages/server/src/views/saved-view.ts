import { categoriesAsked, type Lane } from '@daybook/core'

/** How far back a search looks that is always about the latest. */
export const spans = ['1d', '7d', '30d', '90d', '365d'] as const
export type Span = (typeof spans)[number]

/** Events of any time; of so many days up to the day it is asked; or of a time that stays as it is. */
export type ViewRange =
  | { readonly kind: 'any' }
  | { readonly kind: 'relative'; readonly last: Span }
  /** Each end a day or an RFC 3339 time, as an address has it; `from` belongs to it, `to` does not. */
  | { readonly kind: 'frozen'; readonly from?: string; readonly to?: string }

/** Who finds it in their list. Everybody is shown by it only what they may see: it is nothing but a question. */
export type Audience =
  | { readonly kind: 'private' }
  | { readonly kind: 'shared' }
  /** Pinned, for those who hold the role. */
  | { readonly kind: 'role'; readonly role: string }

/** What a search page is asked. */
export interface ViewQuestion {
  /** The query language; empty for everything. */
  readonly q: string
  readonly lane: Lane
  readonly range: ViewRange
}

/** A search that somebody gave a name. */
export interface SavedView extends ViewQuestion {
  /** A UUID, the same for as long as the view exists. */
  readonly id: string
  readonly trail: string
  readonly name: string
  readonly audience: Audience
  /** Whose it is, as `holderOf` has it. */
  readonly owner: string
  readonly ownerName: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  readonly changedAt: string
}

const dayMs = 86_400_000

/**
 * The question as the parameters of a search: `queryFromParameters` reads them. `nowMs` is when it is asked, for a range that moves.
 */
export const parametersOf = (
  { q, lane, range }: ViewQuestion,
  nowMs: number,
): readonly (readonly [name: string, value: string])[] => [
  ...(q === '' ? [] : ([['q', q]] as const)),
  ...(categoriesAsked(lane, q) ?? []).map((one) => ['category', one] as const),
  ...rangeParameters(range, nowMs),
]

const rangeParameters = (range: ViewRange, nowMs: number): readonly (readonly [name: string, value: string])[] => {
  if (range.kind === 'any') return []
  if (range.kind === 'relative') {
    const days = Number(range.last.slice(0, -1))
    return [['from', new Date(nowMs - days * dayMs).toISOString().slice(0, 10)]]
  }
  const { from, to } = range
  return [...(from === undefined ? [] : ([['from', from]] as const)), ...(to === undefined ? [] : ([['to', to]] as const))]
}
