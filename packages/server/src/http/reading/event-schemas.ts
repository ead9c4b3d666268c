import { categories, fieldKinds } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { countSchema, currency, hash, indexSchema, nextCursor, position, text, time } from '../frame/schema-parts.ts'

const hiddenSchema = z.object({
  slot: z.string(),
  why: z.enum(['withheld', 'erased']),
  roles: z.array(z.string()).optional(),
  by: position.optional(),
})
export const eventViewSchema = z
  .looseObject({
    seq: position,
    id: z.string().optional(),
    action: z.string().optional(),
    occurredAt: time.optional(),
    recordedAt: time.optional(),
    category: z.enum(categories).optional(),
    catalogue: z.int().optional(),
    changes: z
      .array(
        z.looseObject({
          field: z.string(),
          label: z.string().optional(),
          kind: z.enum(fieldKinds).optional(),
          currency: currency.optional(),
        }),
      )
      .optional(),
    hash,
    sentence: z.string(),
    parts: z.array(
      z.object({
        kind: z.string(),
        text: z.string(),
        ref: z.object({ type: z.string(), id: z.string() }).optional(),
        value: z
          .object({ kind: z.enum(['decimal', 'day', 'moment']), recorded: z.string(), currency: currency.optional() })
          .optional()
          .describe('What the text says, for readers who write days, times and amounts in another way.'),
      }),
    ),
    defects: z.array(z.object({ name: z.string(), detail: z.string() })),
    hidden: z.array(hiddenSchema),
  })
  .describe('The members of the event as recorded (see Event), as far as the reader may see them, and what Daybook adds.')
  .openapi('EventView')
export const eventPageSchema = z
  .object({
    data: z.array(eventViewSchema),
    nextCursor,
    total: countSchema,
    index: indexSchema,
    recordedUntil: time
      .optional()
      .describe('On the first page of what is asked with `upto`: when the last event before that position was recorded.'),
  })
  .openapi('EventPage')
const stepSchema = z.object({
  id: z.string().optional(),
  seq: position,
  sentence: z.string(),
  occurredAt: time.optional(),
  source: z.object({ type: z.string().optional(), name: z.string().optional() }).optional().describe('Through what it came.'),
})
const causeSchema = stepSchema.extend({
  id: z.string(),
  batch: z.object({ id: z.string(), file: z.string() }).optional().describe('The import that it began or ended, and its file.'),
})
export const oneEventSchema = eventViewSchema.extend({ causes: z.array(causeSchema) }).openapi('OneEvent')
export const causesSchema = z
  .object({
    event: stepSchema,
    causes: z.array(causeSchema).describe('Nearest first.'),
    effects: z.array(causeSchema.extend({ causedBy: z.string(), depth: z.int().min(1) })).describe('Nearest first.'),
    more: z.boolean().describe('There are more effects than are told.'),
    moreCauses: z.boolean().describe('The chain begins before the last of the causes that are told; ask for that event.'),
    index: indexSchema,
  })
  .openapi('Causes')
const sideSchema = z.object({
  data: z.array(eventViewSchema.extend({ same: z.array(z.enum(['record', 'person', 'request', 'batch', 'customer'])) })),
  more: z.boolean().describe('There are more within these minutes.'),
})
export const aroundSchema = z
  .object({ event: stepSchema, minutes: z.int(), before: sideSchema, after: sideSchema, index: indexSchema })
  .openapi('Around')
export const revealSchema = z
  .strictObject({
    field: text(500, 'The field').describe('Its name, as in `changes`.'),
    path: text(500, 'The path').optional().describe('The item of a list; without it, every item of the field.'),
    side: z.enum(['before', 'after', 'both'], 'The side is before, after or both').default('both'),
    reason: z
      .string('The reason is a text')
      .trim()
      .min(5, 'The reason has at least 5 characters')
      .max(500, 'The reason is longer than 500 characters')
      .describe('Why it has to be read; shown to whoever looks at who looked.'),
  })
  .openapi('Reveal')
export const revealedSchema = z
  .object({
    seq: z.int(),
    field: z.string(),
    changes: z.array(
      z.object({
        path: z.string().optional(),
        before: z.string().optional().describe('Absent where there is no encrypted value.'),
        after: z.string().optional(),
      }),
    ),
    recorded: z.uuid().describe('The event that says so.'),
  })
  .openapi('Revealed')
const slotSchema = z.union([
  z.object({ state: z.literal('disclosed'), name: z.string(), digest: hash, disclosure: z.string() }),
  z.object({ state: z.literal('withheld'), name: z.string(), digest: hash }),
  z.object({ state: z.literal('erased'), name: z.string(), digest: hash, by: position }),
])
export const proofSchema = z
  .object({
    seq: position,
    id: z.string(),
    record: z.string().describe('R, the text whose SHA-256 is E.'),
    hash: hash.describe('E, base64url.'),
    slots: z.array(slotSchema),
    proof: z.string().describe('C2SP .tlog-proof text.'),
    checkpoint: z.string().describe('The signed note the proof leads to.'),
  })
  .openapi('Proof')
