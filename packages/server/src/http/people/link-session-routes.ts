import type { LinkSession } from '../../access/access-store.ts'
import type { Caller } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { settleOn, tellOn } from './people-events.ts'
import { linkSessionListSchema } from './people-schemas.ts'

/**
 * Sessions that began with a one-time link of the machine: they see everything and belong to nobody, so that every owner
 * sees them and can end them.
 */
export const addLinkSessionRoutes = (app: App, service: Service): void => {
  const open = () => service.access.linkSessions(service.now())
  const end = async (caller: Caller, sessions: readonly LinkSession[]) => {
    service.people.change(() => endLinkSessions(service, caller, sessions))
    await settleOn(service, trailsOf(service))
  }

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/link-sessions',
      summary: 'Sessions that began with a link of the machine',
      tag: 'People',
      needs: 'administer',
      answers: { 200: { description: 'Those that are open, the newest first.', schema: linkSessionListSchema } },
    },
    ({ requestId, caller }) => jsonReply(requestId, 200, { data: open().map((session) => view(caller, session)) }),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/link-sessions',
      summary: 'End every session that began with a link of the machine',
      description: 'But for the one that asks. With each end the links that it made and nobody has used.',
      tag: 'People',
      needs: 'administer',
      answers: { 204: { description: 'They have ended.' } },
    },
    async ({ requestId, caller }) => {
      await end(
        caller,
        open().filter(({ id }) => !isOf(caller, id)),
      )
      return reply(requestId, 204, null, '')
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/link-sessions/{id}',
      summary: 'End one session that began with a link of the machine',
      description: 'With it end the links that it made and nobody has used.',
      tag: 'People',
      needs: 'administer',
      answers: { 204: { description: 'It has ended: nothing is answered to it any more.' } },
      problems: ['not_found'],
    },
    async ({ requestId, caller, param }) => {
      const found = open().filter(({ id }) => id === param('id'))
      if (found.length === 0) throw new HttpProblem('not_found', 'There is no open session of this id.')
      await end(caller, found)
      return reply(requestId, 204, null, '')
    },
  )
}

/** Inside `People.change`: ends them at once, and tells every trail of each, for each reached every trail. */
export const endLinkSessions = (service: Service, caller: Caller, sessions: readonly LinkSession[]): void => {
  for (const { id } of sessions) {
    service.access.revokeSession(id)
    service.people.sessions.setView(id, undefined)
    const object = { type: 'session', id, name: 'session of a link of the machine' }
    tellOn(service, trailsOf(service), 'trail.session_revoked', caller, { object })
  }
}

const trailsOf = ({ trails }: Service): readonly string[] => trails.list().map(({ facts }) => facts.name)

const isOf = (caller: Caller, id: string): boolean => caller.kind === 'session' && caller.id === id

const view = (caller: Caller, { id, createdAtMs, expiresAtMs }: LinkSession) => ({
  id,
  name: 'Link of the machine',
  current: isOf(caller, id),
  createdAt: new Date(createdAtMs).toISOString(),
  expiresAt: new Date(expiresAtMs).toISOString(),
})
