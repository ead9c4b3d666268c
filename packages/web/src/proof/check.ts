/** What a check found out about one thing: it holds, it does not, or it could not be checked. */
export interface Step {
  readonly name: 'shows' | 'slots' | 'record' | 'inclusion' | 'signature' | 'continues'
  readonly state: 'holds' | 'broken' | 'open'
  /** What exactly, in a sentence of the page's language or a phrase of the verifier. */
  readonly detail?: string
}

export interface CheckedEvent {
  readonly verdict: 'holds' | 'broken'
  readonly steps: readonly Step[]
  readonly position: number
  /** Of the checkpoint the event stands under. */
  readonly size: number
  /** E, base64url. */
  readonly hash: string
  /** The signed checkpoint it stands under, verbatim. */
  readonly note: string
  /** The keys this browser trusts, as a tlog-policy. */
  readonly policy: string
}
