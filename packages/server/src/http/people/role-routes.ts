import type { Caller } from '../../access/caller.ts'
import type { Role } from '../../access/role.ts'
import { roleChanges } from '../../people/role-words.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { readsThrough } from '../frame/maker.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { settleOn, tellOn } from './people-events.ts'
import { changedRoleSchema, trailRoleListSchema, trailRoleSchema } from './people-schemas.ts'
import { isFolderAdministrator } from './person-rights.ts'

const rolePattern = /^[a-z][a-z0-9-]{0,31}$/

/** The roles of a trail: those that every trail has at first, trimmed or changed, and its own. Each change is an event that says what it was. */
export const addRoleRoutes = (app: App, service: Service): void => {
  addList(app, service)
  addOne(app, service)
  addChange(app, service)
  addRemoval(app, service)
}

const addList = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/roles',
      summary: 'The roles of a trail',
      tag: 'Roles',
      needs: 'administer',
      answers: { 200: { description: 'With who holds each.', schema: trailRoleListSchema } },
    },
    ({ requestId, caller, trail }) => {
      const roles = people.roles.of(trail.facts.name)
      return jsonReply(requestId, 200, { data: roles.map((role) => roleView(service, caller, trail, role)) })
    },
  )
}

const addOne = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/roles/{name}',
      summary: 'One role of a trail',
      tag: 'Roles',
      needs: 'administer',
      answers: { 200: { description: 'The role.', schema: trailRoleSchema } },
    },
    ({ requestId, caller, trail, param }) =>
      jsonReply(requestId, 200, roleView(service, caller, trail, roleOf(service, trail, param('name')))),
  )

const addChange = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/roles/{name}',
      summary: 'Make or change a role',
      description:
        'The name is what the catalogue’s `readers` write. Counts from the next request of everybody who holds the role. Nobody but an owner changes a role that they hold, or that a key or forwarder of their making reads as.',
      tag: 'Roles',
      needs: 'administer',
      body: changedRoleSchema,
      answers: { 200: { description: 'The role.', schema: trailRoleSchema } },
      problems: ['last_administrator'],
    },
    async ({ requestId, caller, trail, param, body }) => {
      const name = param('name')
      if (!rolePattern.test(name))
        throw new HttpProblem('bad_parameter', 'A role’s name begins with a letter and has up to 32 of a-z, 0-9 and "-".', {
          pointer: '/name',
        })
      const role = { name, ...body, rights: [...new Set(body.rights)] } as Role
      const { name: trailName } = trail.facts
      people.change(() => {
        const before = people.roles.get(trailName, name)
        // Also where it is made anew: a key may have read as the one of this name before.
        refuseOwn(service, caller, trail, name)
        const changes = roleChanges(before, role)
        if (before && changes.length === 0) return
        people.roles.put(trailName, role)
        for (const person of holdersOf(service, trail, name)) people.sessions.oweRenewal(person.id)
        tellOn(service, [trailName], before ? 'trail.role_changed' : 'trail.role_created', caller, {
          object: roleObject(role),
          changes,
        })
      })
      await settleOn(service, [trailName])
      return jsonReply(requestId, 200, roleView(service, caller, trail, roleOf(service, trail, name)))
    },
  )
}

const addRemoval = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/roles/{name}',
      summary: 'Remove a role',
      description: 'Also one that every trail has at first; made again, it is as it was sent. Refused while anybody holds it.',
      tag: 'Roles',
      needs: 'administer',
      answers: { 204: { description: 'The trail has this role no more.' } },
      problems: ['role_in_use', 'last_administrator'],
    },
    async ({ requestId, caller, trail, param }) => {
      const { name: trailName } = trail.facts
      people.change(() => {
        const role = roleOf(service, trail, param('name'))
        const holders = holdersOf(service, trail, role.name)
        if (holders.length > 0) throw new HttpProblem('role_in_use', `${inWords(holders)}. Give them another role first.`)
        people.roles.remove(trailName, role.name)
        const changes = roleChanges(role, undefined)
        tellOn(service, [trailName], 'trail.role_removed', caller, { object: roleObject(role), changes })
      })
      await settleOn(service, [trailName])
      return reply(requestId, 204, null, '')
    },
  )
}

const roleObject = ({ name, label }: Role) => ({ type: 'role', id: name, name: label })

const roleOf = ({ people }: Service, trail: OpenTrail, name: string) => {
  const role = people.roles.get(trail.facts.name, name)
  if (!role) throw new HttpProblem('not_found', 'This trail has no role of this name.')
  return role
}

const holdersOf = ({ people }: Service, trail: OpenTrail, role: string) =>
  [...people.roles.held(trail.facts.name)].flatMap(([id, names]) => {
    const account = names.includes(role) ? people.accounts.get(id) : undefined
    return account ? [{ id, name: account.name }] : []
  })

const inWords = (holders: readonly { readonly name: string }[]): string => {
  const names = holders.slice(0, 3).map(({ name }) => name)
  const more = holders.length - names.length
  const last = more > 0 ? `${more} more` : names.pop()
  const said = names.length === 0 ? last : `${names.join(', ')} and ${last}`
  return `${said} ${holders.length === 1 ? 'holds' : 'hold'} this role`
}

const refuseOwn = (service: Service, caller: Caller, trail: OpenTrail, role: string): void => {
  if (holdsRole(service, caller, trail, role))
    throw new HttpProblem('forbidden', 'Nobody changes a role that they hold; ask another administrator, or an owner.')
  if (readsByMaking(service, caller, trail, role))
    throw new HttpProblem(
      'forbidden',
      'A key or a copy to another system that you made reads as this role. Revoke it first, or ask another administrator or an owner.',
    )
}

const holdsRole = (service: Service, caller: Caller, trail: OpenTrail, role: string): boolean =>
  caller.kind === 'person' &&
  !isFolderAdministrator(caller) &&
  (service.people.roles.heldBy(caller.id).get(trail.facts.name)?.includes(role) ?? false)

const readsByMaking = (service: Service, caller: Caller, { facts }: OpenTrail, role: string): boolean =>
  caller.kind === 'person' && !isFolderAdministrator(caller) && readsThrough(service, caller.id, facts.name, role)

const roleView = (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  { name, label, description, grants, rights, origin }: ReturnType<typeof roleOf>,
) => ({
  name,
  label,
  description,
  grants,
  rights,
  origin,
  heldBy: holdersOf(service, trail, name),
  mayChange: !holdsRole(service, caller, trail, name) && !readsByMaking(service, caller, trail, name),
})
