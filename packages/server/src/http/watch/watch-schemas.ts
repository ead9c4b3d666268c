import { z } from '@hono/zod-openapi'
import { plainName } from '../../outbound/target.ts'
import { makerSchema } from '../frame/schema-parts.ts'

export const time = z.iso.datetime().describe('UTC, RFC 3339.')

export const ruleName = z
  .string('The name is a text')
  .trim()
  .min(1, 'The name is empty')
  .max(80, 'The name is longer than 80 characters')

const queryText = z
  .string('The query is a text')
  .max(4_000, 'The query is longer than 4000 characters')
  .default('')
  .describe('The query language; empty for every event.')

export const webAddress = z
  .string('The address is a text')
  .max(2_000, 'The address is longer than 2000 characters')
  .refine((text) => ['https:', 'http:'].includes(URL.parse(text)?.protocol ?? ''), 'The address begins with https://')
  .refine((text) => {
    const url = URL.parse(text)
    return url?.username === '' && url.password === ''
  }, 'The address has a name or password in it; take it out')

const host = z
  .string('The host is a name or an address')
  .min(1, 'The host is empty')
  .max(253, 'The host is longer than 253 characters')
  .refine(isHost, 'The host is a name or an address, without port and path')

function isHost(text: string): boolean {
  try {
    return plainName(text) !== ''
  } catch {
    return false
  }
}

const receiver = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('https'), url: webAddress }),
      z.strictObject({
        kind: z.literal('syslog'),
        host,
        port: z.int('The port is a number').min(1, 'The port is 1 to 65535').max(65_535, 'The port is 1 to 65535').default(6514),
        tls: z.boolean('tls is true or false').default(true),
        format: z.enum(['json', 'cef'], 'The format is json or cef').default('json'),
      }),
    ],
    'The receiver is {"kind":"https","url":"https://…"} or {"kind":"syslog","host":"…"}',
  )
  .describe('`https`: batches of events as JSON, signed. `syslog`: RFC 5424 over TLS or TCP, each message behind its length.')

const forwarderMembers = {
  name: ruleName,
  receiver,
  q: queryText,
  own: z
    .boolean('own is true or false')
    .default(false)
    .describe('Also the trail’s own events: who read, exported, changed settings.'),
  roles: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'A role is a name'), 'The roles are a list of names')
    .max(20, 'There are more than 20 roles')
    .default([])
    .describe('As whom the receiver reads. None: every event, and of each nothing that is kept for roles.'),
  paused: z.boolean('paused is true or false').default(false),
}

export const newForwarderSchema = z
  .strictObject({
    ...forwarderMembers,
    from: z
      .enum(['now', 'beginning'], 'It begins with now or the beginning')
      .default('now')
      .describe('Whether what is recorded already is sent too.'),
  })
  .openapi('NewForwarder')

export const changedForwarderSchema = z
  .strictObject({
    ...forwarderMembers,
    newSecret: z
      .boolean('newSecret is true or false')
      .default(false)
      .describe('Make another signing secret; the one before stops at once.'),
  })
  .openapi('ChangedForwarder')

export const forwarderSchema = z
  .strictObject({
    id: z.uuid(),
    ...forwarderMembers,
    maker: makerSchema.describe('The person who chose the receiver; null for the machine, a key, and where it was not kept.'),
    createdAt: time,
    state: z.strictObject({
      now: z
        .enum(['waiting', 'working', 'failing', 'paused'])
        .describe(
          '`waiting`: nothing was sent to this receiver yet, and nothing went wrong. `working`: what there was, it took.',
        ),
      reached: time
        .nullable()
        .describe(
          'When the receiver was last found to be there although there was nothing to send; null where that was not asked.',
        ),
      sentUpTo: z.int().describe('Every position below it has been sent or was not asked for.'),
      behind: z.int().describe('Positions recorded since, whether asked for or not.'),
      lastSent: z.strictObject({ seq: z.int(), at: time }).nullable(),
      failing: z
        .strictObject({
          since: time,
          error: z.string().describe('In words for a person.'),
          nextTry: time.nullable().describe('null where it is tried with the next event: after a test that failed.'),
        })
        .nullable(),
    }),
  })
  .openapi('Forwarder')

export const createdForwarderSchema = forwarderSchema
  .extend({ secret: z.string().describe('What messages to an HTTPS receiver are signed with; shown this once.').optional() })
  .openapi('CreatedForwarder')

export const forwarderListSchema = z.strictObject({ data: z.array(forwarderSchema) }).openapi('Forwarders')

export const triedSchema = z
  .strictObject({ ok: z.boolean(), said: z.string().describe('In words for a person.') })
  .openapi('Tried')
