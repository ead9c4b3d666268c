import { z } from '@hono/zod-openapi'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'

const longestMinutes = 15

const text = (max: number, what: string) =>
  z.string(`${what} is a text`).min(1, `${what} is empty`).max(max, `${what} is longer than ${max} characters`)

const wantedSchema = z
  .strictObject({
    object: z
      .strictObject(
        {
          type: text(200, 'The type of the record'),
          id: text(1_000, 'The id of the record'),
        },
        'The object is the record: its type and id',
      )
      .describe('The one record whose history the token opens.'),
    reader: z
      .strictObject(
        {
          id: text(200, 'The id of the reader'),
          name: text(200, 'The name of the reader'),
          roles: z
            .array(text(64, 'The name of a role'), 'The roles are a list of names')
            .max(32, 'There are more than 32 roles')
            .optional()
            .describe('Names of roles of the trail. Those that the key itself does not have open nothing.'),
        },
        'The reader is whoever is signed in to the tool: id and name',
      )
      .describe('Who is signed in to the tool. Reading by the token is on the record under this name.'),
    origin: z
      .string('The origin is a text')
      .refine(isOrigin, 'The origin is scheme, host and port as browsers write it, like https://tool.example, without a path')
      .describe('Of the pages that show the history. From any other the token opens nothing.'),
    minutes: z
      .int('The minutes are a whole number')
      .min(1, 'The minutes are 1 to 15')
      .max(longestMinutes, 'The minutes are 1 to 15')
      .default(longestMinutes)
      .describe('For how long.'),
  })
  .openapi('NewEmbedToken')

const madeSchema = z
  .object({
    token: z.string().describe('A compact JWS. Hand it to the page; do not take it apart.'),
    expiresAt: z.iso.datetime(),
  })
  .openapi('EmbedToken')

/** Tokens for the histories that a tool shows on its own pages. */
export const addEmbedRoutes = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/embed-tokens',
      summary: 'Make a token for an embedded history',
      description:
        'For the server of a tool, with its key: the browser gets the token, never the key. It opens the history of one record to pages of one origin for at most 15 minutes, and shows no more than the key itself may see. Revoking the key, or starting the server again, ends its tokens; the element then asks for a new one.',
      tag: 'Embedding',
      needs: 'read',
      body: wantedSchema,
      answers: { 201: { description: 'The token.', schema: madeSchema } },
    },
    ({ requestId, caller, trail, body: { object, reader, origin, minutes } }) => {
      if (caller.kind !== 'key' && caller.kind !== 'local')
        throw new HttpProblem('forbidden', 'Tokens are made for the server of a tool, with a key of the role reader or admin.')
      const { id, name, roles = [] } = reader
      const known = new Set(service.rolesOf(trail.facts.name).map((role) => role.name))
      const unknown = roles.findIndex((role) => !known.has(role))
      if (unknown >= 0)
        throw new HttpProblem('bad_body', 'The trail has no role of this name; see its roles.', {
          pointer: `/reader/roles/${unknown}`,
        })
      const by = caller.kind === 'key' ? { key: caller.id } : {}
      const grant = { trail: trail.facts.name, object, reader: { id, name }, roles: [...new Set(roles)], origin, ...by }
      const made = service.embeds.make(grant, minutes)
      if (!made)
        throw new HttpProblem('bad_body', 'The names and ids together are longer than a token holds; send shorter ones.', {
          pointer: '',
        })
      return jsonReply(requestId, 201, { token: made.token, expiresAt: new Date(made.expiresAtMs).toISOString() })
    },
  )

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text && !text.includes('*')
}
