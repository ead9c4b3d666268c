import { isTimeZone } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { actorOf, sourceOf } from '../../access/caller.ts'
import { setTeamZone, teamZoneOf } from '../../access/team-zone.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'

const what = 'The zone is the name of a time zone, as in Europe/Berlin, or null'
const zoneSchema = z.strictObject({ zone: z.string(what).max(64, what).refine(isTimeZone, what).nullable() }).openapi('TeamZone')

/** In which zone a team reads its trail: a choice on every page beside the reader's own and UTC. */
export const addZoneRoutes = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/zone',
      summary: 'Set the time zone of the team',
      description:
        'Offered on every page beside the reader’s own zone and UTC; nothing that is recorded depends on it. Null takes it away.',
      tag: 'Trails',
      needs: 'administer',
      body: zoneSchema,
      answers: { 200: { description: 'The zone.', schema: zoneSchema } },
    },
    async ({ requestId, caller, trail, body: { zone } }) => {
      const { file } = service.access
      const { name, origin } = trail.facts
      const before = teamZoneOf(file, name)
      if (before !== zone) {
        const change = {
          field: 'zone',
          label: 'Time zone of the team',
          ...(before === null ? {} : { before }),
          ...(zone === null ? {} : { after: zone }),
        }
        const doer = { actor: actorOf(caller, name), source: sourceOf(caller) }
        const object = { type: 'trail', id: origin, name }
        const event = ownEvent('trail.zone_changed', doer, service.now(), { object, changes: [change] })
        setTeamZone(file, name, zone, JSON.stringify(event))
        if (trail.status.state === 'open') await settlePending(service, name)
      }
      return jsonReply(requestId, 200, { zone })
    },
  )
