import { mayDo, sessionOf } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { settleOn, tellOn } from './people-events.ts'
import { sessionSchema, viewAsSchema } from './people-schemas.ts'
import { renewed } from './renewed-session.ts'
import { whoIs } from './who-is.ts'

/** Looking through other roles than one's own: what is shown is what both allow. */
export const addViewAsRoutes = (app: App, service: Service): void => {
  addBeginning(app, service)
  addEnd(app, service)
}

const addBeginning = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/session/view-as',
      summary: 'View a trail as somebody with other roles',
      description:
        'For administrators of the trail, to see what a role shows. Nothing more is shown than by the own roles. An event on the trail; the session gets a new token.',
      tag: 'Session',
      needs: 'known',
      body: viewAsSchema,
      answers: { 200: { description: 'The session, as it is now.', schema: sessionSchema } },
      problems: ['forbidden', 'not_found'],
    },
    async ({ c, requestId, caller, body: { trail, roles } }) => {
      const { people } = service
      const session = sessionOf(caller)
      if (!session) throw new HttpProblem('forbidden', 'This is for people who are signed in with a browser.')
      if (!service.trails.get(trail) || !mayDo(caller, 'look', trail))
        throw new HttpProblem('not_found', 'There is no such trail for this credential.', { pointer: '/trail' })
      if (!mayDo(caller, 'administer', trail))
        throw new HttpProblem('forbidden', 'Viewing as a role is for administrators of the trail.')
      const known = people.roles.of(trail)
      const labels = roles.map((name, at) => {
        const role = known.find((one) => one.name === name)
        if (!role)
          throw new HttpProblem('bad_body', 'This trail has no role of this name; choose one that it has.', {
            pointer: `/roles/${at}`,
          })
        return role.label
      })
      people.change(() => {
        people.sessions.setView(session.id, { trail, roles })
        const changes = [{ field: 'viewAs', label: 'Viewed as', after: labels }]
        tellOn(
          service,
          [trail],
          'trail.viewed_as',
          caller,
          { object: trailObject(service, trail), changes },
          clientOf(c, service),
        )
      })
      await settleOn(service, [trail])
      return jsonReply(requestId, 200, whoIs(service, caller), renewed(service, caller))
    },
  )

const addEnd = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/session/view-as',
      summary: 'View the trail as oneself again',
      tag: 'Session',
      needs: 'known',
      answers: { 200: { description: 'The session, as it is now.', schema: sessionSchema } },
    },
    ({ requestId, caller }) => {
      const session = sessionOf(caller)
      if (session) service.people.change(() => service.people.sessions.setView(session.id, undefined))
      return jsonReply(requestId, 200, whoIs(service, caller), session ? renewed(service, caller) : {})
    },
  )

const trailObject = (service: Service, trail: string) => ({
  type: 'trail',
  id: service.trails.get(trail)?.facts.origin ?? trail,
  name: trail,
})
