import { isTimeZone } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type FacetDimension, facetDimensions } from '../../search/search-index.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { jsonText } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { facetsSchema, histogramSchema, valuesSchema } from './count-schemas.ts'
import { searchLook } from './looks.ts'
import { readSearch, searchProblems, searchQuery, wholeNumber } from './search-parameters.ts'
import { search } from './searching.ts'

const facetParameters = {
  fields: z
    .string('Name what to count, as in fields=source,actor')
    .min(1, 'Name what to count, as in fields=source,actor')
    .describe(`Names with commas between them, of ${facetDimensions.join(', ')}.`),
  limit: wholeNumber('The limit', 100, 20).describe('At most so many values of each.'),
}

const histogramParameters = {
  buckets: wholeNumber('The number of buckets', 400, 60).describe('At most so many spans of time in each of the two.'),
}

const zonedParameters = {
  ...histogramParameters,
  zone: z
    .string()
    .max(64, 'The zone is the name of a time zone, as in zone=Europe/Berlin')
    .refine(isTimeZone, 'The zone is the name of a time zone, as in zone=Europe/Berlin')
    .default('UTC')
    .describe('Days, weeks and hours are those of this zone, across every change of its clocks.'),
}

const valueParameters = z.strictObject({
  filter: z.enum(facetDimensions, `The filter is one of ${facetDimensions.join(', ')}`),
  typed: z.string().max(200, 'What is typed is longer than 200 characters').default(''),
  limit: wholeNumber('The limit', 50, 10),
})

/** Counts of what a list would show, and values to complete what is being typed. */
export const addCountRoutes = (app: App, service: Service): void => {
  addFacets(app, service)
  addHistogram(app, service)
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/values',
      summary: 'Values that begin with what is typed',
      description: 'For completion: ids and names that the reader may see, most frequent first.',
      tag: 'Search',
      needs: 'read',
      query: valueParameters,
      answers: { 200: { description: 'The values.', schema: valuesSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, query: { filter, typed, limit } }) => {
      const question = {
        what: 'values',
        trail: trail.facts.name,
        dimension: filter,
        typed,
        limit,
        sees: await sightOf(service, caller, trail),
      } as const
      const { answer, index } = await search(service, trail, question)
      service.looks.searched(caller, trail, { query: `${filter}:*`, list: 'values', typed, shown: 0 })
      return jsonText(requestId, `{"data":${answer.text},"index":${JSON.stringify(index)}}`)
    },
  )
}

const addFacets = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/facets',
      summary: 'Counts by value',
      description: 'Of everything that matches the same query and filters as the list takes; a field’s own filter counts too.',
      tag: 'Search',
      needs: 'read',
      query: searchQuery(facetParameters),
      answers: { 200: { description: 'Values with their counts, most frequent first.', schema: facetsSchema } },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), facetParameters)
      const dimensions = dimensionsOf(own.fields)
      const question = { what: 'facets', trail: trail.facts.name, ask, dimensions, limit: own.limit } as const
      const { answer, index } = await search(service, trail, question)
      service.looks.searched(caller, trail, searchLook(ask))
      return jsonText(requestId, withIndex(answer.text, index))
    },
  )

const addHistogram = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/histogram',
      summary: 'Counts over time',
      description:
        '`whole` counts everything that matches, whenever it occurred; `chosen` only what lies between `from` and `to`. Spans are of UTC or of `zone`, of a width that people read, half-open between consecutive edges.',
      tag: 'Search',
      needs: 'read',
      query: searchQuery(zonedParameters),
      answers: { 200: { description: 'The counts.', schema: histogramSchema } },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), zonedParameters)
      const { fromMs, toMs, ...whole } = ask
      const { answer, index } = await search(service, trail, {
        what: 'histogram',
        trail: trail.facts.name,
        ask: whole,
        buckets: own.buckets,
        zone: own.zone,
        ...(fromMs === undefined ? {} : { fromMs }),
        ...(toMs === undefined ? {} : { toMs }),
      })
      service.looks.searched(caller, trail, searchLook(ask))
      return jsonText(requestId, withIndex(answer.text, index))
    },
  )

const withIndex = (text: string, index: object): string => `${text.slice(0, -1)},"index":${JSON.stringify(index)}}`

const dimensionsOf = (fields: string): readonly FacetDimension[] => {
  const names = new Set(fields.split(',').map((name) => name.trim()))
  const unknown = [...names].find((name) => !facetDimensions.some((known) => known === name))
  if (unknown === undefined) return [...names] as FacetDimension[]
  throw new HttpProblem('bad_parameter', `One of the fields cannot be counted; these can: ${facetDimensions.join(', ')}.`, {
    pointer: '/fields',
  })
}
