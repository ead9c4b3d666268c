import type { Caller } from '../../access/caller.ts'
import { actorOf, sessionOf, sourceOf } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { requireOwnPage } from '../frame/authenticate.ts'
import { clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import { noMembers } from '../frame/schema-parts.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor, noCookie } from '../frame/session-cookie.ts'
import { linkSchema } from './link-schema.ts'
import { settleOn, tellOn } from './people-events.ts'
import { sessionSchema, signInSchema } from './people-schemas.ts'
import { renewed } from './renewed-session.ts'
import { signInByPassword } from './sign-in.ts'
import { addViewAsRoutes } from './view-as-routes.ts'
import { whoIs } from './who-is.ts'

/**
 * Signing in and out, by a one-time link of the machine or by an account. A link's session reaches every trail of the
 * folder, so that signing in and out is an event on each; an account's is one on every trail that the account reaches.
 */
export const addSessionRoutes = (app: App, service: Service): void => {
  addLinks(app, service)
  addSignIn(app, service)
  addWho(app, service)
  addSignOut(app, service)
  addViewAsRoutes(app, service)
}

const addLinks = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/links',
      summary: 'Make a one-time sign-in link',
      description:
        'Good for one use within 24 hours, and until the first owner has an account. For the command on the machine of the server, and for whoever came by such a link: the session sees everything, which no account does by itself.',
      tag: 'Session',
      needs: 'administer',
      body: noMembers,
      answers: { 201: { description: 'The link, to be handed on over a way you trust.', schema: linkSchema } },
    },
    ({ requestId, caller }) => {
      if (caller.kind === 'person')
        throw new HttpProblem('forbidden', 'A link of the machine sees everything; make it with the daybook command there.')
      const token = service.gatekeeper.createLink(sessionOf(caller)?.id)
      return jsonReply(requestId, 201, { link: `${service.pagesUrl()}/welcome#${token}` })
    },
  )

const addSignIn = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/session',
      summary: 'Sign in',
      description:
        'By the token of a `/welcome#<token>` link, good for one use within 24 hours, or by e-mail address and password, with the code of the second factor where there is one. Sets the session cookie.',
      tag: 'Session',
      needs: 'anyone',
      body: signInSchema,
      answers: { 200: { description: 'Signed in.', schema: sessionSchema } },
      problems: [
        'unauthenticated',
        'sign_in_failed',
        'second_factor_needed',
        'too_many_attempts',
        'bad_origin',
        'starting',
        'storage_full',
      ],
    },
    async ({ c, requestId, body: { token, email, password, code } }) => {
      requireOwnPage(c.req.raw.headers, service.publicUrl, true)
      if (token !== undefined) {
        const session = service.gatekeeper.signIn(token)
        if (!session)
          throw new HttpProblem(
            'unauthenticated',
            'The link was used already, is older than 24 hours, or is from before the first owner had an account. Make a new one with the daybook command.',
          )
        const caller: Caller = { kind: 'session', id: session.id, expiresAtMs: session.expiresAtMs }
        await tellTrails(service, 'trail.signed_in', caller)
        return jsonReply(requestId, 200, whoIs(service, caller), cookieFor(session, service))
      }
      const session = await signInByPassword(
        service,
        { email: email ?? '', password: password ?? '', code },
        clientOf(c, service),
      )
      return jsonReply(requestId, 200, whoIs(service, callerOf(service, session.token)), cookieFor(session, service))
    },
  )

const addWho = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/session',
      summary: 'Who is signed in',
      description: 'Where the rights of the person have changed, the session gets a new token with the answer.',
      tag: 'Session',
      needs: 'known',
      answers: {
        200: {
          description: 'Whom the credential belongs to, what it reaches, and what may be done there.',
          schema: sessionSchema,
        },
      },
    },
    ({ requestId, caller }) => {
      const { people } = service
      const isDue = caller.kind === 'person' && people.sessions.isRenewalDue(caller.session.id)
      return jsonReply(requestId, 200, whoIs(service, caller), isDue ? renewed(service, caller) : {})
    },
  )

const addSignOut = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/session',
      summary: 'Sign out',
      tag: 'Session',
      needs: 'known',
      answers: { 204: { description: 'The session has ended.' } },
    },
    async ({ c, requestId, caller }) => {
      if (caller.kind === 'session') {
        service.gatekeeper.signOut(caller.id)
        await tellTrails(service, 'trail.signed_out', caller)
      }
      if (caller.kind === 'person') {
        const { people } = service
        const trails = service.trails
          .list()
          .flatMap(({ facts }) => (caller.isOwner || caller.roles.has(facts.name) ? [facts.name] : []))
        people.change(() => {
          people.sessions.end(caller.session.id)
          const object = { type: 'session', id: caller.session.id, name: `session of ${caller.name}` }
          tellOn(service, trails, 'trail.signed_out', caller, { object }, clientOf(c, service))
        })
        await settleOn(service, trails)
      }
      return reply(requestId, 204, null, '', noCookie(service))
    },
  )

const callerOf = (service: Service, token: string): Caller => {
  const caller = service.gatekeeper.cookie(token)
  if (!caller) throw new Error('a session that was just begun opens nothing')
  return caller
}

const tellTrails = async (service: Service, action: `trail.${string}`, caller: Caller): Promise<void> => {
  const doer = { actor: actorOf(caller), source: sourceOf(caller) }
  await Promise.all(
    service.trails
      .list()
      .map(({ facts }) =>
        service.owed.recordOrOwe(
          facts.name,
          ownEvent(action, doer, service.now(), { object: { type: 'trail', id: facts.origin, name: facts.name } }),
        ),
      ),
  )
}
