import type { Caller } from '../access/caller.ts'
import { type Account, stateOf } from '../people/account.ts'
import type { PersonLinkKind } from '../people/person-links.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { endSessions, oneSession, sessionViews } from './account-routes.ts'
import { type App, addEndpoint } from './endpoint.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import {
  changedPersonSchema,
  invitedSchema,
  newOwnerSchema,
  personLinkMadeSchema,
  personListSchema,
  sessionListSchema,
  signInRulesSchema,
} from './people-schemas.ts'
import { isFolderAdministrator, lookedAfter } from './person-rights.ts'
import { personView } from './reader-routes.ts'
import { jsonReply, reply } from './reply.ts'
import { noMembers } from './schemas.ts'
import type { Service } from './service.ts'

/** Accounts as a whole, for owners and for whoever looks after every trail that a person reaches. */
export const addPersonRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/people',
      summary: 'Every account of the folder',
      tag: 'People',
      needs: 'administer',
      answers: { 200: { description: 'By name, with the roles of each by trail.', schema: personListSchema } },
    },
    ({ requestId, caller }) => {
      const view = (account: Account) => ({
        ...personView(service, caller, account),
        roles: Object.fromEntries(people.roles.heldBy(account.id)),
      })
      return jsonReply(requestId, 200, { data: people.accounts.all().map(view) })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/people',
      summary: 'Invite another owner of the folder',
      description:
        'An owner looks after every trail and every account, and reads by roles like everybody. Somebody who has an account is made an owner by `PUT`.',
      tag: 'People',
      needs: 'administer',
      body: newOwnerSchema,
      answers: { 201: { description: 'The person, and the link for joining.', schema: invitedSchema } },
      problems: ['person_exists'],
    },
    async ({ requestId, caller, body: { email, name } }) => {
      const trails = service.trails.list().map(({ facts }) => facts.name)
      const { account, link } = people.change(() => {
        if (people.accounts.byEmail(email))
          throw new HttpProblem('person_exists', 'There is an account with this e-mail address already.', { pointer: '/email' })
        const account = people.accounts.add({ email, name: name.trim(), isOwner: true }, service.now())
        const changes = [
          { field: 'email', label: 'E-mail address', after: account.email },
          { field: 'owner', label: 'Owner', after: true },
        ]
        tellOn(service, trails, 'trail.person_invited', caller, { object: personObject(account), changes })
        return { account, link: people.links.make('invitation', account.id, service.now()) }
      })
      await settleOn(service, trails)
      return jsonReply(requestId, 201, {
        person: { ...personView(service, caller, account), roles: [] },
        link: `${service.pagesUrl()}/join#${link.token}`,
        expiresAt: new Date(link.expiresAtMs).toISOString(),
      })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/people/{person}',
      summary: 'Disable or enable an account, ask for a second factor, make an owner',
      tag: 'People',
      needs: 'known',
      body: changedPersonSchema,
      answers: { 204: { description: 'It counts from the next request of that person.' } },
      problems: ['forbidden', 'not_found', 'last_administrator'],
    },
    async ({ requestId, caller, param, body }) => {
      await changePerson(service, caller, lookedAfter(service, caller, param('person')), body)
      return reply(requestId, 204, null, '')
    },
  )
  addPersonLinks(app, service)
  addPersonSessions(app, service)
  addSignInRules(app, service)
}

interface ChangedPerson {
  readonly disabled?: boolean | undefined
  readonly owner?: boolean | undefined
  readonly secondFactorRequired?: boolean | undefined
}

const changePerson = async (service: Service, caller: Caller, account: Account, wanted: ChangedPerson): Promise<void> => {
  const { people } = service
  const { disabled = account.disabledAtMs !== null, owner = account.isOwner } = wanted
  const { secondFactorRequired = account.mustHaveSecondFactor } = wanted
  if (owner !== account.isOwner && !isFolderAdministrator(caller))
    throw new HttpProblem('forbidden', 'Only an owner makes owners.', { pointer: '/owner' })
  const after: Account = {
    ...account,
    isOwner: owner,
    disabledAtMs: disabled ? (account.disabledAtMs ?? service.now()) : null,
    mustHaveSecondFactor: secondFactorRequired,
  }
  const changes = [
    ...differs('disabled', 'Disabled', account.disabledAtMs !== null, disabled),
    ...differs('owner', 'Owner', account.isOwner, owner),
    ...differs('secondFactorRequired', 'Must have a second factor', account.mustHaveSecondFactor, secondFactorRequired),
  ]
  if (changes.length === 0) return
  const trails = [...new Set([...trailsOf(service, account), ...trailsOf(service, after)])]
  people.change(() => {
    people.accounts.save(after)
    people.sessions.oweRenewal(account.id)
    if (disabled) for (const { id } of people.sessions.of(account.id, service.now())) people.sessions.end(id)
    if (disabled) people.links.drop(account.id)
    tellOn(service, trails, 'trail.person_changed', caller, { object: personObject(account), changes })
  })
  await settleOn(service, trails)
}

const differs = (field: string, label: string, before: boolean, after: boolean) =>
  before === after ? [] : [{ field, label, before, after }]

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
      const account = lookedAfter(service, caller, param('person'))
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
      const account = lookedAfter(service, caller, param('person'))
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
