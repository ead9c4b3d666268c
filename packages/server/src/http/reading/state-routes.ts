import { formatTime, parseTime } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { QuestionOf } from '../../reading/questions.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonText } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { lookAtRecord } from './looks.ts'
import { comparisonSchema, stateSchema } from './record-schemas.ts'
import { searchProblems } from './search-parameters.ts'
import { search } from './searching.ts'

const moment = (what: string) =>
  z
    .string(`${what} is a time as RFC 3339 has it, with its offset`)
    .refine((text) => parseTime(text) !== undefined, `${what} is a time as RFC 3339 has it, with its offset`)
    .transform((text) => parseTime(text) ?? 0)

const stateQuery = z.strictObject({
  at: moment('The moment').optional().describe('Events of this very millisecond count. Without it, now.'),
})
const compareQuery = z.strictObject({ from: moment('The first moment'), to: moment('The second moment') })

/** A record as the trail knows it at a moment, and the difference between two. */
export const addStateRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/objects/{type}/{id}/state',
      summary: 'A record at a moment',
      description:
        'What the events in which it is the object add up to, each value with the event that made it so. A value with `known: before` is told by a later event; a field that no event speaks of is not there.',
      tag: 'Records',
      needs: 'read',
      query: stateQuery,
      answers: { 200: { description: 'The record.', schema: stateSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param, query }) => {
      const record = { type: param('type'), id: param('id') }
      return jsonText(requestId, await stateText(service, caller, trail, { record, atMs: query.at ?? service.now() }))
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/objects/{type}/{id}/compare',
      summary: 'The difference between two moments of a record',
      tag: 'Records',
      needs: 'read',
      query: compareQuery,
      answers: { 200: { description: 'Both states, and the fields in which they differ.', schema: comparisonSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param, query: { from, to } }) => {
      if (from > to)
        throw new HttpProblem(
          'bad_parameter',
          `The first moment is later than the second (${formatTime(to)}); turn them round.`,
          {
            pointer: '/from',
          },
        )
      const record = { type: param('type'), id: param('id') }
      return jsonText(requestId, await stateText(service, caller, trail, { record, atMs: from, toMs: to }))
    },
  )
}

/** A record at one moment or at two, once it is on the record that the caller looks. */
const stateText = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  asked: Pick<QuestionOf<'state'>, 'record' | 'atMs' | 'toMs'>,
): Promise<string> => {
  const sees = await sightOf(service, caller, trail)
  const { answer, index } = await search(service, trail, { what: 'state', trail: trail.facts.name, ...asked, sees })
  const text = withIndex(answer.text, index)
  await lookAtRecord(service, caller, trail, sees, asked.record)
  return text
}

const withIndex = (text: string | null, index: object): string => {
  if (text === null) throw new HttpProblem('not_found', 'No event on this trail acted on this record.')
  return `${text.slice(0, -1)},"index":${JSON.stringify(index)}}`
}
