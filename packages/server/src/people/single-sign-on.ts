import * as openid from 'openid-client'
import { hashSecret, newToken, sameHash } from '../access/credential.ts'

/** The provider that an operator has set up; its client has this server's callback among its redirect addresses. */
export interface SignOnSettings {
  /** As the provider's discovery document names it (OpenID Connect Discovery 1.0, section 4). */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** What the button on the sign-in page calls it. */
  readonly name: string
}

/** Who the provider says it is. The e-mail is only there where the provider vouches for it. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly email?: string
  readonly name?: string
}

/** Why somebody who came back from the provider is not signed in; told on the sign-in page. */
export type SignOnProblem = 'expired' | 'refused' | 'unavailable'

export class SignOnFailed extends Error {
  readonly problem: SignOnProblem
  constructor(problem: SignOnProblem, cause?: unknown) {
    super(`sign-on ${problem}`, { cause })
    this.problem = problem
  }
}

const attemptLifetimeMs = 10 * 60 * 1000
const maxAttempts = 1_000
/** So many people behind one address may be under way at once. */
const maxAttemptsOfAddress = 20

interface Attempt {
  readonly address: string
  readonly browser: Uint8Array
  readonly verifier: string
  readonly nonce: string
  readonly returnTo: string
  readonly expiresAtMs: number
}

/**
 * Sign-in through an OpenID Connect provider: authorization code flow with PKCE (RFC 7636), state and nonce, each bound
 * to the browser that began it and good once. Attempts are kept in memory: a restart in the middle means beginning again. Whoever begins
 * many pushes out their own: of one address the oldest goes first, and of all those of the address that has most.
 *
 * Trust: the provider decides who somebody is, never what they may do; roles are given here.
 */
export class SingleSignOn {
  readonly settings: SignOnSettings
  readonly #now: () => number
  readonly #attempts = new Map<string, Attempt>()
  #configuration: Promise<openid.Configuration> | undefined

  constructor(settings: SignOnSettings, now: () => number) {
    this.settings = settings
    this.#now = now
  }

  /**
   * Where to send the browser, and the token its cookie has to bring back. `returnTo` is a path of our own pages, `address`
   * where the browser is.
   */
  async begin(callback: URL, returnTo: string, address: string): Promise<{ readonly url: URL; readonly browserToken: string }> {
    const configuration = await this.#discovered()
    this.#sweep()
    const state = openid.randomState()
    const verifier = openid.randomPKCECodeVerifier()
    const nonce = openid.randomNonce()
    const browserToken = newToken()
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: callback.href,
      scope: 'openid email profile',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    const expiresAtMs = this.#now() + attemptLifetimeMs
    this.#attempts.set(state, { address, browser: hashSecret(browserToken), verifier, nonce, returnTo, expiresAtMs })
    this.#makeRoom(address)
    return { url, browserToken }
  }

  /** Trades what the browser brought back for an identity. Throws `SignOnFailed`. */
  async complete(
    callback: URL,
    browserToken: string | undefined,
  ): Promise<{ readonly identity: Identity; readonly returnTo: string }> {
    this.#sweep()
    const state = callback.searchParams.get('state') ?? ''
    const attempt = this.#attempts.get(state)
    if (!attempt || browserToken === undefined || !sameHash(attempt.browser, hashSecret(browserToken)))
      throw new SignOnFailed('expired')
    this.#attempts.delete(state)
    const configuration = await this.#discovered()
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('the provider answered without an ID token')
      const told =
        claims.email === undefined && configuration.serverMetadata().userinfo_endpoint
          ? { ...claims, ...(await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)) }
          : claims
      return { identity: identityOf(this.settings.issuer, told), returnTo: attempt.returnTo }
    } catch (error) {
      throw new SignOnFailed('refused', error)
    }
  }

  /** The provider's metadata and keys; asked for at the first sign-in, and again after a failure. */
  async #discovered(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings
    const url = new URL(issuer)
    // A provider on this machine is for trying out; anywhere else its answers must come over TLS.
    const execute = isLoopback(url) ? [openid.allowInsecureRequests] : []
    this.#configuration ??= openid.discovery(url, clientId, clientSecret, clientSecret ? undefined : openid.None(), {
      execute,
      timeout: 10,
    })
    try {
      return await this.#configuration
    } catch (error) {
      this.#configuration = undefined
      throw new SignOnFailed('unavailable', error)
    }
  }

  #sweep(): void {
    const now = this.#now()
    for (const [state, { expiresAtMs }] of this.#attempts) if (expiresAtMs <= now) this.#attempts.delete(state)
  }

  #makeRoom(address: string): void {
    const byAddress = Map.groupBy(this.#attempts, ([, attempt]) => attempt.address)
    if ((byAddress.get(address)?.length ?? 0) > maxAttemptsOfAddress) this.#dropOldest(byAddress.get(address))
    if (this.#attempts.size <= maxAttempts) return
    this.#dropOldest([...byAddress.values()].reduce((most, one) => (one.length > most.length ? one : most)))
  }

  #dropOldest(attempts: readonly (readonly [state: string, Attempt])[] | undefined): void {
    const [oldest] = attempts ?? []
    if (oldest) this.#attempts.delete(oldest[0])
  }
}

const identityOf = (
  issuer: string,
  { sub, email, email_verified: isVerified, name }: { readonly sub: string } & { readonly [claim: string]: unknown },
): Identity => ({
  issuer,
  subject: sub,
  ...(typeof email === 'string' && isVerified === true ? { email } : {}),
  ...(typeof name === 'string' ? { name } : {}),
})

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
