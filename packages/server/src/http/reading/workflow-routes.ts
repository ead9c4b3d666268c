import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { jsonText } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { caseListSchema, oneCaseSchema } from './case-schemas.ts'
import { lookAtRecord, searchLook } from './looks.ts'
import { readSearch, searchProblems, searchQuery } from './search-parameters.ts'
import { search } from './searching.ts'

const caseParameters = {
  state: z.enum(['open', 'ended'], 'The state is open or ended').optional().describe('Only cases in this state.'),
  breaches: z
    .enum(['true'], 'The only value is true')
    .optional()
    .describe('`true`: only cases in which one person stood on both sides of a pair that needs four eyes.'),
}

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
          'Put together from their events: those that wait longest in their step first, ended ones and those with a breach by when they were last touched. Filters narrow the events, so that `from` also cuts off the beginnings of cases.',
        tag: 'Workflows',
        needs: 'read',
        query: searchQuery(caseParameters),
        answers: { 200: { description: 'Cases, and how many are open in each step.', schema: caseListSchema } },
        problems: searchProblems,
      },
      async ({ c, requestId, caller, trail }) => {
        const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), caseParameters)
        const type = c.req.param('type')
        const question = {
          what: 'cases',
          trail: trail.facts.name,
          ask,
          ...(type === undefined ? {} : { type }),
          ...(own.state === undefined ? {} : { state: own.state }),
          breaches: own.breaches === 'true',
        } as const
        const { answer, index } = await search(service, trail, question)
        service.looks.searched(caller, trail, { ...searchLook(ask), list: 'workflows' })
        return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
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
    async ({ requestId, caller, trail, param }) => {
      const question = {
        what: 'case',
        trail: trail.facts.name,
        type: param('type'),
        id: param('id'),
        sees: await sightOf(service, caller, trail),
      } as const
      const { answer, index } = await search(service, trail, question)
      if (answer.text === null) throw new HttpProblem('not_found', 'No event on this trail belongs to such a case.')
      const id = `${question.type}/${question.id}`
      await lookAtRecord(service, caller, trail, question.sees, { type: 'workflow', id })
      return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
    },
  )
}
