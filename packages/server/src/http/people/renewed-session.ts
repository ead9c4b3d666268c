import type { Caller } from '../../access/caller.ts'
import type { ReplyHeaders } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { cookieFor } from '../frame/session-cookie.ts'

/** The cookie with a new token, for a session of an account whose rights change. */
export const renewed = (service: Service, caller: Caller): ReplyHeaders => {
  const { people } = service
  const session =
    caller.kind === 'person' ? people.change(() => people.sessions.renew(caller.session.id, service.now())) : undefined
  return session ? cookieFor(session, service) : {}
}
