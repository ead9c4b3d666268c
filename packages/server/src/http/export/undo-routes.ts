import { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import { type Sees, sightOf } from '../../access/sight.ts'
import { opensKeptFields } from '../../looks/sensitive-view.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { exactly } from '../../reading/exactly.ts'
import { undoCsvHead, undoCsvRows } from '../../reading/undo-csv.ts'
import type { UndoRow } from '../../reading/undo-rows.ts'
import type { Place } from '../../search/search-index.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { writeCursor } from '../frame/cursor.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonText, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { downstreamSchema, undoPageSchema } from '../reading/batch-schemas.ts'
import { placeOf } from '../reading/event-list.ts'
import { searchProblems, wholeNumber } from '../reading/search-parameters.ts'
import { search } from '../reading/searching.ts'
import { frozenAt, tally } from './export-set.ts'
import { recordExport } from './exported-event.ts'
import { keptFrom } from './kept-fields.ts'

const undoQuery = z.strictObject({
  limit: wholeNumber('The limit', 100, 50).describe('At most so many events of the batch, each with the rows it began.'),
  cursor: z.string().optional().describe('From nextCursor of the page before.'),
})
const rowsAtOnce = 100

/** What a batch did that somebody may want to put back, and what followed from it. */
export const addUndoRoutes = (app: App, service: Service): void => {
  addUndo(app, service)
  addUndoCsv(app, service)
  addDownstream(app, service)
}

const addUndo = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/batches/{id}/undo',
      summary: 'The undo list of an import or run',
      description:
        'One row for each field of each record that the batch changed, and for each record that it created, deleted or restored: `before` as its first change found it, `after` as its last one left it, and the newest change of the same field since then by an event outside of the batch (docs/api.md says what counts).',
      tag: 'Batches',
      needs: 'read',
      query: undoQuery,
      answers: { 200: { description: 'Rows, in the order in which the batch began them.', schema: undoPageSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param, query }) => {
      const id = param('id')
      const sees = await sightOf(service, caller, trail)
      const list = ['undo', trail.facts.name, id]
      const after = placeOf(list, query.cursor)
      const question = { what: 'undo', trail: trail.facts.name, id, sees, limit: query.limit } as const
      const { answer, index } = await search(service, trail, { ...question, ...(after === undefined ? {} : { after }) })
      if (answer.text === null) throw unknownBatch()
      const told = JSON.parse(answer.text) as { readonly data: readonly UndoRow[] }
      const types = told.data.map(({ record }) => record.type)
      await lookAtBatch(service, caller, trail, sees, { id, types, isFurther: after !== undefined })
      const nextCursor = answer.next === undefined ? null : writeCursor(list, answer.next)
      const more = `"nextCursor":${JSON.stringify(nextCursor)},"index":${JSON.stringify(index)}`
      return jsonText(requestId, `${answer.text.slice(0, -1)},${more}}`)
    },
  )

const addUndoCsv = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/batches/{id}/undo.csv',
      summary: 'The undo list of an import or run as a spreadsheet reads it',
      description: 'All rows of the undo list. It leaves the server, and is on the trail as an export before its first byte.',
      tag: 'Batches',
      needs: 'export',
      answers: {
        200: {
          description: 'CSV with a line of titles.',
          contentType: 'text/csv; charset=utf-8; header=present',
          schema: z.string(),
        },
      },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param }) => {
      const id = param('id')
      const sees = await sightOf(service, caller, trail)
      const ask = { query: exactly('batch', id), which: 'business', sees } as const
      const { size } = await frozenAt(service, trail)
      const count = await tally(service, trail, ask, size)
      if (count === 0) throw unknownBatch()
      const hidden = await keptFrom(sees, trail.reader)
      await recordExport(service, trail, caller, count, {
        format: 'undo list',
        query: `batch:${id}`,
        ...(hidden.length > 0 ? { hidden: hidden.map(({ name }) => name) } : {}),
      })
      const bytes = ReadableStream.from(csvOf(service, trail, id, sees)) as ReadableStream<Uint8Array>
      return reply(requestId, 200, bytes, 'text/csv; charset=utf-8; header=present', {
        'Content-Disposition': `attachment; filename="${trail.facts.name}-undo.csv"`,
      })
    },
  )

async function* csvOf(service: Service, trail: OpenTrail, id: string, sees: Sees): AsyncGenerator<Uint8Array> {
  yield Buffer.from(undoCsvHead())
  for (let after: Place | undefined; ; ) {
    const question = { what: 'undo', trail: trail.facts.name, id, sees, limit: rowsAtOnce } as const
    const { text, next } = await service.searches.ask<'undo'>({ ...question, ...(after === undefined ? {} : { after }) })
    const { data } = JSON.parse(text ?? '{"data":[]}') as { readonly data: readonly UndoRow[] }
    yield Buffer.from(undoCsvRows(data))
    if (next === undefined) return
    after = next
  }
}

const addDownstream = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/batches/{id}/downstream',
      summary: 'What happened because of an import or run',
      description:
        'Events outside of the batch that one of its events triggered, and what those triggered: counted by action and source, the first fifty told. `whole` is false where there are more than were looked at.',
      tag: 'Batches',
      needs: 'read',
      query: z.strictObject({}),
      answers: { 200: { description: 'Its effects.', schema: downstreamSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param }) => {
      const sees = await sightOf(service, caller, trail)
      const question = { what: 'downstream', trail: trail.facts.name, id: param('id'), sees } as const
      const { answer, index } = await search(service, trail, question)
      if (answer.text === null) throw unknownBatch()
      const told = JSON.parse(answer.text) as { readonly data: readonly { readonly object?: { readonly type?: string } }[] }
      const types = told.data.flatMap(({ object }) => object?.type ?? [])
      await lookAtBatch(service, caller, trail, sees, { id: question.id, types })
      return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
    },
  )

interface ToldBatch {
  readonly id: string
  /** Of the records whose values are told, in any number. */
  readonly types: readonly string[]
  readonly isFurther?: boolean
}

/** Somebody read what a batch did to records; on the trail before the answer where that may be what is kept for some. */
const lookAtBatch = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  { roles }: Sees,
  { id, types, isFurther = false }: ToldBatch,
): Promise<void> => {
  const opens = await Promise.all([...new Set(types)].map((type) => opensKeptFields(type, roles, trail.reader)))
  const look = { shown: types.length, isFurther, isSensitive: opens.includes(true) }
  await service.looks.viewedRecord(caller, trail, { record: { type: 'batch', id }, ...look })
}

const unknownBatch = () => new HttpProblem('not_found', 'No event on this trail belongs to a batch of this id.')
