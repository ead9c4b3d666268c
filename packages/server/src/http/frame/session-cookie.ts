import { sessionCookie } from './authenticate.ts'
import type { ReplyHeaders } from './reply.ts'
import type { Service } from './service.ts'

/** The header that gives a browser its session; `Lax`, so that a link from elsewhere opens a page of somebody signed in. */
export const cookieFor = (
  session: { readonly token: string; readonly expiresAtMs: number },
  service: Pick<Service, 'now' | 'hasSecureCookies'>,
): ReplyHeaders => {
  const maxAgeS = Math.max(0, Math.floor((session.expiresAtMs - service.now()) / 1000))
  const secure = service.hasSecureCookies() ? '; Secure' : ''
  return { 'Set-Cookie': `${sessionCookie}=${session.token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${secure}` }
}

export const noCookie = (service: Pick<Service, 'now' | 'hasSecureCookies'>): ReplyHeaders =>
  cookieFor({ token: '', expiresAtMs: 0 }, service)
