import type { Actor, Batch, Named, ObjectRef, Party, RecordedEvent, RelatedRef, Source, Workflow } from '../event/event.ts'

/** A stretch of a sentence: plain text, never markup. The texts of all parts, joined, are the sentence. */
export interface SentencePart {
  readonly kind: SentencePartKind
  readonly text: string
  /** What the part stands for, where a page can link to it. */
  readonly ref?: { readonly type: string; readonly id: string }
  /** Of an amount, a day or an instant: what the text says, so that a page can write it in its reader's zone and way. */
  readonly value?: WrittenValue
}

/** A decimal with every digit it came with, a day (`2026-05-03`), or an instant (RFC 3339). */
export type WrittenValue =
  | { readonly kind: 'decimal'; readonly recorded: string; readonly currency?: string }
  | { readonly kind: 'day' | 'moment'; readonly recorded: string }

export type SentencePartKind =
  | 'text'
  | 'actor'
  | 'object'
  | 'related'
  | 'customer'
  | 'organization'
  | 'source'
  | 'field'
  | 'before'
  | 'after'
  | 'reason'
  | 'error'
  | 'count'
  | 'value'

/** A slot that a reader may not see, or that was erased. Named as in docs/format.md: `actor`, `reason`, `chg/phone`. */
export interface HiddenSlot {
  readonly slot: string
  readonly why: 'withheld' | 'erased'
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }
type Nested = 'actor' | 'source' | 'object' | 'related' | 'organization' | 'customer' | 'workflow' | 'batch' | 'override'

/** An event as somebody sees it who may not see everything: any member may be missing; `hidden` says which and why. */
export type PartialEvent = Loose<Omit<RecordedEvent, Nested>> & {
  readonly actor?: (Loose<Omit<Actor, 'onBehalfOf'>> & { readonly onBehalfOf?: Loose<Party> | undefined }) | undefined
  readonly source?: Loose<Source> | undefined
  readonly object?: Loose<ObjectRef> | undefined
  readonly related?: readonly Loose<RelatedRef>[] | undefined
  readonly organization?: Loose<Named> | undefined
  readonly customer?: Loose<Named> | undefined
  readonly workflow?: Loose<Workflow> | undefined
  readonly batch?: Loose<Batch> | undefined
  readonly override?: { readonly rule?: string | undefined; readonly name?: string | undefined } | undefined
  readonly hidden?: readonly HiddenSlot[] | undefined
}
