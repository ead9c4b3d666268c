import type { Caller } from '../../access/caller.ts'
import { type Account, stateOf } from '../../people/account.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { personObject, settleOn, tellOn } from './people-events.ts'
import { givenRolesSchema, invitedSchema, newReaderSchema, readerListSchema, readerSchema } from './people-schemas.ts'
import { isFolderAdministrator, mayLookAfter } from './person-rights.ts'
import { labelsOf } from './role-labels.ts'

/**
 * The people of a trail and their roles on it. Whoever administers the trail gives any of its roles to anybody else, but
 * changes none of their own: looking after the log and reading it are separate, and giving oneself the latter takes an owner.
 */
export const addReaderRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/readers',
      summary: 'The people of a trail',
      tag: 'People',
      needs: 'administer',
      answers: {
        200: {
          description: 'Everybody who holds a role on it, and the owners of the folder; by name.',
          schema: readerListSchema,
        },
      },
    },
    ({ requestId, caller, trail }) => {
      const held = people.roles.held(trail.facts.name)
      const readers = people.accounts.all().filter(({ id, isOwner }) => isOwner || held.has(id))
      return jsonReply(requestId, 200, { data: readers.map((account) => readerView(service, caller, account, trail)) })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/readers',
      summary: 'Invite somebody to a trail',
      description:
        'Somebody without an account gets one, and a link for joining that is good once within seven days; hand it on over a way you trust. Somebody who has one gets the roles at once.',
      tag: 'People',
      needs: 'administer',
      body: newReaderSchema,
      answers: { 201: { description: 'The person, and the link where there is one.', schema: invitedSchema } },
      problems: ['person_exists'],
    },
    async ({ requestId, caller, trail, body: { email, name, roles } }) => {
      refuseUnknown(service, trail, roles)
      const made = people.change(() => {
        const known = people.accounts.byEmail(email)
        if (known && people.roles.held(trail.facts.name).has(known.id))
          throw new HttpProblem('person_exists', 'This person is on the trail already; change the roles there.', {
            pointer: '/email',
          })
        if (known) refuseSelf(caller, known)
        const account = known ?? people.accounts.add({ email, name: name.trim(), isOwner: false }, service.now())
        people.roles.give(account.id, trail.facts.name, roles)
        people.sessions.oweRenewal(account.id)
        // Whoever has the link becomes the person, on every trail: it is made only for who may do that.
        const invites = stateOf(account) === 'invited' && mayLookAfter(service, caller, account)
        const link = invites ? people.links.make('invitation', account.id, service.now()) : undefined
        const changes = [
          ...(known ? [] : [{ field: 'email', label: 'E-mail address', after: account.email }]),
          { field: 'roles', label: 'Roles', after: labelsOf(service, trail.facts.name, roles) },
        ]
        const action = known && !link ? 'trail.person_added' : 'trail.person_invited'
        tellOn(service, [trail.facts.name], action, caller, { object: personObject(account), changes })
        return { account, link }
      })
      await settleOn(service, [trail.facts.name])
      return jsonReply(requestId, 201, {
        person: readerView(service, caller, made.account, trail),
        link: made.link ? `${service.pagesUrl()}/join#${made.link.token}` : null,
        expiresAt: made.link ? new Date(made.link.expiresAtMs).toISOString() : null,
      })
    },
  )
  addReaderChanges(app, service)
}

const addReaderChanges = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/readers/{person}',
      summary: 'Change somebody’s roles on a trail',
      description: 'Counts from the next request of that person. Nobody but an owner changes their own.',
      tag: 'People',
      needs: 'administer',
      body: givenRolesSchema,
      answers: { 200: { description: 'The person.', schema: readerSchema } },
      problems: ['last_administrator'],
    },
    async ({ requestId, caller, trail, param, body: { roles } }) => {
      refuseUnknown(service, trail, roles)
      const account = readerOf(service, trail, param('person'))
      refuseSelf(caller, account)
      await giveRoles(service, caller, trail, account, roles)
      return jsonReply(requestId, 200, readerView(service, caller, account, trail))
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/readers/{person}',
      summary: 'Remove somebody from a trail',
      description: 'Counts from the next request of that person. The account stays; events name it.',
      tag: 'People',
      needs: 'administer',
      answers: { 204: { description: 'The trail does not exist for this person any more.' } },
      problems: ['last_administrator'],
    },
    async ({ requestId, caller, trail, param }) => {
      await giveRoles(service, caller, trail, readerOf(service, trail, param('person')), [])
      return reply(requestId, 204, null, '')
    },
  )
}

const giveRoles = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  account: Account,
  roles: readonly string[],
): Promise<void> => {
  const { people } = service
  const { name } = trail.facts
  people.change(() => {
    const before = people.roles.heldBy(account.id).get(name) ?? []
    if (before.length === roles.length && before.every((role) => roles.includes(role))) return
    const said = (names: readonly string[]) => labelsOf(service, name, names)
    const changes = [
      { field: 'roles', label: 'Roles', before: said(before), ...(roles.length > 0 ? { after: said(roles) } : { after: null }) },
    ]
    people.roles.give(account.id, name, roles)
    people.sessions.oweRenewal(account.id)
    if (people.roles.heldBy(account.id).size === 0 && !account.isOwner) people.links.drop(account.id)
    const action = roles.length > 0 ? 'trail.person_changed' : 'trail.person_removed'
    tellOn(service, [name], action, caller, { object: personObject(account), changes })
  })
  await settleOn(service, [name])
}

/** A person of the trail, as administrators see them. */
const readerView = (service: Service, caller: Caller, { id }: Account, trail: OpenTrail) => {
  const account = service.people.accounts.get(id)
  if (!account) throw new Error('an account is gone, and none is ever deleted')
  const roles = service.people.roles.heldBy(id).get(trail.facts.name) ?? []
  return { ...personView(service, caller, account), roles }
}

export const personView = (service: Service, caller: Caller, account: Account) => {
  const [seen] = service.people.sessions.of(account.id, service.now())
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    state: stateOf(account),
    owner: account.isOwner,
    secondFactor: service.people.factors.since(account.id) !== undefined,
    secondFactorRequired: account.mustHaveSecondFactor,
    seenAt: seen ? new Date(seen.seenAtMs).toISOString() : null,
    mayLookAfter: mayLookAfter(service, caller, account),
  }
}

const readerOf = ({ people }: Service, trail: OpenTrail, id: string): Account => {
  const account = people.accounts.get(id)
  if (!account || !(account.isOwner || people.roles.held(trail.facts.name).has(id)))
    throw new HttpProblem('not_found', 'There is no such person on this trail.')
  return account
}

const refuseUnknown = ({ people }: Service, trail: OpenTrail, names: readonly string[]): void => {
  const at = names.findIndex((name) => !people.roles.get(trail.facts.name, name))
  if (at >= 0)
    throw new HttpProblem('bad_body', 'This trail has no role of this name; choose one that it has.', { pointer: `/roles/${at}` })
}

const refuseSelf = (caller: Caller, account: Account): void => {
  if (caller.kind !== 'person' || caller.id !== account.id || isFolderAdministrator(caller)) return
  throw new HttpProblem('forbidden', 'Nobody changes their own roles; ask another administrator, or an owner.')
}
