import { lanes } from '@daybook/core'
import { z } from '@hono/zod-openapi'
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
  to: z
    .array(target, 'Who is told is a list')
    .max(10, 'More than 10 are told')
    .default([])
    .describe(
      'Whom to tell besides: Daybook’s own pages show to its owner what each alert found, also where nobody else is told.',
    ),
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
    lastFired: z
      .strictObject({ at: time, count: z.int() })
      .nullable()
      .describe('Only where the caller may know what it found: the owner of the alert, and whoever has the machine.'),
    unread: z.int().describe('How many times it fired that the caller has not opened; 0 where they may not know.'),
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
    loaded: z.int().describe('Of them, those that were loaded as history: an alert that is set counts none such.'),
    fired: z.int().describe('How often it would have fired.'),
    byDay: z.array(z.strictObject({ day: z.iso.date().describe('UTC.'), fired: z.int() })),
    isWhole: z.boolean().describe('False where there were more matches than are looked at: then it tells of the newest.'),
  })
  .openapi('AlertTrial')

const firing = {
  id: z.uuid(),
  at: time,
  count: z.int(),
  from: time.nullable().describe('When the first of the events occurred; null where that was not kept.'),
  to: time.nullable().describe('When the last of them occurred.'),
  events: z
    .strictObject({ q: z.string(), lane: z.enum(lanes), from: time.optional(), to: time.optional() })
    .describe('What to search for to find the very events: the question of the alert, over that stretch, up to that position.'),
  newest: z.string().nullable().describe('The newest of the events as the caller reads it; null where they may not.'),
}

export const alertLogSchema = z
  .strictObject({
    data: z.array(
      z.strictObject({
        ...firing,
        isRead: z.boolean().describe('Whether the caller has opened it.'),
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

export const unreadSchema = z
  .strictObject({
    count: z.int().describe('How many times alerts fired that the caller has not opened.'),
    data: z
      .array(z.strictObject({ ...firing, alert: z.strictObject({ id: z.uuid(), name: z.string(), says: z.string() }) }))
      .describe('The newest three, newest first.'),
  })
  .openapi('UnreadAlerts')

export const readSchema = z
  .strictObject({
    firings: z
      .array(z.uuid('A firing is an id'), 'The firings are a list of ids')
      .max(100, 'There are more than 100 firings')
      .optional()
      .describe('Which were opened; without it, all that there are.'),
  })
  .openapi('ReadAlerts')
