import { useState } from 'react'
import type { EventView } from '../api/event-view.ts'
import type { Note, NoteKind } from '../api/notes-api.ts'
import { Section } from '../event/section.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { m } from '../messages/messages.ts'
import { useRights } from '../people/use-session.ts'
import { Text } from '../text/text.tsx'
import { AddNote } from './add-note.tsx'
import { useNotes } from './use-notes.ts'

/** What people said about an event, and where to say more. Nothing where nobody did and this reader may not. */
export function NotesSection({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const mayAdd = useRights(trail).has('annotate')
  const notes = useNotes(trail, event.id)
  const [writing, setWriting] = useState<Writing>()
  const said = notes.data ?? []
  const done = new Set(said.flatMap(({ answers }) => answers ?? []))
  if (!mayAdd && said.length === 0) return null
  const form = (about: Writing) => (
    <AddNote trail={trail} event={event.id} kind={about.kind} answers={about.answers} close={() => setWriting(undefined)} />
  )
  return (
    <Section title={m.notes.title}>
      {said.length === 0 && <p className="quiet">{m.notes.none}</p>}
      <ol className="notes">
        {said.map((note) => (
          <li key={note.id} className={note.kind === 'answer' ? 'said said-answer' : 'said'}>
            <OneNote note={note} />
            {note.kind === 'question' && !done.has(note.id) && (
              <p className="said-open">
                <span className="mark">{m.notes.open}</span>{' '}
                {mayAdd && writing?.answers !== note.id && (
                  <button
                    type="button"
                    className="button button-quiet"
                    onClick={() => setWriting({ kind: 'answer', answers: note.id })}
                  >
                    {m.notes.answer}
                  </button>
                )}
              </p>
            )}
            {writing?.answers === note.id && form(writing)}
          </li>
        ))}
      </ol>
      {mayAdd && writing === undefined && (
        <p className="said-add">
          {(['note', 'question'] as const).map((kind) => (
            <button key={kind} type="button" className="button" onClick={() => setWriting({ kind })}>
              <span aria-hidden="true">+ </span>
              {kind === 'note' ? m.notes.addNote : m.notes.addQuestion}
            </button>
          ))}
        </p>
      )}
      {writing !== undefined && writing.answers === undefined && form(writing)}
    </Section>
  )
}

interface Writing {
  readonly kind: NoteKind
  readonly answers?: string
}

function OneNote({ note: { kind, text, by, at } }: { readonly note: Note }) {
  return (
    <>
      <p className="said-by">
        <strong>{m.notes.kinds[kind]}</strong> · <Text>{by.name}</Text> ·{' '}
        <time className="quiet" dateTime={at}>
          {showDateAndTime(at)}
        </time>
      </p>
      <blockquote className="reason">
        <Text className="value-text">{text}</Text>
      </blockquote>
    </>
  )
}
