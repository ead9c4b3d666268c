import type { Query } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { lookAtEvent } from '../../looks/sensitive-view.ts'
import { sames } from '../../reading/around-same.ts'
import { exactlyThe } from '../../reading/exactly.ts'
import type { Ask } from '../../search/search-index.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { nameInPath } from '../frame/name-in-path.ts'
import { jsonText, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { listParameters, nextLink, searchedPage } from './event-list.ts'
import { aroundSchema, causesSchema, eventPageSchema } from './event-schemas.ts'
import { lookAtRecord, searchLook } from './looks.ts'
import { causesOf, findEvent } from './one-event.ts'
import { readSearch, searchProblems, searchQuery, wholeNumber } from './search-parameters.ts'
import { search } from './searching.ts'

const recordParameters = {
  ...listParameters,
  only: z
    .enum(['object'], 'The only value is object')
    .optional()
    .describe('`object`: events that acted on the record itself, and not those it is merely related to.'),
}

/** As long as the list of effects can be. */
const mostCauses = 200

const aroundParameters = {
  minutes: wholeNumber('The minutes', 1_440, 10).describe('How far to look, before and after.'),
  limit: wholeNumber('The limit', 200, 50).describe('At most so many on each side, nearest first.'),
  same: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(sames, `What is the same is one of ${sames.join(', ')}, with commas between them`)))
    .default([])
    .describe('Only events that have one of these in common with the event, with commas: `same=record,person`.'),
}

/** What belongs together: the events of a record, those around an event, and those it came from and led to. */
export const addTimelineRoutes = (app: App, service: Service): void => {
  addRecordTimeline(app, service)
  addAround(app, service)
  addCauses(app, service)
}

const addRecordTimeline = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/objects/{type}/{id}/events',
      summary: 'The timeline of a record',
      description:
        'Events in which the record is acted on, related, or the customer (whose id `c_1` is the record `customer/c_1`). Takes everything that the list of events takes. Type and id are percent-encoded: `/` is `%2F`.',
      tag: 'Search',
      needs: 'read',
      embed: 'record',
      query: searchQuery(recordParameters),
      answers: {
        200: { description: 'A page of events.', schema: eventPageSchema, headers: z.object({ Link: z.string().optional() }) },
      },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), recordParameters)
      const { only, ...list } = own
      const [type, id] = [nameInPath(c, 'type'), nameInPath(c, 'id')]
      const record = exactlyThe(only === 'object' ? 'object' : 'record', { type, id })
      const page = await searchedPage(service, trail, { ...ask, query: { kind: 'and', parts: [record, ask.query] } }, list)
      await lookAtRecord(
        service,
        caller,
        trail,
        ask.sees,
        { type, id },
        { shown: page.shown, isFurther: list.cursor !== undefined },
      )
      return reply(requestId, 200, page.text, 'application/json', nextLink(c.req.url, page.nextCursor))
    },
  )

const addAround = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}/around',
      summary: 'What else happened around an event',
      description:
        'Events within some minutes of it by when they occurred, nearest first, each marked with what it has in common with the event: `record`, `person`, `request`, `batch`, `customer`. Filters narrow what is shown.',
      tag: 'Search',
      needs: 'read',
      query: searchQuery(aroundParameters),
      answers: { 200: { description: 'Both sides of the event.', schema: aroundSchema } },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), aroundParameters)
      const id = c.req.param('id') ?? ''
      const { seq } = await findEvent(trail, id, ask.sees)
      const question = { what: 'around', trail: trail.facts.name, ask: inAnyTime(ask), seq, ...own } as const
      const { answer, index } = await search(service, trail, question)
      service.looks.searched(caller, trail, { ...searchLook(ask), list: 'around', around: { id: id.toLowerCase(), seq } })
      return jsonText(requestId, `${answer.text.slice(0, -1)},"index":${JSON.stringify(index)}}`)
    },
  )

/** Limits of time are a part of the query here: the minutes are the range. */
const inAnyTime = ({ fromMs, toMs, query, ...ask }: Ask): Omit<Ask, 'fromMs' | 'toMs'> => {
  if (fromMs === undefined && toMs === undefined) return { ...ask, query }
  const time: Query = { kind: 'time', ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
  return { ...ask, query: { kind: 'and', parts: [query, time] } }
}

const addCauses = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}/causes',
      summary: 'What triggered an event, and what it triggered',
      description:
        '`causes` leads up from the event, nearest first, at most 200. `effects` leads down: events whose cause is the event or one of its effects, nearest first, at most 200; each names the one that caused it.',
      tag: 'Search',
      needs: 'read',
      query: z.strictObject({}),
      answers: { 200: { description: 'Both chains.', schema: causesSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, param }) => {
      const id = param('id').toLowerCase()
      const sees = await sightOf(service, caller, trail)
      const stored = await findEvent(trail, id, sees)
      const { view, event, causes, more } = await causesOf(stored, trail, sees, mostCauses)
      await service.looks.viewedEvent(caller, trail, await lookAtEvent(stored, view, trail.reader))
      const { answer, index } = await search(service, trail, { what: 'effects', trail: trail.facts.name, id, sees })
      const known = `"event":${JSON.stringify(event)},"causes":${JSON.stringify(causes)},"moreCauses":${more}`
      return jsonText(requestId, `{${known},"effects":${answer.text},"more":${answer.more},"index":${JSON.stringify(index)}}`)
    },
  )
