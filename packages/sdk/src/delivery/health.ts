/** What went wrong, in words an operator can act on. The code never changes its meaning. */
export interface Alarm {
  readonly code: AlarmCode
  readonly message: string
  /** ISO 8601, by the clock of this machine. */
  readonly at: string
}

export type AlarmCode =
  /** The spool's disk does not take events; they are kept in memory. */
  | 'spool_failed'
  /** Part of a segment cannot be read; the events in it are lost and counted. */
  | 'spool_damaged'
  /** Events were not kept because there was no room for them. */
  | 'events_shed'
  /** The server refused events; they are in the dead-letter file. */
  | 'events_refused'
  /** The server does not let us in; delivery is tried again slowly. */
  | 'paused'
  /** The application's database does not give the outbox's events; they wait in it. */
  | 'outbox_failed'
  /** Undelivered events wait for an address that this recorder does not have. */
  | 'spool_elsewhere'
  /** The server's trail is not the one that was seen before. */
  | 'witness_broken'

/** How delivery stands. Bytes are of the events' JSON. */
export interface Health {
  /** `delivering`, or why not. */
  readonly state: 'opening' | 'delivering' | 'retrying' | 'paused' | 'closed'
  /** Events on disk and not yet acknowledged. */
  readonly spooled: { readonly events: number; readonly bytes: number }
  /** Events in memory only: not yet on disk, or kept there because the disk fails or the action says so. */
  readonly memory: { readonly events: number; readonly bytes: number }
  /** Events of high severity that wait for room. */
  readonly waiting: number
  /** `acked` events without an answer yet. */
  readonly unanswered: number
  /** When the oldest undelivered event was given to the recorder; ISO 8601. */
  readonly oldestWaiting?: string
  readonly lastSuccess?: string
  readonly lastError?: { readonly at: string; readonly message: string }
  /** Events the server refused, since the folder was made. */
  readonly deadLetters: number
  /** Events this process did not keep, by what there was no room in or why they were lost. */
  readonly shed: number
  /** Gap events waiting to be delivered. */
  readonly gaps: number
  /** Events that were lost because their file was damaged. */
  readonly damaged: number
  readonly paused?: { readonly since: string; readonly because: string }
  readonly spool: { readonly state: 'opening' | 'ok' | 'failed' | 'none'; readonly folder?: string; readonly because?: string }
  readonly witness: WitnessHealth
  /** Folders of ended processes that this one is delivering. */
  readonly adopted: number
  /** Folders with undelivered events for another address, which nobody delivers: see `formerUrls`. */
  readonly elsewhere?: number
  /** Committed events of the application's outbox that are not on the trail yet, as last known, where there is an outbox. */
  readonly outbox?: {
    readonly events: number
    readonly refused: number
    readonly lastError?: { readonly at: string; readonly message: string }
  }
  /** The id in `producer` of the events spooled here, once the folder is open. */
  readonly producer?: string
}

export interface WitnessHealth {
  /** `new` has seen no checkpoint yet; `broken` stays so until a person decides. */
  readonly state: 'new' | 'holds' | 'broken'
  /** Size of the newest checkpoint that was accepted. */
  readonly size?: number
  readonly because?: string
  readonly since?: string
}
