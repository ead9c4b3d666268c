import { HttpProblem } from '../../problem/http-problem.ts'
import { clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor } from '../frame/session-cookie.ts'
import { confirmPassword } from './account-routes.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import { currentPasswordSchema, firstCodeSchema, newFactorSchema, recoveryCodesSchema } from './people-schemas.ts'
import { ownAccount } from './person-rights.ts'
import { refuseTooSoon } from './sign-in.ts'

const path = '/v1/account/second-factor'

/** One's own second factor: set up in two steps, so that nobody locks themselves out with a code they never saw. */
export const addSecondFactorRoutes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path,
      summary: 'Begin to set up a second factor',
      description: 'Answers a new secret for an app (RFC 6238). It counts once its first code was sent.',
      tag: 'Account',
      needs: 'known',
      body: currentPasswordSchema,
      answers: { 201: { description: 'The secret, shown this once.', schema: newFactorSchema } },
      problems: ['forbidden', 'person_exists', 'too_many_attempts'],
    },
    async ({ requestId, caller, body: { password } }) => {
      const { account } = ownAccount(service, caller)
      if (people.factors.since(account.id) !== undefined)
        throw new HttpProblem('person_exists', 'You have a second factor already. Remove it first to set up another.')
      await confirmPassword(service, account, password, '/password')
      return jsonReply(
        requestId,
        201,
        people.change(() => people.factors.begin(account.id, account.email)),
      )
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path,
      summary: 'Show the first code of a second factor',
      description: 'From now on signing in asks for a code. The session gets a new token.',
      tag: 'Account',
      needs: 'known',
      body: firstCodeSchema,
      answers: { 200: { description: 'Ten recovery codes, shown this once.', schema: recoveryCodesSchema } },
      problems: ['forbidden', 'too_many_attempts'],
    },
    async ({ c, requestId, caller, body: { code } }) => {
      const { account, session } = ownAccount(service, caller)
      refuseTooSoon(service.throttle.attemptCode(account.id))
      const trails = trailsOf(service, account)
      const done = people.change(() => {
        const recoveryCodes = people.factors.confirm(account.id, code, service.now())
        if (!recoveryCodes) return undefined
        tellOn(service, trails, 'trail.second_factor_added', caller, { object: personObject(account) }, clientOf(c, service))
        return { recoveryCodes, renewed: people.sessions.renew(session.id, service.now()) }
      })
      if (!done)
        throw new HttpProblem('bad_body', 'This is not the code that the app shows now. Wait for the next one.', {
          pointer: '/code',
        })
      service.throttle.forgetCode(account.id)
      await settleOn(service, trails)
      return jsonReply(
        requestId,
        200,
        { recoveryCodes: done.recoveryCodes },
        done.renewed ? cookieFor(done.renewed, service) : {},
      )
    },
  )
  addRemoval(app, service)
  addRecoveryCodes(app, service)
}

const addRemoval = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: `${path}/removal`,
      summary: 'Remove your second factor',
      tag: 'Account',
      needs: 'known',
      body: currentPasswordSchema,
      answers: { 204: { description: 'Signing in asks for no code any more; where one is required, for a new one.' } },
      problems: ['forbidden', 'too_many_attempts'],
    },
    async ({ c, requestId, caller, body: { password } }) => {
      const { account, session } = ownAccount(service, caller)
      await confirmPassword(service, account, password, '/password')
      const trails = trailsOf(service, account)
      const renewed = people.change(() => {
        people.factors.remove(account.id)
        tellOn(service, trails, 'trail.second_factor_removed', caller, { object: personObject(account) }, clientOf(c, service))
        return people.sessions.renew(session.id, service.now())
      })
      await settleOn(service, trails)
      return reply(requestId, 204, null, '', renewed ? cookieFor(renewed, service) : {})
    },
  )
}

const addRecoveryCodes = (app: App, service: Service): void => {
  const { people } = service
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/account/recovery-codes',
      summary: 'Make ten new recovery codes',
      description: 'The earlier ones are worth nothing any more.',
      tag: 'Account',
      needs: 'known',
      body: currentPasswordSchema,
      answers: { 201: { description: 'The codes, shown this once.', schema: recoveryCodesSchema } },
      problems: ['forbidden', 'too_many_attempts'],
    },
    async ({ requestId, caller, body: { password } }) => {
      const { account } = ownAccount(service, caller)
      await confirmPassword(service, account, password, '/password')
      if (people.factors.since(account.id) === undefined)
        throw new HttpProblem('forbidden', 'Recovery codes come with a second factor; set one up first.')
      const trails = trailsOf(service, account)
      const recoveryCodes = people.change(() => {
        tellOn(service, trails, 'trail.recovery_codes_made', caller, { object: personObject(account) })
        return people.factors.renewRecoveryCodes(account.id)
      })
      await settleOn(service, trails)
      return jsonReply(requestId, 201, { recoveryCodes })
    },
  )
}
