import type { Query } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { seesAll, sightOf } from '../../access/sight.ts'
import type { StoredEvent } from '../../journal/journal.ts'
import { type Note, type NoteKind, noteActions, noteEvent, noteEventId, noteKinds, noteOf } from '../../looks/note-events.ts'
import { lookAtEvent } from '../../looks/sensitive-view.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { all, exactly } from '../../reading/exactly.ts'
import { viewerWho } from '../../reading/shelf.ts'
import { viewsOf } from '../../trail/reading.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { EventView } from '../../trail/view.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { findEvent } from './one-event.ts'
import { searchProblems } from './search-parameters.ts'
import { search } from './searching.ts'

const uuid = (what: string) =>
  z.string(`${what} is a UUID`).regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, `${what} is a UUID`)

const newNoteSchema = z
  .strictObject({
    kind: z.enum(noteKinds, `The kind is one of ${noteKinds.join(', ')}`),
    text: z.string('The text is a text').trim().min(1, 'The text is empty').max(2_000, 'The text is longer than 2000 characters'),
    answers: uuid('The question').optional().describe('Of an answer: the id of the question.'),
    id: uuid('The id').optional().describe('Made by the page once; sent again with the same content, it is one note.'),
  })
  .openapi('NewNote')

const noteSchema = z
  .object({
    id: z.string(),
    seq: z.int(),
    kind: z.enum(noteKinds),
    text: z.string(),
    by: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    answers: z.string().optional(),
  })
  .openapi('Note')

const indexState = z.object({ size: z.int(), behind: z.int() })
const noteListSchema = z.object({ data: z.array(noteSchema), index: indexState }).openapi('NoteList')
const questionListSchema = z
  .object({
    data: z.array(
      z.object({
        question: noteSchema,
        event: z.object({ id: z.string(), seq: z.int(), sentence: z.string(), occurredAt: z.string().optional() }),
      }),
    ),
    more: z.boolean().describe('True where only the newest were looked at.'),
    index: indexState,
  })
  .openapi('QuestionList')

const mostNotes = 500

/**
 * Notes and questions on an event: events of the trail themselves. Whoever may see the event may see what was said about it, and nobody
 * else; whoever holds the right to annotate may add.
 */
export const addNoteRoutes = (app: App, service: Service): void => {
  addNotes(app, service)
  addNewNote(app, service)
  addQuestions(app, service)
}

const addNotes = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}/notes',
      summary: 'Notes and questions on an event',
      tag: 'Notes',
      needs: 'read',
      query: z.strictObject({}),
      answers: { 200: { description: 'In the order in which they were made.', schema: noteListSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param }) => {
      const { stored, view } = await eventFor(service, caller, trail, param('id'))
      const { notes, index } = await notesOn(service, trail, stored)
      await service.looks.viewedEvent(caller, trail, await lookAtEvent(stored, view, trail.reader))
      return jsonReply(requestId, 200, { data: notes, index })
    },
  )

const addNewNote = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/events/{id}/notes',
      summary: 'Add a note, a question or an answer',
      description:
        'It becomes an event of the trail, and cannot be changed or taken back; what looks like a secret in it is hidden first. An answer names its question.',
      tag: 'Notes',
      needs: 'annotate',
      body: newNoteSchema,
      answers: {
        200: { description: 'The note, which was there already.', schema: noteSchema },
        201: { description: 'The note, durable.', schema: noteSchema },
      },
      problems: ['id_conflict'],
    },
    async ({ requestId, caller, trail, param, body }) => {
      const { stored, view } = await eventFor(service, caller, trail, param('id'))
      if ((body.kind === 'answer') !== (body.answers !== undefined))
        throw new HttpProblem('bad_body', 'An answer names the question that it answers; nothing else does.', {
          pointer: '/answers',
        })
      const about = await lookAtEvent(stored, view, trail.reader)
      if (about.id === '') throw new HttpProblem('not_found', 'There is no event of this id on this trail.')
      const answers = body.answers?.toLowerCase()
      if (answers !== undefined) await requireQuestion(trail, answers, about.id)
      const doer = { actor: actorOf(caller, trail.facts.name), source: sourceOf(caller) }
      const id = noteEventId(trail.facts.origin, about.id, doer, body.id?.toLowerCase() ?? crypto.randomUUID())
      const event = noteEvent(id, about, { kind: body.kind, text: body.text, answers }, doer, service.now())
      const before = await noteAt(trail, id)
      if (!before) await service.trails.record(trail.facts.name, event)
      const note = before ?? (await noteAt(trail, id))
      if (!note) throw new Error('a note that was recorded is not there')
      if (note.kind !== body.kind || note.text !== event.reason || note.answers !== answers)
        throw new HttpProblem('id_conflict', 'This id was used for another note; make a new one.', { pointer: '/id' })
      return jsonReply(requestId, before ? 200 : 201, note)
    },
  )

const addQuestions = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/questions',
      summary: 'Questions that wait for an answer',
      description: `About events that the reader may see, newest first; of the newest ${mostNotes} questions.`,
      tag: 'Notes',
      needs: 'read',
      query: z.strictObject({}),
      answers: { 200: { description: 'The questions, each with its event.', schema: questionListSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail }) => {
      const asked = await ownNotes(service, trail, all(actionIs('question')), 'desc')
      const answered = await ownNotes(service, trail, all(actionIs('answer')), 'desc')
      const done = new Set(answered.views.flatMap(({ causedBy }) => causedBy ?? []))
      const data: { question: Note; event: object }[] = []
      // Many may be about one event.
      const known = new Map<string, { readonly view: EventView } | undefined>()
      for (const view of asked.views) {
        const question = noteOf(view)
        if (!question || done.has(question.id)) continue
        const id = view.object?.id ?? ''
        if (!known.has(id)) known.set(id, await eventFor(service, caller, trail, id).catch(ifUnknown))
        const event = known.get(id)
        if (event) data.push({ question, event: briefly(event.view) })
      }
      service.looks.searched(caller, trail, { query: '', list: 'questions', shown: data.length })
      return jsonReply(requestId, 200, { data, more: asked.more, index: asked.index })
    },
  )

/** The event as this reader sees it; `not_found` where they may not. */
const eventFor = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  id: string,
): Promise<{ readonly stored: StoredEvent; readonly view: EventView }> => {
  const sees = await sightOf(service, caller, trail)
  const stored = await findEvent(trail, id, sees)
  const [view] = await viewsOf([stored], viewerWho(sees), trail.reader)
  if (!view) throw new Error('a stored event made no view')
  return { stored, view }
}

const ifUnknown = (error: unknown): undefined => {
  if (error instanceof HttpProblem && error.code === 'not_found') return undefined
  throw error
}

const briefly = ({ id, seq, sentence, occurredAt }: EventView) => ({
  id,
  seq,
  sentence,
  ...(occurredAt === undefined ? {} : { occurredAt }),
})

const actionIs = (...kinds: readonly NoteKind[]): Query => exactly('action', ...kinds.map((kind) => noteActions[kind]))

/** All notes are read here by the server itself, for an event that its reader may see. */
const ownNotes = async (service: Service, trail: OpenTrail, query: Query, order: 'recorded' | 'desc') => {
  const ask = { query, which: 'own', sees: seesAll } as const
  const question = { what: 'page', trail: trail.facts.name, ask, order, limit: mostNotes } as const
  const { answer, index } = await search(service, trail, question)
  return { views: JSON.parse(answer.text) as readonly EventView[], more: answer.next !== undefined, index }
}

const notesOn = async (service: Service, trail: OpenTrail, stored: StoredEvent) => {
  const [view] = await viewsOf([stored], viewerWho(seesAll), trail.reader)
  const about = all(actionIs('note', 'question', 'answer'), exactly('object', `event/${view?.id ?? ''}`))
  const { views, index } = await ownNotes(service, trail, about, 'recorded')
  return { notes: views.flatMap((one) => noteOf(one) ?? []), index }
}

/** From the record itself, which is never behind. */
const noteAt = async (trail: OpenTrail, id: string): Promise<Note | undefined> => {
  const view = await ownViewAt(trail, id)
  return view && noteOf(view)
}

const ownViewAt = async ({ reader }: OpenTrail, id: string): Promise<EventView | undefined> => {
  const seq = await reader.find(id)
  const stored = seq === undefined ? undefined : await reader.at(seq)
  return stored && (await viewsOf([stored], viewerWho(seesAll), reader))[0]
}

const requireQuestion = async (trail: OpenTrail, id: string, event: string): Promise<void> => {
  const view = await ownViewAt(trail, id)
  if (view?.action !== noteActions.question || view.object?.id !== event)
    throw new HttpProblem('not_found', 'There is no such question on this event.', { pointer: '/answers' })
}
