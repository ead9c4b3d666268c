import { requestJson } from './request.ts'

export type NoteKind = 'note' | 'question' | 'answer'

export interface Note {
  readonly id: string
  readonly seq: number
  readonly kind: NoteKind
  readonly text: string
  readonly by: { readonly type: string; readonly id: string; readonly name: string }
  readonly at: string
  /** Of an answer: its question. */
  readonly answers?: string
}

export interface OpenQuestion {
  readonly question: Note
  readonly event: { readonly id: string; readonly seq: number; readonly sentence: string; readonly occurredAt?: string }
}

interface NewNote {
  readonly kind: NoteKind
  readonly text: string
  readonly answers?: string | undefined
  /** Made once by the page: sent again, it is the same note. */
  readonly id: string
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`
const notesPath = (trail: string, event: string) => `${trailPath(trail)}/events/${encodeURIComponent(event)}/notes`

export const listNotes = async (trail: string, event: string, signal?: AbortSignal) =>
  (await requestJson<{ readonly data: readonly Note[] }>(notesPath(trail, event), { signal })).data

export const addNote = (trail: string, event: string, note: NewNote) =>
  requestJson<Note>(notesPath(trail, event), { method: 'POST', body: note })

export const listQuestions = (trail: string, signal?: AbortSignal) =>
  requestJson<{ readonly data: readonly OpenQuestion[]; readonly more: boolean }>(`${trailPath(trail)}/questions`, { signal })
