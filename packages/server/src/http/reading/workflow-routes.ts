import { caseAsRecord } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { writeCursor } from '../frame/cursor.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { nameInPath } from '../frame/name-in-path.ts'
import { jsonText } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { caseFilterOf, caseParameters } from './case-parameters.ts'
import { caseListSchema, oneCaseSchema } from './case-schemas.ts'
import { listOf, nextLink, placeOf } from './event-list.ts'
import { lookAtRecord, searchLook } from './looks.ts'
import { readSearch, searchProblems, searchQuery } from './search-parameters.ts'
import { search } from './searching.ts'

/** Cases of workflows: by step and age, and one with its steps. */
export const addWorkflowRoutes = (app: App, service: Service): void => {
  for (const path of ['/v1/trails/{trail}/workflows', '/v1/trails/{trail}/workflows/{type}'])
    addRawEndpoint(
      app,
      service,
      {
        method: 'get',
        path,
        summary: path.endsWith('{type}') ? 'Cases of one workflow' : 'Cases of all workflows',
        description:
          'Put together from their events: those that wait longest in their step first; ended ones, and those with a breach, an override or a backward move, by when they were last touched. Filters narrow the events, so that `from` also cuts off the beginnings of cases; `step`, `decision` and `override` speak of whole cases here.',
        tag: 'Workflows',
        needs: 'read',
        query: searchQuery(caseParameters),
        answers: {
          200: {
            description: 'A page of cases, how many are open in each step, and how many are out of the ordinary.',
            schema: caseListSchema,
            headers: z.object({ Link: z.string().optional() }),
          },
        },
        problems: searchProblems,
      },
      async ({ c, service, requestId, caller, trail }) => {
        const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), caseParameters)
        const type = path.endsWith('{type}') ? nameInPath(c, 'type') : undefined
        const { limit, cursor, ...filters } = own
        const list = ['cases', type, filters, listOf(trail, ask, 'desc')]
        const after = placeOf(list, cursor)
        const nowMs = service.now()
        const question = {
          what: 'cases',
          trail: trail.facts.name,
          ask,
          wanted: caseFilterOf(own, type, nowMs),
          nowMs,
          limit,
          ...(after === undefined ? {} : { after }),
        } as const
        const { answer, index } = await search(service, trail, question)
        service.looks.searched(caller, trail, { ...searchLook(ask), list: 'workflows' })
        const nextCursor = answer.next === undefined ? null : writeCursor(list, answer.next)
        const more = `"nextCursor":${JSON.stringify(nextCursor)},"index":${JSON.stringify(index)}`
        return jsonText(requestId, `${answer.text.slice(0, -1)},${more}}`, nextLink(c.req.url, nextCursor))
      },
    )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/workflows/{type}/{id}',
      summary: 'One case',
      description: 'Its steps with who decided, how long each waited, overrides, backward moves, and where four eyes were not.',
      tag: 'Workflows',
      needs: 'read',
      query: z.strictObject({}),
      answers: { 200: { description: 'The case.', schema: oneCaseSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param }) => {
      const question = {
        what: 'case',
        trail: trail.facts.name,
        type: param('type'),
        id: param('id'),
        sees: await sightOf(service, caller, trail),
      } as const
      const { answer, index } = await search(service, trail, question)
      if (answer.text === null) throw new HttpProblem('not_found', 'No event on this trail belongs to such a case.')
      await lookAtRecord(service, caller, trail, question.sees, caseAsRecord(question))
      return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
    },
  )
}
