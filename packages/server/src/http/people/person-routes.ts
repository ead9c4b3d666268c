import type { Caller } from '../../access/caller.ts'
import type { Account } from '../../people/account.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import { changedPersonSchema, invitedSchema, newOwnerSchema, personListSchema } from './people-schemas.ts'
import { isFolderAdministrator, lookedAfter } from './person-rights.ts'
import { personView } from './reader-routes.ts'

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
