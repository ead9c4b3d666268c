import { z } from '@hono/zod-openapi'
import { lanes } from '../../views/saved-view.ts'
import { ruleName, time, webAddress } from './watch-schemas.ts'

const target = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('mail'),
        address: z.email({ error: 'The address is one e-mail address' }).max(254, 'The address is longer than 254 characters'),
      }),
      z.strictObject({ kind: z.literal('webhook'), url: webAddress }),
    ],
    'Who is told is {"kind":"mail","address":"…"} or {"kind":"webhook","url":"https://…"}',
  )
  .describe('`mail`: one address. `webhook`: a program, told by a message signed as Standard Webhooks does.')

const whole = (what: string, least: number, most: number) =>
  z.int(`${what} is a whole number`).min(least, `${what} is ${least} to ${most}`).max(most, `${what} is ${least} to ${most}`)

const thresholdMembers = {
  q: z
    .string('The query is a text')
    .max(4_000, 'The query is longer than 4000 characters')
    .default('')
    .describe('The query language; empty for every event.'),
  lane: z
    .enum(lanes, `The lane is one of ${lanes.join(', ')}`)
    .default('all')
    .describe('Which categories; a query that names a category itself has its own way.'),
  atLeast: whole('The number of events', 1, 1_000).default(1),
  withinMinutes: whole('The window', 1, 1_440)
    .default(10)
    .describe('How close to each other they occurred. Means nothing where one event is enough.'),
  cooldownMinutes: whole('The pause', 0, 10_080)
    .default(60)
    .describe('After it fired it is quiet for so long; what came meanwhile is told in one message when that is over.'),
}

const ruleMembers = {
  name: ruleName,
  ...thresholdMembers,
  view: z
    .uuid('The view is an id')
    .optional()
    .describe('A saved view: its query and lane as they are now instead of `q` and `lane`.'),
  to: z.array(target, 'Who is told is a list').min(1, 'Nobody is told').max(10, 'More than 10 are told'),
}

export const newAlertSchema = z.strictObject(ruleMembers).openapi('NewAlert')

export const changedAlertSchema = z
  .strictObject({
    ...ruleMembers,
    newSecret: z.boolean('newSecret is true or false').default(false).describe('Make another signing secret.'),
  })
  .openapi('ChangedAlert')

export const triedAlertSchema = z
  .strictObject({ ...thresholdMembers, view: ruleMembers.view, days: whole('The number of days', 1, 90).default(30) })
  .openapi('AlertToTry')

export const muteSchema = z
  .strictObject({ until: time.nullable().describe('Nothing is said until then; null ends it.') })
  .openapi('Mute')

export const alertSchema = z
  .strictObject({
    id: z.uuid(),
    ...ruleMembers,
    says: z.string().describe('The rule as a sentence.'),
    owner: z.strictObject({ name: z.string(), isYou: z.boolean() }),
    mayChange: z.boolean(),
    isAsleep: z.boolean().describe('Its owner may not set alerts on this trail any more, so that it watches nothing.'),
    mutedUntil: time.nullable(),
    lastFired: z.strictObject({ at: time, count: z.int() }).nullable().describe('Only of one’s own.'),
    createdAt: time,
  })
  .openapi('Alert')

export const createdAlertSchema = alertSchema
  .extend({ secret: z.string().describe('What messages to programs are signed with; shown this once.').optional() })
  .openapi('CreatedAlert')

export const alertListSchema = z
  .strictObject({
    data: z.array(alertSchema),
    canMail: z.boolean().describe('Whether the server has a mail server to send through.'),
  })
  .openapi('Alerts')

export const trialSchema = z
  .strictObject({
    days: z.int(),
    matched: z.int().describe('Events that match.'),
    fired: z.int().describe('How often it would have fired.'),
    byDay: z.array(z.strictObject({ day: z.iso.date().describe('UTC.'), fired: z.int() })),
    isWhole: z.boolean().describe('False where there were more matches than are looked at: then it tells of the newest.'),
  })
  .openapi('AlertTrial')

export const alertLogSchema = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.uuid(),
        at: time,
        count: z.int(),
        positions: z.array(z.int()).describe('The newest of the events.'),
        told: z.array(
          z.strictObject({
            target,
            state: z.enum(['waiting', 'delivered', 'gave_up']),
            nextTry: time.nullable(),
            attempts: z.array(z.strictObject({ at: time, ok: z.boolean(), said: z.string().describe('In words for a person.') })),
          }),
        ),
      }),
    ),
  })
  .openapi('AlertLog')
