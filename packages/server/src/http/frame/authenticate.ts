import { type Caller, type Deed, mayDo, reaches, sessionOf } from '../../access/caller.ts'
import type { Gatekeeper } from '../../access/gatekeeper.ts'
import { HttpProblem } from '../../problem/http-problem.ts'

export const sessionCookie = 'daybook_session'

/** Who calls, by the Authorization header or else the session cookie. */
export const authenticate = (headers: Headers, gatekeeper: Gatekeeper): Caller => {
  const caller = callerBehind(headers, gatekeeper)
  if (caller) return caller
  throw new HttpProblem(
    'unauthenticated',
    'Send a key that is not revoked as "Authorization: Bearer dbk_…", or sign in on the pages of this server.',
    {
      headers: { 'WWW-Authenticate': 'Bearer realm="daybook"' },
    },
  )
}

/** The same where a credential is welcome and not needed: undefined without one that is known. */
export const callerBehind = (headers: Headers, gatekeeper: Gatekeeper): Caller | undefined => {
  const authorization = headers.get('authorization')
  return authorization === null ? byCookie(headers.get('cookie'), gatekeeper) : byHeader(authorization, gatekeeper)
}

const byHeader = (authorization: string, gatekeeper: Gatekeeper): Caller | undefined => {
  const text = /^bearer +([^\s]+) *$/i.exec(authorization)?.[1]
  return text === undefined || text.length > 256 ? undefined : gatekeeper.bearer(text)
}

const byCookie = (cookies: string | null, gatekeeper: Gatekeeper): Caller | undefined => {
  const token = cookies === null ? undefined : /(?:^|;\s*)daybook_session=([A-Za-z0-9_-]{43})(?:;|$)/.exec(cookies)?.[1]
  return token === undefined ? undefined : gatekeeper.cookie(token)
}

/** Refuses with 404 what the credential does not reach, and with 403 what it does not allow. */
export const authorize = (caller: Caller, trail: string | undefined, deed?: Deed): void => {
  if (deed === undefined) {
    if (trail === undefined || !reaches(caller, trail))
      throw new HttpProblem('not_found', 'There is no such trail for this credential.')
    return
  }
  if (!mayDo(caller, deed, trail)) throw new HttpProblem('forbidden', refusals[deed])
}

const refusals: { readonly [deed in Deed]: string } = {
  write: 'This credential may not write events; use a key with the role writer.',
  look: 'This credential may not look at the trail.',
  read: 'This credential may not read events; use a key with the role reader, or ask an administrator for a role that reads.',
  export: 'Your roles on this trail do not include exporting; ask an administrator of the trail.',
  reveal: 'Your roles on this trail do not include revealing values; ask an administrator of the trail.',
  annotate: 'Your roles on this trail do not include notes and questions; ask an administrator of the trail.',
  alert: 'Your roles on this trail do not include alerts; ask an administrator of the trail.',
  review: 'Your roles on this trail do not include reviews; ask an administrator of the trail.',
  administer:
    'This needs a key with the role admin, an administrator of the trail, or the daybook command on the machine of the server.',
}

/**
 * A cookie travels with requests that other sites cause. A write that is authenticated by one must come from a page of
 * this server: the browser says so in Sec-Fetch-Site or Origin, and one of them has to be there.
 */
export const refuseForeignPage = (headers: Headers, caller: Caller, publicUrl: string | undefined): void => {
  if (sessionOf(caller)) requireOwnPage(headers, publicUrl, false)
}

/** The same for calls that make a session; programs without a browser send neither header and are let through. */
export const requireOwnPage = (headers: Headers, publicUrl: string | undefined, absentIsFine: boolean): void => {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site === null && origin === null && absentIsFine) return
  const isFromElsewhere = site !== null && site !== 'same-origin'
  if (isFromElsewhere || (origin === null ? site === null : !isOwn(origin, headers.get('host'), publicUrl)))
    throw new HttpProblem('bad_origin', 'Do this on a page of this server, or send a key and no cookie.')
}

const isOwn = (origin: string, host: string | null, publicUrl: string | undefined): boolean => {
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`)
}
