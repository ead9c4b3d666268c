import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { writeCursor } from '../frame/cursor.ts'
import { type App, addRawEndpoint } from '../frame/endpoint.ts'
import { nameInPath } from '../frame/name-in-path.ts'
import { jsonText, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { batchPageSchema, oneBatchSchema } from './batch-schemas.ts'
import { listOf, nextLink, placeOf } from './event-list.ts'
import { lookAtRecord, searchLook } from './looks.ts'
import { readSearch, searchProblems, searchQuery, wholeNumber } from './search-parameters.ts'
import { search } from './searching.ts'

const batchParameters = {
  limit: wholeNumber('The limit', 100, 20).describe('At most so many batches.'),
  cursor: z.string().optional().describe('From nextCursor of the page before.'),
}

/** Imports and runs: events that share a `batch.id`, told as one thing. */
export const addBatchRoutes = (app: App, service: Service): void => {
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/batches',
      summary: 'Imports and runs',
      description:
        'Batches with an event that matches, those that began last first. `claimed` are the counts of whoever ran it; `recorded` is what the trail counts itself.',
      tag: 'Batches',
      needs: 'read',
      query: searchQuery(batchParameters),
      answers: {
        200: { description: 'A page of batches.', schema: batchPageSchema, headers: z.object({ Link: z.string().optional() }) },
      },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), batchParameters)
      const list = ['batches', listOf(trail, ask, 'desc')]
      const after = placeOf(list, own.cursor)
      const question = { what: 'batches', trail: trail.facts.name, ask, limit: own.limit } as const
      const { answer, index } = await search(service, trail, { ...question, ...(after === undefined ? {} : { after }) })
      service.looks.searched(caller, trail, { ...searchLook(ask), list: 'imports' })
      const nextCursor = answer.next === undefined ? null : writeCursor(list, answer.next)
      const text = `{"data":${answer.text},"nextCursor":${JSON.stringify(nextCursor)},"index":${JSON.stringify(index)}}`
      return reply(requestId, 200, text, 'application/json', nextLink(c.req.url, nextCursor))
    },
  )

  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/batches/{id}',
      summary: 'One import or run',
      description:
        'With its failed rows as they were reported, and its actions, fields and records as the trail counts them. With `category=trail` or `all` also batches of the trail’s own events.',
      tag: 'Batches',
      needs: 'read',
      query: z.object({ category: z.string().optional() }),
      answers: { 200: { description: 'The batch.', schema: oneBatchSchema } },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, filters } = readSearch(c.req.url, await sightOf(service, caller, trail), {})
      const other = filters.find(([name]) => name !== 'category')
      if (other)
        throw new HttpProblem('bad_parameter', 'One batch is told as a whole; of the filters it takes category alone.', {
          pointer: `/${other[0]}`,
        })
      const question = {
        what: 'batch',
        trail: trail.facts.name,
        id: nameInPath(c, 'id'),
        which: ask.which,
        sees: ask.sees,
      } as const
      const { answer, index } = await search(service, trail, question)
      if (answer.text === null) throw new HttpProblem('not_found', 'No event on this trail belongs to a batch of this id.')
      await lookAtRecord(service, caller, trail, ask.sees, { type: 'batch', id: question.id })
      return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
    },
  )
}
