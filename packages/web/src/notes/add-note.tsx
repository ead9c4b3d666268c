import { uuidV7 } from '@daybook/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { addNote, type NoteKind } from '../api/notes-api.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

interface AddNoteProps {
  readonly trail: string
  readonly event: string
  readonly kind: NoteKind
  readonly answers: string | undefined
  readonly close: () => void
}

const longest = 2_000

/** A note, a question or an answer, before it is on the record. */
export function AddNote({ trail, event, kind, answers, close }: AddNoteProps) {
  const client = useQueryClient()
  const [id] = useState(newId)
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setBusy(true)
    try {
      await addNote(trail, event, { id, kind, text: text.trim(), answers })
      await Promise.all(['notes', 'questions'].map((part) => client.invalidateQueries({ queryKey: [part, trail] })))
      close()
    } catch (error) {
      setFailure(error instanceof Error && error.message !== '' ? error.message : m.app.unreachable)
      setBusy(false)
    }
  }
  return (
    <form className="ask-form said-form" onSubmit={submit}>
      <label className="ask-field">
        <span>{m.notes.yours[kind]}</span>
        <textarea
          ref={field}
          required
          rows={3}
          maxLength={longest}
          value={text}
          onChange={(change) => setText(change.target.value)}
        />
      </label>
      <p className="quiet">{m.notes.forGood}</p>
      {failure !== undefined && (
        <p className="notice" role="alert">
          <Text>{fill(m.notes.failed, { because: failure })}</Text>
        </p>
      )}
      <div className="dialog-buttons">
        <button type="submit" className="button button-new" disabled={busy || text.trim() === ''}>
          {m.notes.send}
        </button>
        <button type="button" className="button" onClick={close}>
          {m.notes.cancel}
        </button>
      </div>
    </form>
  )
}

/** Also where the page came without https, where browsers have no `randomUUID`. */
const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return uuidV7(Date.now(), [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
}
