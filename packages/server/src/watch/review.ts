/** What is looked through at regular intervals, and how often. */
export const reviewKinds = ['permissions', 'log'] as const
export type ReviewKind = (typeof reviewKinds)[number]

export const everyDays: { readonly [kind in ReviewKind]: number } = { permissions: 30, log: 7 }

export const reviewName: { readonly [kind in ReviewKind]: string } = {
  permissions: 'the review of permission changes',
  log: 'the weekly review of the log',
}

/** A review that somebody put their name to. */
export interface SignedReview {
  /** A UUID. */
  readonly id: string
  readonly trail: string
  readonly kind: ReviewKind
  /** Positions `[from, to)` that it looked through. */
  readonly from: number
  readonly to: number
  readonly atMs: number
  /** As `holderOf` names them. */
  readonly by: string
  readonly byName: string
  readonly note: string
  /** Events that were looked through. */
  readonly count: number
  /** Positions of changes to the reviewer: nobody signs those off for themselves, so that somebody else has to. */
  readonly leftOpen: readonly number[]
}
