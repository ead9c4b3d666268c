import type { Account } from '../../people/account.ts'
import { whyNotPassword } from '../../people/password-rules.ts'
import type { PersonSession } from '../../people/person-sessions.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor } from '../frame/session-cookie.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import { accountSchema, changedAccountSchema, newPasswordSchema, sessionListSchema } from './people-schemas.ts'
import { ownAccount } from './person-rights.ts'
import { refuseTooSoon, sessionObject } from './sign-in.ts'

/** What somebody does to their own account: name, password, sessions. */
export const addAccountRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/account',
      summary: 'Your account',
      tag: 'Account',
      needs: 'known',
      answers: { 200: { description: 'Name, e-mail address, second factor.', schema: accountSchema } },
      problems: ['forbidden'],
    },
    ({ requestId, caller }) => jsonReply(requestId, 200, accountView(service, ownAccount(service, caller).account)),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/account',
      summary: 'Change your name',
      tag: 'Account',
      needs: 'known',
      body: changedAccountSchema,
      answers: { 200: { description: 'The account.', schema: accountSchema } },
      problems: ['forbidden'],
    },
    async ({ requestId, caller, body: { name } }) => {
      const { account } = ownAccount(service, caller)
      const trails = trailsOf(service, account)
      people.change(() => {
        people.accounts.save({ ...account, name: name.trim() })
        const changes = [{ field: 'name', label: 'Name', before: account.name, after: name.trim() }]
        tellOn(service, trails, 'trail.person_changed', caller, { object: personObject(account), changes })
      })
      await settleOn(service, trails)
      return jsonReply(requestId, 200, accountView(service, { ...account, name: name.trim() }))
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/account/password',
      summary: 'Change your password',
      description: 'Ends every other session of yours; this one gets a new token, and the old one opens nothing any more.',
      tag: 'Account',
      needs: 'known',
      body: newPasswordSchema,
      answers: { 204: { description: 'The password is changed.' } },
      problems: ['forbidden', 'weak_password', 'too_many_attempts'],
    },
    async ({ c, requestId, caller, body: { current, password } }) => {
      const { account, session } = ownAccount(service, caller)
      await confirmPassword(service, account, current, '/current')
      refuseWeak(password, account, '/password')
      const stored = await people.passwords.make(password)
      const trails = trailsOf(service, account)
      const renewed = people.change(() => {
        people.accounts.setPassword(account.id, stored)
        people.links.drop(account.id)
        for (const { id } of people.sessions.of(account.id, service.now())) if (id !== session.id) people.sessions.end(id)
        tellOn(service, trails, 'trail.password_changed', caller, { object: personObject(account) }, clientOf(c, service))
        return people.sessions.renew(session.id, service.now(), 'at once')
      })
      await settleOn(service, trails)
      return reply(requestId, 204, null, '', renewed ? cookieFor(renewed, service) : {})
    },
  )
  addOwnSessionRoutes(app, service)
}

const addOwnSessionRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/account/sessions',
      summary: 'Your sessions',
      tag: 'Account',
      needs: 'known',
      answers: { 200: { description: 'Those that are open, the last seen first.', schema: sessionListSchema } },
      problems: ['forbidden'],
    },
    ({ requestId, caller }) => {
      const { account, session } = ownAccount(service, caller)
      return jsonReply(requestId, 200, { data: sessionViews(service, account.id, session.id) })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/account/sessions',
      summary: 'End all your other sessions',
      tag: 'Account',
      needs: 'known',
      answers: { 204: { description: 'They have ended.' } },
      problems: ['forbidden'],
    },
    async ({ requestId, caller }) => {
      const { account, session } = ownAccount(service, caller)
      const others = people.sessions.of(account.id, service.now()).filter(({ id }) => id !== session.id)
      await endSessions(service, caller, account, others)
      return reply(requestId, 204, null, '')
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/account/sessions/{id}',
      summary: 'End one of your sessions',
      tag: 'Account',
      needs: 'known',
      answers: { 204: { description: 'It has ended: nothing is answered to it any more.' } },
      problems: ['forbidden', 'not_found'],
    },
    async ({ requestId, caller, param }) => {
      const { account } = ownAccount(service, caller)
      await endSessions(service, caller, account, oneSession(service, account, param('id')))
      return reply(requestId, 204, null, '')
    },
  )
}

const accountView = ({ people }: Pick<Service, 'people'>, account: Account) => {
  const since = people.factors.since(account.id)
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    owner: account.isOwner,
    hasPassword: people.accounts.password(account.id) !== undefined,
    secondFactor: {
      since: since === undefined ? null : new Date(since).toISOString(),
      required: people.mustHaveSecondFactor(account),
      recoveryCodesLeft: people.factors.recoveryCodesLeft(account.id),
    },
  }
}

export const sessionViews = ({ people, now }: Pick<Service, 'people' | 'now'>, person: string, current?: string) =>
  people.sessions.of(person, now()).map(({ id, way, address, device, createdAtMs, seenAtMs, expiresAtMs }) => ({
    id,
    current: id === current,
    way,
    address,
    device,
    createdAt: new Date(createdAtMs).toISOString(),
    seenAt: new Date(seenAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  }))

/** The session of a person by its id, as a list. */
export const oneSession = ({ people, now }: Service, { id: person }: Account, id: string): readonly PersonSession[] => {
  const found = people.sessions.of(person, now()).filter((session) => session.id === id)
  if (found.length === 0) throw new HttpProblem('not_found', 'There is no open session of this id.')
  return found
}

/** Ends sessions of a person at once, and tells every trail that the person reaches of each. */
export const endSessions = async (
  service: Service,
  caller: Parameters<typeof tellOn>[3],
  account: Account,
  sessions: readonly PersonSession[],
): Promise<void> => {
  const { people } = service
  const trails = trailsOf(service, account)
  people.change(() => {
    for (const { id } of sessions) {
      people.sessions.end(id)
      tellOn(service, trails, 'trail.session_revoked', caller, {
        object: sessionObject(id, account),
        related: [personObject(account)],
      })
    }
  })
  await settleOn(service, trails)
}

/** Asks again for the password before something that somebody at an unlocked screen must not do. */
export const confirmPassword = async (
  { people, throttle }: Pick<Service, 'people' | 'throttle'>,
  account: Account,
  password: string | undefined,
  pointer: string,
): Promise<void> => {
  const stored = people.accounts.password(account.id)
  // A password that somebody gives themselves by an open session would outlive what the provider says of them.
  if (!stored)
    throw new HttpProblem(
      'forbidden',
      'You sign in through a provider and have no password here. An administrator can make a link by which you set one.',
    )
  refuseTooSoon(throttle.attemptCode(`password of ${account.id}`))
  if (!(await people.passwords.fits(password ?? '', stored)))
    throw new HttpProblem('bad_body', 'This is not your password; type the one that you sign in with now.', { pointer })
  throttle.forgetCode(`password of ${account.id}`)
}

export const refuseWeak = (password: string, account: Pick<Account, 'email' | 'name'>, pointer: string): void => {
  const why = whyNotPassword(password, account)
  if (why !== undefined) throw new HttpProblem('weak_password', why, { pointer })
}
