import { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { maxBodyBytes } from '../frame/body.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { readJsonText } from '../frame/json-body.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { catalogueSchema, pushedCatalogueSchema } from './trail-schemas.ts'

const catalogueBody = { 'application/json': { schema: z.looseObject({}).openapi('Catalogue') } }

/** Pushing and reading a trail's catalogue. */
export const addCatalogueRoutes = (app: App, service: Service): void => {
  addRawEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/catalogue',
      summary: 'Push the catalogue',
      description:
        'The content of the newest version again answers that version and records nothing. For owners, keys with the role admin and the command: the catalogue says what is sensitive and kept for whom.',
      tag: 'Catalogue',
      needs: 'administer',
      otherBody: catalogueBody,
      answers: { 200: { description: 'The version, and what changed since the one before.', schema: pushedCatalogueSchema } },
      problems: ['bad_catalogue'],
    },
    async ({ c, requestId, caller, trail }) => {
      refuseOpening(caller)
      const text = await readJsonText(c, service, maxBodyBytes)
      const event = ownEvent('trail.catalogue_pushed', { actor: actorOf(caller), source: sourceOf(caller) }, service.now())
      return reply(requestId, 200, await service.trails.pushCatalogue(trail.facts.name, text, event), 'application/json')
    },
  )

  const read = async (trail: OpenTrail, version: number) => {
    const catalogue = version > 0 ? await trail.reader.catalogue(version) : undefined
    if (!catalogue)
      throw new HttpProblem(
        'not_found',
        version === 0 ? 'No catalogue was pushed to this trail yet.' : 'There is no such version of the catalogue.',
      )
    return { version, catalogue }
  }
  const answers = { 200: { description: 'The catalogue as it was pushed.', schema: catalogueSchema } }

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/catalogue',
      summary: 'The newest catalogue',
      tag: 'Catalogue',
      needs: 'look',
      answers,
    },
    async ({ requestId, trail }) => jsonReply(requestId, 200, await read(trail, await trail.reader.catalogueVersion())),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/catalogue/{version}',
      summary: 'One version of the catalogue',
      tag: 'Catalogue',
      needs: 'look',
      answers,
    },
    async ({ requestId, trail, param }) => {
      const version = param('version')
      if (!/^[1-9][0-9]{0,8}$/.test(version)) throw new HttpProblem('not_found', 'There is no such version of the catalogue.')
      return jsonReply(requestId, 200, await read(trail, Number(version)))
    },
  )
}

/** A role that looks after the trail must not become one that reads it: by another catalogue what is kept from it could be opened. */
const refuseOpening = (caller: Caller): void => {
  if (caller.kind === 'person' && !caller.isOwner)
    throw new HttpProblem(
      'forbidden',
      'The catalogue says what is sensitive and kept for whom: an owner pushes it, or a program with a key of the role admin.',
    )
}
