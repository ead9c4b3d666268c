import { matches } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'

/** Who looked is told by the trail's own events; this says beforehand whether a reader finds any, so that no page leads to nothing. */
export const addLooksRoute = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/looks',
      summary: 'Whether the reader may see who looked',
      description:
        'The looks themselves are events: `category=trail`, `action=trail.searched`, `trail.record_viewed` and others.',
      tag: 'Search',
      needs: 'read',
      answers: { 200: { description: 'Whether it is so.', schema: z.object({ readable: z.boolean() }) } },
    },
    async ({ requestId, caller, trail }) => {
      const { events } = await sightOf(service, caller, trail)
      return jsonReply(requestId, 200, { readable: events === undefined || matches(events, aSearch) })
    },
  )

/** As much of the event of a search as decides who may read it. */
const aSearch = {
  seq: 0,
  action: 'trail.searched',
  category: 'trail',
  object: { type: 'trail', id: '' },
  changes: undefined,
  defects: [],
} as const
