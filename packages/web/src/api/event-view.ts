import type { Change, FieldKind, RecordedEvent, WrittenValue } from '@daybook/core'

/** A piece of a sentence. What is of a kind other than `text` came from outside and is isolated when shown. */
export interface SentencePiece {
  readonly kind: string
  readonly text: string
  readonly ref?: { readonly type: string; readonly id: string }
  /** Of days, times and amounts: what was recorded, to be written as the reader writes it. */
  readonly value?: WrittenValue
}

export interface ChangeView extends Change {
  readonly kind?: FieldKind
  /** Of money, ISO 4217. */
  readonly currency?: string
}

/** A named weakness of an event, in a sentence. */
interface DefectView {
  readonly name: string
  readonly detail: string
}

/** A part of the event this reader does not get, and why. */
export type HiddenSlot =
  | { readonly slot: string; readonly why: 'withheld'; readonly roles?: readonly string[] }
  | { readonly slot: string; readonly why: 'erased'; readonly by: number }

/** An event as the server shows it to this reader: its members as recorded, and what the server adds. */
export interface EventView extends Omit<RecordedEvent, 'changes'> {
  readonly changes?: readonly ChangeView[]
  readonly seq: number
  readonly hash: string
  readonly sentence: string
  readonly parts: readonly SentencePiece[]
  readonly defects: readonly DefectView[]
  readonly hidden: readonly HiddenSlot[]
}

/** What is left of an event whose time had run out: its place, its hash, and a sentence that says so. */
export interface PrunedView {
  readonly seq: number
  readonly hash: string
  readonly sentence: string
  readonly id?: undefined
}

export type ListedEvent = EventView | PrunedView

export const isPruned = (event: ListedEvent): event is PrunedView => event.id === undefined

interface Cause {
  readonly id: string
  readonly seq: number
  readonly sentence: string
  readonly occurredAt: string
  /** The import that it began or ended. */
  readonly batch?: { readonly id: string; readonly file: string }
}

export interface EventDetail extends EventView {
  readonly causes: readonly Cause[]
}
