/** Where copies go. */
export type Receiver =
  | { readonly kind: 'https'; readonly url: string }
  | {
      readonly kind: 'syslog'
      readonly host: string
      readonly port: number
      readonly tls: boolean
      readonly format: 'json' | 'cef'
    }

/** What somebody sets of a forwarder. */
export interface ForwarderSettings {
  readonly name: string
  readonly receiver: Receiver
  /** The query language; empty for every event. */
  readonly q: string
  /** Also the trail's own events: who read, exported, changed settings. */
  readonly own: boolean
  /** Names of roles as which the receiver reads. None: every event, and nothing of it that names its readers. */
  readonly roles: readonly string[]
  readonly paused: boolean
}

/** How a forwarder stands. */
export interface ForwarderState {
  /** Every position below it has been sent or was not asked for. */
  readonly cursor: number
  /** The last event that was sent, and when. */
  readonly sentSeq: number | null
  readonly sentAtMs: number | null
  /** The first failure of the outage that lasts, in words for a person; null where it works. */
  readonly failing: { readonly sinceMs: number; readonly error: string; readonly told: boolean } | null
  /** What came of the last test that somebody sent, where no events were sent since. */
  readonly tested?: { readonly atMs: number; readonly ok: boolean; readonly said: string } | undefined
}

export interface Forwarder {
  /** A UUID. */
  readonly id: string
  readonly trail: string
  readonly settings: ForwarderSettings
  readonly state: ForwarderState
  /**
   * The people who decided what it sends to where it sends now, whoever chose the receiver first; none for the machine, a
   * key, and forwarders from before it was kept.
   */
  readonly makers: readonly string[]
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

/** Where a receiver is, without what its address may hold beyond host and port. */
export const placeOfReceiver = (receiver: Receiver): string =>
  receiver.kind === 'https' ? new URL(receiver.url).host : `${receiver.host}:${receiver.port}`
