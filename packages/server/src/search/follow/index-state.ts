/** How the index of one trail stands, as its follower last said. Positions and counts only, never values. */
export interface IndexState {
  readonly trail: string
  /** Positions `[0, watermark)` can be searched. */
  readonly watermark: number
  /** Positions the journal had when this was said. */
  readonly size: number
  /** Events that could not be indexed: they are listed by their time, and no search finds them. */
  readonly bare: number
  /** Positions that are in no list: what holds them could not be read. */
  readonly missing: readonly (readonly [from: number, to: number])[]
  /** `full`: waits for room on the disk. `failing`: tries again; `because` says why. */
  readonly state: 'following' | 'full' | 'failing'
  readonly because?: string
}

/** What the follower thread is told, and says. */
export type ToFollower =
  | { readonly kind: 'follow' | 'grew'; readonly trail: string }
  | { readonly kind: 'rebuild'; readonly trail: string; readonly ask: number }
  | { readonly kind: 'stop' }
export type FromFollower =
  | { readonly kind: 'state'; readonly state: IndexState }
  | { readonly kind: 'thrown-away'; readonly trail: string; readonly because: string }
  | { readonly kind: 'rebuilding'; readonly ask: number; readonly because?: string }
