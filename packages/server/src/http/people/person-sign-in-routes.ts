import type { Caller } from '../../access/caller.ts'
import { type Account, stateOf } from '../../people/account.ts'
import type { PersonLinkKind } from '../../people/person-links.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import { noMembers } from '../frame/schema-parts.ts'
import type { Service } from '../frame/service.ts'
import { endSessions, oneSession, sessionViews } from './account-routes.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import { personLinkMadeSchema, sessionListSchema, signInRulesSchema } from './people-schemas.ts'
import { lookedAfter } from './person-rights.ts'

/** How somebody else gets in: links for a password, second factors and sessions of others, and the rules of signing in. */
export const addPersonSignInRoutes = (app: App, service: Service): void => {
  addPersonLinks(app, service)
  addPersonSessions(app, service)
  addSignInRules(app, service)
}

/** One's own way in is changed by showing the password: whoever finds a screen open, or has a copied cookie, must not get by without. */
const somebodyElse = (caller: Caller, account: Account): Account => {
  if (caller.kind !== 'person' || caller.id !== account.id) return account
  throw new HttpProblem('forbidden', 'This is your own account: change the password or the second factor on its page.')
}

const addPersonLinks = (app: App, service: Service): void => {
  const { people } = service
  const made = async (caller: Caller, account: Account, kind: PersonLinkKind) => {
    const trails = trailsOf(service, account)
    const { token, expiresAtMs } = people.change(() => {
      const action = kind === 'invitation' ? 'trail.person_invited' : 'trail.password_reset'
      tellOn(service, trails, action, caller, { object: personObject(account) })
      return people.links.make(kind, account.id, service.now())
    })
    await settleOn(service, trails)
    const page = kind === 'invitation' ? 'join' : 'reset'
    return { link: `${service.pagesUrl()}/${page}#${token}`, expiresAt: new Date(expiresAtMs).toISOString() }
  }
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/people/{person}/link',
      summary: 'Make a link by which somebody sets a password',
      description:
        'For somebody who forgot it: good once within 24 hours; the password works until the link is used. For somebody who has not joined yet: a new invitation, good for seven days. Earlier links are worth nothing any more.',
      tag: 'People',
      needs: 'known',
      body: noMembers,
      answers: {
        201: { description: 'The link, to be handed on over a way you trust; shown this once.', schema: personLinkMadeSchema },
      },
      problems: ['forbidden', 'not_found'],
    },
    async ({ requestId, caller, param }) => {
      const account = somebodyElse(caller, lookedAfter(service, caller, param('person')))
      const state = stateOf(account)
      if (state === 'disabled') throw new HttpProblem('forbidden', 'This account is disabled. Enable it first.')
      return jsonReply(requestId, 201, await made(caller, account, state === 'invited' ? 'invitation' : 'reset'))
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/people/{person}/second-factor',
      summary: 'Remove somebody’s second factor',
      description:
        'For a lost device without recovery codes. The person signs in by the password alone, and where a second factor is required sets up a new one at once.',
      tag: 'People',
      needs: 'known',
      answers: { 204: { description: 'It is removed, and every session of the person has ended.' } },
      problems: ['forbidden', 'not_found'],
    },
    async ({ requestId, caller, param }) => {
      const account = somebodyElse(caller, lookedAfter(service, caller, param('person')))
      const trails = trailsOf(service, account)
      people.change(() => {
        people.factors.remove(account.id)
        for (const { id } of people.sessions.of(account.id, service.now())) people.sessions.end(id)
        tellOn(service, trails, 'trail.second_factor_removed', caller, { object: personObject(account) })
      })
      await settleOn(service, trails)
      return reply(requestId, 204, null, '')
    },
  )
}

const addPersonSessions = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/people/{person}/sessions',
      summary: 'Somebody’s sessions',
      tag: 'People',
      needs: 'known',
      answers: { 200: { description: 'Those that are open, the last seen first.', schema: sessionListSchema } },
      problems: ['forbidden', 'not_found'],
    },
    ({ requestId, caller, param }) => {
      const account = lookedAfter(service, caller, param('person'))
      const current = caller.kind === 'person' ? caller.session.id : undefined
      return jsonReply(requestId, 200, { data: sessionViews(service, account.id, current) })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/people/{person}/sessions',
      summary: 'End all of somebody’s sessions',
      tag: 'People',
      needs: 'known',
      answers: { 204: { description: 'They have ended.' } },
      problems: ['forbidden', 'not_found'],
    },
    async ({ requestId, caller, param }) => {
      const account = lookedAfter(service, caller, param('person'))
      await endSessions(service, caller, account, people.sessions.of(account.id, service.now()))
      return reply(requestId, 204, null, '')
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/people/{person}/sessions/{id}',
      summary: 'End one of somebody’s sessions',
      tag: 'People',
      needs: 'known',
      answers: { 204: { description: 'It has ended.' } },
      problems: ['forbidden', 'not_found'],
    },
    async ({ requestId, caller, param }) => {
      const account = lookedAfter(service, caller, param('person'))
      await endSessions(service, caller, account, oneSession(service, account, param('id')))
      return reply(requestId, 204, null, '')
    },
  )
}

const addSignInRules = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/sign-in-rules',
      summary: 'The rules of signing in',
      tag: 'People',
      needs: 'administer',
      answers: { 200: { description: 'They hold for the whole folder.', schema: signInRulesSchema } },
    },
    ({ requestId }) => jsonReply(requestId, 200, { secondFactor: people.rules.secondFactor() }),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/sign-in-rules',
      summary: 'Change the rules of signing in',
      description:
        'Whoever must have a second factor and has none sets one up before anything else opens, from the next request.',
      tag: 'People',
      needs: 'administer',
      body: signInRulesSchema,
      answers: { 200: { description: 'The rules.', schema: signInRulesSchema } },
    },
    async ({ requestId, caller, body: { secondFactor } }) => {
      const before = people.rules.secondFactor()
      const trails = service.trails.list()
      people.change(() => {
        people.rules.setSecondFactor(secondFactor)
        const changes = [{ field: 'secondFactor', label: 'Who must have a second factor', before, after: secondFactor }]
        if (before === secondFactor) return
        for (const { facts } of trails)
          tellOn(service, [facts.name], 'trail.sign_in_rules_changed', caller, {
            object: { type: 'trail', id: facts.origin, name: facts.name },
            changes,
          })
      })
      await settleOn(
        service,
        trails.map(({ facts }) => facts.name),
      )
      return jsonReply(requestId, 200, { secondFactor })
    },
  )
}
