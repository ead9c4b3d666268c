import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import { noMembers } from '../frame/schema-parts.ts'
import type { Service } from '../frame/service.ts'
import { indexStateSchema } from './operation-schemas.ts'

/** How far the search index of a trail is, and making it again. Nothing of it is a record. */
export const addIndexRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/index',
      summary: 'How far the search index is',
      tag: 'Search',
      needs: 'read',
      answers: { 200: { description: 'Its state.', schema: indexStateSchema } },
    },
    async ({ requestId, trail }) => jsonReply(requestId, 200, await stateOf(service, trail)),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/index/rebuild',
      summary: 'Make the search index again',
      description:
        'Throws the index away and has it made again from the record, the same as it was. Recording goes on; searches find less until it is done, and say so in `index.behind`.',
      tag: 'Search',
      needs: 'administer',
      body: noMembers,
      answers: { 200: { description: 'It has begun.', schema: indexStateSchema } },
    },
    async ({ requestId, trail }) => {
      await service.index.rebuild(trail.facts.name)
      return jsonReply(requestId, 200, await stateOf(service, trail))
    },
  )
}

const stateOf = async (service: Service, { facts, reader }: OpenTrail) => {
  const { size } = await reader.size()
  const state = service.index.states.get(facts.name)
  const searchable = Math.min(size, state?.watermark ?? 0)
  return {
    trail: facts.name,
    state: state?.state ?? ('starting' as const),
    size: searchable,
    behind: size - searchable,
    ...(state?.because === undefined ? {} : { because: state.because }),
  }
}
