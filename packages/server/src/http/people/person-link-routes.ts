import type { Caller } from '../../access/caller.ts'
import { type Account, stateOf } from '../../people/account.ts'
import type { PersonLink } from '../../people/person-links.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { requireOwnPage } from '../frame/authenticate.ts'
import { clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor } from '../frame/session-cookie.ts'
import { refuseWeak } from './account-routes.ts'
import { endLinkSessions } from './link-session-routes.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import {
  firstPersonSchema,
  linkUsedSchema,
  lookAtLinkSchema,
  personLinkSchema,
  sessionSchema,
  usedLinkSchema,
} from './people-schemas.ts'
import { labelsOf } from './role-labels.ts'
import { signedIn, startPersonSession } from './sign-in.ts'
import { whoIs } from './who-is.ts'

/** How an account gets its first or its next password: by the link of an invitation or a reset, or as the first of the folder. */
export const addPersonLinkRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/person-link',
      summary: 'What an invitation or reset link is for',
      description: 'The token of a `/join#<token>` or `/reset#<token>` link. Looking does not use it up.',
      tag: 'Session',
      needs: 'anyone',
      body: lookAtLinkSchema,
      answers: { 200: { description: 'Whom it is for.', schema: personLinkSchema } },
      problems: ['link_expired', 'bad_origin'],
    },
    ({ c, requestId, body: { token } }) => {
      requireOwnPage(c.req.raw.headers, service.publicUrl, true)
      const { link, account } = found(service, token)
      const { kind, expiresAtMs } = link
      return jsonReply(requestId, 200, {
        kind,
        email: account.email,
        name: account.name,
        expiresAt: new Date(expiresAtMs).toISOString(),
      })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/person-link',
      summary: 'Take an invitation, or set a new password by a reset link',
      description:
        'Uses the link up. Signs in, unless the account has a second factor, which is asked for at sign-in. A reset ends every session of the person.',
      tag: 'Session',
      needs: 'anyone',
      body: usedLinkSchema,
      answers: { 200: { description: 'The password is set.', schema: linkUsedSchema } },
      problems: ['link_expired', 'weak_password', 'bad_origin'],
    },
    async ({ c, requestId, body: { token, name, password } }) => {
      requireOwnPage(c.req.raw.headers, service.publicUrl, true)
      const { link, account } = found(service, token)
      const named = { ...account, name: link.kind === 'invitation' ? (name?.trim() ?? account.name) : account.name }
      refuseWeak(password, named, '/password')
      const stored = await people.passwords.make(password)
      const client = clientOf(c, service)
      const trails = trailsOf(service, account)
      people.change(() => {
        if (!people.links.use(token, service.now())) throw new HttpProblem('link_expired')
        people.accounts.setPassword(account.id, stored)
        // As it is now: while the hash was made an owner may have changed the account.
        const current = people.accounts.get(account.id) ?? account
        people.accounts.save({ ...current, name: named.name, joinedAtMs: current.joinedAtMs ?? service.now() })
        for (const { id } of people.sessions.of(account.id, service.now())) people.sessions.end(id)
        const action = link.kind === 'invitation' ? 'trail.person_joined' : 'trail.password_changed'
        tellOn(service, trails, action, byLink(named), { object: personObject(named) }, client)
      })
      await settleOn(service, trails)
      if (people.factors.since(account.id) !== undefined) return jsonReply(requestId, 200, { signedIn: false })
      const fresh = people.accounts.get(account.id) ?? named
      const session = await startPersonSession(service, fresh, 'password', client)
      return jsonReply(requestId, 200, { signedIn: true }, cookieFor(session, service))
    },
  )
  addFirstPerson(app, service)
}

const addFirstPerson = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/first-person',
      summary: 'Make the account of the first owner',
      description:
        'By whoever opened the link that the machine printed, or by the command on it, as long as there is no owner; people who are none may have been invited before. The account owns the folder; its roles are Administrator and Auditor on every trail where nothing else is said. A browser is signed in to it; every session that began with a link of the machine ends, and so does every such link that nobody has used.',
      tag: 'People',
      needs: 'administer',
      body: firstPersonSchema,
      answers: { 201: { description: 'The session of the account, or of the command.', schema: sessionSchema } },
      problems: ['person_exists', 'weak_password'],
    },
    async ({ c, requestId, caller, body: { email, name, password, roles } }) => {
      refuseWeak(password, { email, name }, '/password')
      const stored = await people.passwords.make(password)
      const trails = service.trails.list().map(({ facts }) => facts.name)
      const given = roles ?? Object.fromEntries(trails.map((trail) => [trail, ['administrator', 'auditor']]))
      refuseUnknownRoles(service, given)
      const account = people.change(() => {
        // Also one who has not joined yet or is disabled: the command on the machine makes another link for that account.
        if (people.accounts.all().some(({ isOwner }) => isOwner))
          throw new HttpProblem('person_exists', 'There is an owner already, who invites the others.')
        if (people.accounts.byEmail(email))
          throw new HttpProblem(
            'person_exists',
            'There is an account with this e-mail address already. Make it the owner in Settings › People, or take another address.',
            { pointer: '/email' },
          )
        const now = service.now()
        const made = { ...people.accounts.add({ email, name: name.trim(), isOwner: true }, now), joinedAtMs: now }
        people.accounts.save(made)
        people.accounts.setPassword(made.id, stored)
        for (const [trail, names] of Object.entries(given)) people.roles.give(made.id, trail, names)
        for (const trail of trails)
          tellOn(service, [trail], 'trail.person_joined', caller, {
            object: personObject(made),
            changes: [
              { field: 'owner', label: 'Owner', after: true },
              { field: 'roles', label: 'Roles', after: labelsOf(service, trail, given[trail] ?? []) },
            ],
          })
        endLinkSessions(service, caller, service.access.linkSessions(now))
        return made
      })
      await settleOn(service, trails)
      if (caller.kind !== 'session') return jsonReply(requestId, 201, whoIs(service, caller))
      const session = await startPersonSession(service, account, 'password', clientOf(c, service))
      const now = service.gatekeeper.cookie(session.token) ?? caller
      return jsonReply(requestId, 201, whoIs(service, now), cookieFor(session, service))
    },
  )
}

const refuseUnknownRoles = ({ people, trails }: Service, given: { readonly [trail: string]: readonly string[] }): void => {
  for (const [trail, names] of Object.entries(given)) {
    if (!trails.get(trail))
      throw new HttpProblem('bad_body', 'There is no trail of this name; choose one that there is.', {
        pointer: `/roles/${trail}`,
      })
    const at = names.findIndex((name) => !people.roles.get(trail, name))
    if (at >= 0)
      throw new HttpProblem('bad_body', 'This trail has no role of this name; choose one that it has.', {
        pointer: `/roles/${trail}/${at}`,
      })
  }
}

const found = ({ people, now }: Service, token: string): { readonly link: PersonLink; readonly account: Account } => {
  const link = people.links.look(token, now())
  const account = link && people.accounts.get(link.person)
  if (!link || !account || stateOf(account) === 'disabled') throw new HttpProblem('link_expired')
  return { link, account }
}

/** Whoever has the link is taken for the person; there is no session yet. */
const byLink = (account: Account): Caller => signedIn(account, { id: 'link', expiresAtMs: 0 })
