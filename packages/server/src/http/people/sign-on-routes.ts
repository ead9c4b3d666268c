import { z } from '@hono/zod-openapi'
import { type Account, stateOf } from '../../people/account.ts'
import { type Identity, SignOnFailed, type SingleSignOn } from '../../people/single-sign-on.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type Client, clientOf } from '../frame/client-of.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor } from '../frame/session-cookie.ts'
import { personObject, settleOn, tellOn, trailsOf } from './people-events.ts'
import { signedIn, startPersonSession } from './sign-in.ts'

const callbackPath = '/v1/sign-on/callback'
const attemptCookie = 'daybook_sign_on'
const attemptS = 600

const redirected = { 302: { description: 'Where the browser goes on.' } } as const

/** Sign-in through the OpenID Connect provider that the operator has set up (OpenID Connect Core 1.0, section 3.1). */
export const addSignOnRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/sign-on',
      summary: 'Through which provider people can sign in',
      tag: 'Session',
      needs: 'anyone',
      answers: {
        200: {
          description: 'Its name as the sign-in page shows it; null where none is set up.',
          schema: z.object({ provider: z.object({ name: z.string() }).nullable() }),
        },
      },
    },
    ({ requestId }) => {
      const name = service.signOn?.settings.name
      return jsonReply(requestId, 200, { provider: name === undefined ? null : { name } })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/sign-on/start',
      summary: 'Sign in through the provider',
      description: 'For browsers. Goes on to the provider, which sends the browser back to `/v1/sign-on/callback`.',
      tag: 'Session',
      needs: 'anyone',
      query: z.strictObject({ to: z.string().max(2_000).default('/').describe('The page to open afterwards.') }),
      answers: redirected,
      problems: ['not_found'],
    },
    async ({ c, requestId, query: { to } }) => {
      const address = clientOf(c, service).address ?? ''
      try {
        const { url, browserToken } = await signOnOf(service).begin(callbackUrl(service), isOwnPath(to) ? to : '/', address)
        return reply(requestId, 302, null, '', { Location: url.href, 'Set-Cookie': attempt(service, browserToken) })
      } catch (error) {
        return backToSignIn(requestId, service, error)
      }
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: callbackPath,
      summary: 'Where the provider sends the browser back to',
      description: 'Signs in whoever has an account or an invitation under the e-mail address that the provider vouches for.',
      tag: 'Session',
      needs: 'anyone',
      answers: redirected,
      problems: ['not_found'],
    },
    async ({ c, requestId }) => {
      const back = new URL(`${callbackUrl(service).href}${new URL(c.req.url).search}`)
      const browserToken = new RegExp(`(?:^|;\\s*)${attemptCookie}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(c.req.header('cookie') ?? '')
      try {
        const { identity, returnTo } = await signOnOf(service).complete(back, browserToken?.[1])
        const client = clientOf(c, service)
        const account = await accountOf(service, identity, client)
        if (!account) return signInPage(requestId, service, 'nobody')
        const session = await startPersonSession(service, account, 'provider', client)
        return reply(requestId, 302, null, '', { Location: returnTo, ...cookieFor(session, service) })
      } catch (error) {
        return backToSignIn(requestId, service, error)
      }
    },
  )
}

const signOnOf = ({ signOn }: Service): SingleSignOn => {
  if (!signOn) throw new HttpProblem('not_found', 'No provider is set up to sign in through.')
  return signOn
}

/** Made from where people reach the pages, never from the Host header: the provider compares it with what it was told. */
const callbackUrl = (service: Service): URL => new URL(`${service.pagesUrl()}${callbackPath}`)

/** `Lax`, since the provider sends the browser back by a link. */
const attempt = (service: Service, token: string): string =>
  `${attemptCookie}=${token}; Path=/v1/sign-on; HttpOnly; SameSite=Lax; Max-Age=${attemptS}${service.hasSecureCookies() ? '; Secure' : ''}`

/** Never another site: `//elsewhere` and `/\elsewhere` are addresses of other machines. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path) && !/\p{Cc}/u.test(path)

/** What the sign-in page says of it is in its address, as a word. */
const signInPage = (requestId: string, service: Service, said: 'nobody' | SignOnFailed['problem']): Response => {
  const location = `/sign-in?said=${said}`
  return reply(requestId, 302, null, '', { Location: location, 'Set-Cookie': attempt(service, '') })
}

const backToSignIn = (requestId: string, service: Service, error: unknown): Response => {
  if (!(error instanceof SignOnFailed)) throw error
  const { problem, cause } = error
  service.log.warn(
    { requestId, problem, cause: cause instanceof Error ? cause.name : undefined },
    'a sign-in by the provider failed',
  )
  return signInPage(requestId, service, problem)
}

/**
 * Whose identity it is: linked before, or else of the account with the e-mail address that the provider vouches for. An
 * invitation is taken by it. Undefined where nobody has such an account, or it may not sign in.
 */
const accountOf = async (service: Service, identity: Identity, client: Client): Promise<Account | undefined> => {
  const { people } = service
  const { issuer, subject, email } = identity
  const linked = people.accounts.byIdentity(issuer, subject)
  const account = linked ?? (email === undefined ? undefined : people.accounts.byEmail(email))
  if (!account || stateOf(account) === 'disabled') return undefined
  if (linked && stateOf(linked) === 'active') return linked
  const trails = trailsOf(service, account)
  const now = service.now()
  const joined = { ...account, joinedAtMs: account.joinedAtMs ?? now }
  people.change(() => {
    if (!linked) people.accounts.linkIdentity(account.id, issuer, subject, now)
    const who = signedIn(joined, { id: '', expiresAtMs: now })
    const about = { object: personObject(joined) }
    if (account.joinedAtMs !== null) {
      // Another way in from now on, which the password and the second factor here do not guard.
      const changes = [{ field: 'signOn', label: 'Signs in through', after: service.signOn?.settings.name ?? issuer }]
      tellOn(service, trails, 'trail.person_changed', who, { ...about, changes }, client)
      return
    }
    people.accounts.save(joined)
    people.links.drop(account.id)
    tellOn(service, trails, 'trail.person_joined', who, about, client)
  })
  await settleOn(service, trails)
  return joined
}
