import { lanes } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { spans } from '../../views/saved-view.ts'

const time = z.iso.datetime().describe('UTC, RFC 3339.')
const end = z
  .string('An end of the range is a text')
  .min(1, 'An end of the range is empty')
  .max(40, 'An end of the range is no date or time')

const range = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('any') }),
      z.strictObject({ kind: z.literal('relative'), last: z.enum(spans, `The last days are one of ${spans.join(', ')}`) }),
      z.strictObject({ kind: z.literal('frozen'), from: end.optional(), to: end.optional() }),
    ],
    'The range is {"kind":"any"}, {"kind":"relative","last":"7d"} or {"kind":"frozen","from":"2026-11-01","to":"2026-12-01"}',
  )
  .describe('Events of any time, of so many days up to when it is asked, or from one moment to before another.')

const audience = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('private') }),
      z.strictObject({ kind: z.literal('shared') }),
      z.strictObject({
        kind: z.literal('role'),
        role: z.string('The role is a name').regex(/^[a-z][a-z0-9-]{0,31}$/, 'The role is a name'),
      }),
    ],
    'The audience is {"kind":"private"}, {"kind":"shared"} or {"kind":"role","role":"support"}',
  )
  .describe('Whose lists it is in. Pinning it for a role needs the right to administer.')

export const newViewSchema = z
  .strictObject({
    name: z.string('The name is a text').trim().min(1, 'The name is empty').max(80, 'The name is longer than 80 characters'),
    q: z.string('The query is a text').max(4_000, 'The query is longer than 4000 characters').default(''),
    lane: z
      .enum(lanes, `The lane is one of ${lanes.join(', ')}`)
      .default('business')
      .describe('Which categories, in the word of the page’s address; a query that names a category itself has its own way.'),
    range: range.default({ kind: 'any' }),
    audience: audience.default({ kind: 'private' }),
  })
  .openapi('NewView')

export const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    q: z.string(),
    lane: z.enum(lanes),
    range,
    audience,
    owner: z.object({ name: z.string(), isYou: z.boolean() }),
    mayChange: z.boolean().describe('Whether this credential may change and remove it.'),
    createdAt: time,
    changedAt: time,
  })
  .openapi('View')

export const viewListSchema = z.object({ data: z.array(viewSchema) }).openapi('ViewList')
