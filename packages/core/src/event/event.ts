/** The event as a producer sends it and as the trail records it. Shapes and meaning: docs/format.md and the glossary. */

export const actorTypes = [
  'user',
  'admin',
  'automation',
  'integration',
  'api_client',
  'scheduled_job',
  'webhook',
  'import',
  'agent',
  'database',
  'system',
  'unknown',
] as const
export type ActorType = (typeof actorTypes)[number]

export const sourceTypes = [
  'user_action',
  'admin_action',
  'automation',
  'api',
  'webhook',
  'bulk_import',
  'background_job',
  'system_rule',
  'integration',
  'direct_database',
] as const
export type SourceType = (typeof sourceTypes)[number]

export const decisions = [
  'approved',
  'rejected',
  'escalated',
  'reassigned',
  'reopened',
  'cancelled',
  'overridden',
  'requested',
] as const
export type Decision = (typeof decisions)[number]

export const outcomes = ['success', 'failure', 'denied'] as const
export type Outcome = (typeof outcomes)[number]

/** `trail` is the category of the trail's own events, which no list shows unless asked. */
export const categories = ['security', 'data', 'workflow', 'access', 'system', 'trail'] as const
export type Category = (typeof categories)[number]

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Party {
  readonly type: ActorType
  readonly id: string
  readonly name?: string
  readonly email?: string
  readonly roles?: readonly string[]
}
export interface Actor extends Party {
  readonly onBehalfOf?: Party
}

export interface Source {
  readonly type: SourceType
  readonly id?: string
  readonly name?: string
  readonly ip?: string
  readonly userAgent?: string
  readonly requestId?: string
  readonly sessionId?: string
  readonly traceparent?: string
}

export interface ObjectRef {
  readonly type: string
  readonly id: string
  readonly name?: string
  readonly url?: string
}
export interface RelatedRef extends ObjectRef {
  readonly relation?: string
}
export interface Named {
  readonly id: string
  readonly name?: string
  readonly url?: string
}

export interface Workflow {
  readonly type: string
  readonly id: string
  readonly step?: string
  readonly decision?: Decision
}

export interface BatchFile {
  readonly name: string
  readonly size?: number
  readonly sha256?: string
}
export interface BatchCounts {
  readonly created?: number
  readonly updated?: number
  readonly unchanged?: number
  readonly failed?: number
}
export interface BatchFailure {
  readonly line: number
  readonly reason: string
}
export interface Batch {
  readonly id: string
  readonly kind?: string
  readonly file?: BatchFile
  readonly rows?: number
  readonly mapping?: string
  readonly claimed?: BatchCounts
  readonly failures?: readonly BatchFailure[]
}

export const treatmentMarks = ['omit', 'mask', 'tokenize', 'encrypt', 'secret'] as const
export type TreatmentMark = (typeof treatmentMarks)[number]

/** `before` absent: set for the first time. `after` absent: removed. `null` is a value. `path` names the item of a list. */
export interface Change {
  readonly field: string
  readonly label?: string
  readonly path?: string
  readonly before?: Json
  readonly after?: Json
  readonly treated?: TreatmentMark
}

/** An event as a producer sends it. */
export interface EventInput {
  readonly id: string
  readonly action: string
  readonly occurredAt: string
  readonly actor: Actor
  readonly source?: Source
  readonly object?: ObjectRef
  readonly related?: readonly RelatedRef[]
  readonly organization?: Named
  readonly customer?: Named
  readonly workflow?: Workflow
  readonly batch?: Batch
  readonly count?: number
  readonly producer?: { readonly id: string; readonly seq: number }
  readonly override?: { readonly rule: string; readonly name?: string }
  readonly changes?: readonly Change[]
  readonly outcome?: Outcome
  readonly error?: { readonly code?: string; readonly message?: string }
  readonly reason?: string
  readonly causedBy?: string
  readonly correlationId?: string
  readonly context?: { readonly [key: string]: Json }
  /** Declared by the producer: this happened before the trail existed and is loaded as history. Proofs claim only since recording. */
  readonly history?: true
}

export const controlOps = ['erasure', 'retention', 'hold', 'key_rotation', 'epoch', 'id_conflict'] as const
export type ControlOp = (typeof controlOps)[number]

/** What a control event says of positions: half-open `[from, to)` ranges, at most 10,000. */
export interface LedgerStatement {
  readonly op: ControlOp
  readonly slots?: readonly string[]
  readonly ranges?: readonly (readonly [from: number, to: number])[]
  readonly part?: number
  readonly parts?: number
}

/** An event as the trail seals it: normalised, treated, with what the server adds. Position and sentence are not part of it. */
export interface RecordedEvent extends EventInput {
  /** UTC, milliseconds; never goes backwards on a trail. */
  readonly recordedAt: string
  readonly category: Category
  readonly outcome: Outcome
  /** The catalogue version it was received under; absent when the trail had none. */
  readonly catalogue?: number
  /** The id of the access key that wrote it. */
  readonly key?: string
  readonly ledger?: LedgerStatement
}
