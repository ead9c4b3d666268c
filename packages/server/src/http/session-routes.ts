import type { Caller } from '../access/caller.ts'
import { actorOf, reaches, sourceOf } from '../access/caller.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { ownEvent } from '../trail/own-event.ts'
import { requireOwnPage, sessionCookie } from './authenticate.ts'
import { type App, addEndpoint } from './endpoint.ts'
import { jsonReply, reply } from './reply.ts'
import { linkSchema, noMembers, sessionSchema, signInSchema } from './schemas.ts'
import type { Service } from './service.ts'

/**
 * One-time links, and the sessions of people who used one. A session reaches every trail of the folder, so that signing in and out is an
 * event on each of them: whoever audits one trail sees everybody who could read it.
 */
export const addSessionRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/links',
      summary: 'Make a one-time sign-in link',
      description:
        'Good for one use within 24 hours. For the command on the machine of the server, and for people who are signed in.',
      tag: 'Session',
      needs: 'administer',
      body: noMembers,
      answers: { 201: { description: 'The link, to be handed on over a way you trust.', schema: linkSchema } },
    },
    ({ requestId }) => jsonReply(requestId, 201, { link: `${service.pagesUrl()}/welcome#${service.gatekeeper.createLink()}` }),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/session',
      summary: 'Sign in by a one-time link',
      description: 'The token of a `/welcome#<token>` link, good for one use within 24 hours. Sets the session cookie.',
      tag: 'Session',
      needs: 'anyone',
      body: signInSchema,
      answers: { 200: { description: 'Signed in.', schema: sessionSchema } },
      problems: ['unauthenticated', 'bad_origin'],
    },
    async ({ c, requestId, body: { token } }) => {
      requireOwnPage(c.req.raw.headers, service.publicUrl, true)
      const session = service.gatekeeper.signIn(token)
      if (!session)
        throw new HttpProblem(
          'unauthenticated',
          'The link was used already, or is older than 24 hours. Make a new one with the daybook command.',
        )
      const caller: Caller = { kind: 'session', id: session.id, expiresAtMs: session.expiresAtMs }
      await tellTrails(service, 'trail.signed_in', caller)
      return jsonReply(requestId, 200, whoIs(service, caller), {
        'Set-Cookie': cookie(session.token, session.expiresAtMs, service),
      })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/session',
      summary: 'Who is signed in',
      tag: 'Session',
      needs: 'known',
      answers: { 200: { description: 'Whom the credential belongs to, and what it reaches.', schema: sessionSchema } },
    },
    ({ requestId, caller }) => jsonReply(requestId, 200, whoIs(service, caller)),
  )

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
    async ({ requestId, caller }) => {
      if (caller.kind === 'session') {
        service.gatekeeper.signOut(caller.id)
        await tellTrails(service, 'trail.signed_out', caller)
      }
      return reply(requestId, 204, null, '', { 'Set-Cookie': cookie('', 0, service) })
    },
  )
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

const whoIs = (service: Service, caller: Caller) => {
  const { type, id, name = id } = actorOf(caller)
  const trails = service.trails.list().flatMap(({ facts }) => (reaches(caller, facts.name) ? [facts.name] : []))
  return {
    who: { type, id, name },
    expiresAt: caller.kind === 'session' ? new Date(caller.expiresAtMs).toISOString() : null,
    trails,
  }
}

const cookie = (token: string, expiresAtMs: number, service: Service): string => {
  const maxAgeS = Math.max(0, Math.floor((expiresAtMs - service.now()) / 1000))
  return `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${service.hasSecureCookies() ? '; Secure' : ''}`
}
