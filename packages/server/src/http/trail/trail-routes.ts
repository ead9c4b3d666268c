import { hideSecrets } from '@daybook/core'
import { actorOf, reaches, sourceOf } from '../../access/caller.ts'
import { teamZoneOf } from '../../access/team-zone.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { createdTrailSchema, newEpochSchema, newTrailSchema, oneTrailSchema, trailListSchema } from './trail-schemas.ts'

/** Making and listing trails. A key belongs to one trail, so that only the command and a person can make one. */
export const addTrailRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails',
      summary: 'Create a trail',
      tag: 'Trails',
      needs: 'administer',
      body: newTrailSchema,
      answers: { 201: { description: 'The trail, with the policy to pin.', schema: createdTrailSchema } },
      problems: ['trail_exists'],
    },
    async ({ requestId, caller, body: { name } }) => {
      const doer = { actor: actorOf(caller), source: sourceOf(caller) }
      const { facts } = await service.trails.create(name, (origin) =>
        ownEvent('trail.created', doer, service.now(), { object: { type: 'trail', id: origin, name } }),
      )
      return jsonReply(
        requestId,
        201,
        { trail: facts.name, origin: facts.origin, policy: facts.policy },
        { Location: `/v1/trails/${facts.name}` },
      )
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails',
      summary: 'The trails that the credential reaches',
      tag: 'Trails',
      needs: 'known',
      answers: { 200: { description: 'By name.', schema: trailListSchema } },
    },
    async ({ requestId, caller }) => {
      const mine = service.trails.list().filter(({ facts }) => reaches(caller, facts.name))
      return jsonReply(requestId, 200, { data: await Promise.all(mine.map(factsOf)) })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}',
      summary: 'One trail, with its newest checkpoint',
      tag: 'Trails',
      needs: 'look',
      answers: { 200: { description: 'The trail.', schema: oneTrailSchema } },
    },
    async ({ requestId, trail }) => {
      const checkpoint = (await trail.reader.checkpoint())?.note ?? null
      return jsonReply(requestId, 200, { ...(await factsOf(trail)), zone: zoneOf(service, trail), checkpoint })
    },
  )
}

/** The way back for a trail that takes no events because its record does not fit what was signed. */
export const addEpochRoute = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/epochs',
      summary: 'Open a new epoch',
      description:
        'Accepts the record of a sealed trail as it is. The signer states what it had signed and what it signs from now on; the statement becomes an event of the trail, with the reason. Whoever holds an older checkpoint still sees the break.',
      tag: 'Trails',
      needs: 'administer',
      body: newEpochSchema,
      answers: { 201: { description: 'The trail, which takes events again.', schema: oneTrailSchema } },
      problems: ['not_sealed', 'sealed', 'storage_fault'],
    },
    async ({ requestId, trail, body: { reason } }) => {
      await service.trails.openEpoch(trail.facts.name, hideSecrets(reason))
      const open = service.trails.get(trail.facts.name) ?? trail
      const checkpoint = (await open.reader.checkpoint())?.note ?? null
      return jsonReply(requestId, 201, { ...(await factsOf(open)), zone: zoneOf(service, open), checkpoint })
    },
  )
}

const zoneOf = ({ access }: Service, { facts }: OpenTrail): string | null => teamZoneOf(access.file, facts.name)

const factsOf = async ({ facts, reader, status }: OpenTrail) => {
  const { size, own } = await reader.size()
  return {
    trail: facts.name,
    origin: facts.origin,
    size,
    events: size - own,
    createdAt: facts.createdAt,
    catalogue: await reader.catalogueVersion(),
    state: status.state,
    ...(status.sealed ? { sealedBecause: status.sealed.because } : {}),
  }
}
