import type { Kept, Severity } from './delivery.ts'
import type { AlarmCode } from './health.ts'
import type { NetAnswer, NetRequest } from './ports.ts'
import type { SpoolImage } from './recover.ts'
import type { WitnessMemory } from './witness.ts'

/** What the machine is told and what it asks for. It does nothing by itself: the same inputs give the same effects. */

/** An event given to delivery, as JSON without a producer. */
export interface Offer {
  /** Answered by a `kept` effect; unset for events that nobody waits for. */
  readonly ticket?: number
  readonly id: string
  readonly action: string
  readonly occurredAt: string
  readonly json: string
  readonly bytes: number
  readonly severity: Severity
  /** When it came; monotonic and wall milliseconds. */
  readonly atMs: number
  readonly wallMs: number
  /** Set on the gap event of a damaged file: the numbers that are lost. Makes its own room, and only the spool takes it. */
  readonly damage?: readonly [from: number, to: number]
}

/** An event as it is sent. Its text never changes again: the server compares it with what it has. */
export interface Line {
  readonly id: string
  readonly text: string
  readonly bytes: number
  readonly wallMs: number
}
export interface NumberedLine extends Line {
  readonly seq: number
}

export type Input =
  | { readonly kind: 'spooled' | 'memory'; readonly offer: Offer }
  | { readonly kind: 'opened'; readonly folder: string; readonly image: SpoolImage }
  | { readonly kind: 'unopened'; readonly because: string }
  /** The steps asked for last are done, or the disk did not do them; `bytes` of a read, undefined where there is no file. */
  | { readonly kind: 'disk'; readonly failed?: string; readonly bytes?: Uint8Array | undefined }
  | { readonly kind: 'answer'; readonly answer: NetAnswer | { readonly failed: string } }
  | { readonly kind: 'wake' }
  /** The trail lost its end: what is kept of the delivered is sent again. */
  | { readonly kind: 'refill' }
  /** What another producer of this process saw of the trail. */
  | { readonly kind: 'seen'; readonly memory: WitnessMemory | undefined }
  | { readonly kind: 'flush'; readonly token: number }
  /** Takes no more, sends no more, and puts what it has on disk. */
  | { readonly kind: 'close' }

export type Effect =
  /** In order, stopping at the first that fails; answered by one `disk` input before the next. */
  | { readonly kind: 'disk'; readonly steps: readonly Step[] }
  /** Answered by one `answer` input before the next. */
  | { readonly kind: 'post'; readonly request: NetRequest }
  | { readonly kind: 'kept'; readonly ticket: number; readonly kept: Kept }
  | { readonly kind: 'flushed'; readonly token: number }
  | { readonly kind: 'alarm'; readonly code: AlarmCode; readonly message: string }
  /** The trail is not the one seen before: each time, where the alarm about it is raised now and then. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'closed' }

export type Step =
  | { readonly do: 'read' | 'sync' | 'unlink'; readonly file: string }
  | { readonly do: 'write' | 'append'; readonly file: string; readonly bytes: Uint8Array }
  | { readonly do: 'truncate'; readonly file: string; readonly length: number }
  | { readonly do: 'rename'; readonly from: string; readonly to: string }
  | { readonly do: 'syncFolder'; readonly folder: string }

export interface Time {
  readonly monoMs: number
  readonly wallMs: number
}

/** Puts a file in place whole: after a crash it is the old one or the new one. */
export const replaceSteps = (folder: string, name: string, bytes: Uint8Array): readonly Step[] => [
  { do: 'write', file: `${folder}/${name}.new`, bytes },
  { do: 'sync', file: `${folder}/${name}.new` },
  { do: 'rename', from: `${folder}/${name}.new`, to: `${folder}/${name}` },
  { do: 'syncFolder', folder },
]
