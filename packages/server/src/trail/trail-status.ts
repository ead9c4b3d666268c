/** How a trail stands, as the writer last saw it. */
export interface TrailStatus {
  readonly trail: string
  /** `sealed`: takes no events until somebody has looked; reads go on. */
  readonly state: 'open' | 'sealed'
  /** Which of the two reasons, and a sentence that says how to repair it. */
  readonly sealed?: { readonly code: 'sealed' | 'storage_fault'; readonly because: string }
  /** True while the disk has no room; ends by itself. */
  readonly full: boolean
  readonly size: number
  readonly signedSize: number
  readonly signedAtMs: number
  /** How often the wall clock jumped back since the server started. */
  readonly backwardJumps: number
}
