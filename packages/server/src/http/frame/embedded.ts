import type { Context } from 'hono'
import { callerOfKey, type Embedded } from '../../access/caller.ts'
import type { EmbedGrant } from '../../access/embed-token.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { authorize } from './authenticate.ts'
import type { Env } from './endpoint.ts'
import { nameInPath } from './name-in-path.ts'
import { reply } from './reply.ts'
import { newRequestId } from './request-id.ts'
import type { Service } from './service.ts'

/** How long a browser may remember the answer to a preflight, seconds. */
const preflightS = 600

/**
 * Who reads by a token for a page of a tool; undefined where the call carries none. Only endpoints that say so answer such
 * tokens, each about the one record of the token, and only to the origin that the token names. Everything else is refused:
 * 401 for what is no token of this server or has expired, 403 for another origin, 404 for another trail or record.
 */
export const embeddedCaller = (
  c: Context<Env>,
  service: Service,
  answers: 'record' | 'event' | undefined,
): Embedded | undefined => {
  const token = tokenIn(c.req.header('authorization'))
  if (token === undefined) return undefined
  c.set('embedded', { origin: undefined })
  const read = service.embeds.read(token)
  if (!read) throw noToken('The token is not one of this server, or is older than its last start. Ask for a new one.')
  const { grant, expired } = read
  if (c.req.header('origin') !== grant.origin)
    throw new HttpProblem('bad_origin', 'This token may be used by pages of the origin it was made for, and from nowhere else.')
  if (answers !== undefined) c.set('embedded', { origin: grant.origin })
  const by = vouching(grant, service)
  if (expired || by === undefined) throw noToken('The token has expired. Ask for a new one.')
  const { trail, object, reader, roles, origin } = grant
  const caller: Embedded = { kind: 'embed', trail, object, reader, roles, origin, by }
  authorize(caller, c.req.param('trail'))
  if (answers === undefined)
    throw new HttpProblem('forbidden', 'A token for an embedded history reads that history and nothing else.')
  if (answers === 'record' && (nameInPath(c, 'type') !== object.type || nameInPath(c, 'id') !== object.id))
    throw new HttpProblem('not_found', 'There is no such record for this token.')
  return caller
}

/** Keys, links and sessions have no dot; the three parts of a token have two. */
const tokenIn = (authorization: string | undefined): string | undefined =>
  /^bearer +([^\s.]*\.\S*) *$/i.exec(authorization ?? '')?.[1]

/** The key that asked for the token, as it is now; undefined once it is revoked. */
const vouching = ({ key, trail }: EmbedGrant, { access }: Service): Embedded['by'] | undefined => {
  if (key === undefined) return { kind: 'local' }
  const found = access.key(key)
  if (!found || found.trail !== trail || found.revokedAt !== null) return undefined
  return callerOfKey(found)
}

const noToken = (detail: string): HttpProblem =>
  new HttpProblem('unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="daybook"' } })

/** The answer, readable by pages of the token's origin and of no other; without a token nothing is added. */
export const readableThere = (c: Context<Env>, answer: Response): Response => {
  const embedded = c.get('embedded')
  if (embedded === undefined) return answer
  answer.headers.append('Vary', 'Origin')
  if (embedded.origin === undefined) return answer
  answer.headers.set('Access-Control-Allow-Origin', embedded.origin)
  answer.headers.set('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id')
  return answer
}

/** Answers OPTIONS for an address that takes tokens: with leave for origins that have one, and only for what they need. */
export const preflight = (c: Context<Env>, service: Service): Response => {
  const origin = c.req.header('origin')
  const isKnown = origin !== undefined && service.embeds.knowsOrigin(c.req.param('trail') ?? '', origin)
  return reply(newRequestId(), 204, null, '', {
    Allow: 'GET, HEAD, OPTIONS',
    Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    ...(isKnown
      ? {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': 'GET',
          'Access-Control-Allow-Headers': 'Authorization',
          'Access-Control-Max-Age': String(preflightS),
        }
      : {}),
  })
}
