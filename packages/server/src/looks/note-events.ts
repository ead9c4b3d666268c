import { type EventInput, hideSecrets } from '@daybook/core'
import { type Doer, ownEvent } from '../trail/own-event.ts'
import { uuidV5 } from '../trail/uuid.ts'
import type { EventView } from '../trail/view.ts'
import { type EventLook, eventObject } from './reading-log.ts'

export const noteKinds = ['note', 'question', 'answer'] as const
export type NoteKind = (typeof noteKinds)[number]

export const noteActions: { readonly [kind in NoteKind]: `trail.${string}` } = {
  note: 'trail.noted',
  question: 'trail.asked',
  answer: 'trail.answered',
}

/** What somebody has to say about an event. */
export interface NewNote {
  readonly kind: NoteKind
  readonly text: string
  /** The question's id; of an answer only. */
  readonly answers?: string | undefined
}

/** A note as its readers get it. */
export interface Note {
  readonly id: string
  readonly seq: number
  readonly kind: NoteKind
  readonly text: string
  readonly by: { readonly type: string; readonly id: string; readonly name: string }
  readonly at: string
  readonly answers?: string
}

// Made once at random.
const noteNamespace = '5c0b1e7a-94d6-4f1c-a3d8-61f0e2b7c945'

/**
 * One note for an id that its page made, however often it is sent. Of that reader, so that nobody takes another's, and on
 * that event.
 */
export const noteEventId = (origin: string, event: string, { actor }: Doer, id: string): string =>
  uuidV5(noteNamespace, `${origin} ${event} ${actor.type} ${actor.id} ${id}`)

/** The event of a note: about the event, and about its record where that may be known. Secrets are hidden before it is compared with anything. */
export const noteEvent = (id: string, about: EventLook, note: NewNote, doer: Doer, nowMs: number): EventInput =>
  ownEvent(noteActions[note.kind], doer, nowMs, {
    id,
    object: eventObject(about),
    reason: hideSecrets(note.text),
    ...(about.record === undefined ? {} : { related: [{ ...about.record, relation: 'record' }] }),
    ...(note.answers === undefined ? {} : { causedBy: note.answers }),
  })

/** The note of an own event as it is read; undefined where it is none. */
export const noteOf = (view: Partial<EventView>): Note | undefined => {
  const kind = noteKinds.find((one) => noteActions[one] === view.action)
  const { id, seq, reason = '', actor, occurredAt, causedBy } = view
  if (kind === undefined || id === undefined || seq === undefined || actor === undefined || occurredAt === undefined)
    return undefined
  return {
    id,
    seq,
    kind,
    text: reason,
    by: { type: actor.type, id: actor.id, name: actor.name ?? actor.id },
    at: occurredAt,
    ...(causedBy === undefined ? {} : { answers: causedBy }),
  }
}
