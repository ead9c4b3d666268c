import type { StoredNumbers } from '../access/producer-numbers.ts'
import type { ProblemCode } from '../problem/http-problem.ts'

/** One POST of events on its way to the writer. Plain data and bytes, so that it crosses threads as it is. */
export interface AppendCall {
  readonly trail: string
  /** The id of the access key, as the events will carry it. */
  readonly key: string
  readonly requestId: string
  readonly format: 'json' | 'ndjson'
  /** The body after decompression. */
  readonly body: Uint8Array
  readonly waitForCheckpoint: boolean
  /** What the caller last saw of the trail, from its `Daybook-Checkpoint` header. */
  readonly seen?: SeenCheckpoint
}

export interface SeenCheckpoint {
  readonly size: number
  /** Base64 of the root's 32 bytes. */
  readonly root: string
}

/** The answer to one POST of events, with its body already written. */
export interface AppendAnswer {
  readonly status: number
  readonly text: string
  readonly counts: AppendCounts
  readonly retryAfterSeconds?: number
  /** Stack of a defect, for our own log. */
  readonly defect?: string
}

export interface AppendCounts {
  readonly stored: number
  readonly duplicates: number
  readonly refused: readonly ProblemCode[]
  /** Producers named by the events that are on the trail now. */
  readonly producers: readonly StoredNumbers[]
  /** Positions taken when the call was answered: whatever stands before is in this or an earlier answer. 0 where nothing was stored. */
  readonly size: number
}
