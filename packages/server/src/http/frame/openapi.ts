import { eventShape, refusalPhrases, toJsonSchema } from '@daybook/core'
import type { RouteConfig } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import { type ProblemCode, statusOf } from '../../problem/http-problem.ts'
import { serverCodes } from '../../problem/server-code.ts'
import type { Endpoint } from './endpoint.ts'

/** What a call answers when it succeeds. */
export type Answers = {
  readonly [status: number]: {
    readonly description: string
    readonly contentType?: string
    readonly otherContentTypes?: readonly string[]
    readonly schema?: z.ZodType
    readonly headers?: z.ZodObject
  }
}

const allCodes = [...Object.keys(refusalPhrases), ...Object.keys(serverCodes)] as [ProblemCode, ...ProblemCode[]]

const problemSchema = z
  .looseObject({
    title: z.string(),
    status: z.int(),
    code: z.enum(allCodes).describe('Stable; each has a section in docs/errors.md.'),
    detail: z.string().describe('One sentence: what is wrong, where, and what to do. Never a value that was sent.'),
    pointer: z.string().optional().describe('RFC 6901 JSON pointer into the body, or into the event.'),
    at: z.int().optional().describe('Of `bad_query`: where in the text that `pointer` names, in UTF-16 units from 0.'),
    requestId: z.string(),
  })
  .openapi('Problem')

/** The event as a producer sends it, from the very shape that the checker is made of. */
export const eventInputSchema = toJsonSchema(eventShape)

/** What any call of a kind can meet beside what it is about. */
const usual = (
  endpoint: Pick<Endpoint<undefined, undefined>, 'needs' | 'method' | 'path' | 'body' | 'query' | 'otherBody'>,
): readonly ProblemCode[] => [
  ...(endpoint.needs === 'anyone' ? [] : (['unauthenticated', 'invalid_unicode'] as const)),
  ...(endpoint.needs === 'anyone' || endpoint.needs === 'known' ? [] : (['forbidden'] as const)),
  ...(endpoint.path.includes('{trail}') ? (['not_found'] as const) : []),
  ...(endpoint.query ? (['bad_parameter'] as const) : []),
  ...(endpoint.body || endpoint.otherBody
    ? ([
        'bad_request',
        'invalid_json',
        'invalid_unicode',
        'bad_body',
        'body_too_large',
        'unsupported_media_type',
        'too_busy',
        'request_timeout',
      ] as const)
    : []),
  ...(endpoint.method === 'get' ? [] : (['bad_origin', 'starting', 'sealed', 'storage_full', 'storage_fault'] as const)),
  'internal_error',
]

const problemsByStatus = (codes: readonly ProblemCode[]): RouteConfig['responses'] => {
  const byStatus = Map.groupBy(new Set(codes), statusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: `Problem: ${some.map((code) => `\`${code}\``).join(', ')}.`,
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

/** The OpenAPI description of an endpoint, from the schemas that check its calls. */
export const documented = (endpoint: Omit<Endpoint<z.ZodType | undefined, z.ZodType | undefined>, never>): RouteConfig => {
  const names = [...endpoint.path.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => name ?? '')
  const answers = Object.entries(endpoint.answers).map(
    ([status, { description, contentType = 'application/json', otherContentTypes = [], schema, headers }]) => [
      status,
      {
        description,
        ...(headers ? { headers } : {}),
        ...(schema ? { content: Object.fromEntries([contentType, ...otherContentTypes].map((type) => [type, { schema }])) } : {}),
      },
    ],
  )
  const body = endpoint.body ? { 'application/json': { schema: endpoint.body } } : endpoint.otherBody
  return {
    method: endpoint.method,
    path: endpoint.path.replaceAll('*}', '}'),
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    tags: [endpoint.tag],
    ...(endpoint.needs === 'anyone'
      ? { security: [] }
      : { security: [{ key: [] }, { session: [] }, ...(endpoint.embed ? [{ embed: [] }] : [])] }),
    request: {
      ...(names.length > 0 ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
      ...(endpoint.headers ? { headers: endpoint.headers } : {}),
      ...(body ? { body: { required: true, content: body as never } } : {}),
    },
    responses: {
      ...problemsByStatus([...usual(endpoint as never), ...(endpoint.problems ?? [])]),
      ...Object.fromEntries(answers),
    },
  }
}
