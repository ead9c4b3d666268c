import { fieldKinds } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { currency, indexSchema, position, time } from '../frame/schema-parts.ts'

export const madeBy = z.object({
  id: z.string().optional(),
  seq: position,
  occurredAt: time,
  action: z.string().optional(),
  actor: z.object({ type: z.string().optional(), id: z.string().optional(), name: z.string().optional() }).optional(),
})
const fieldStateSchema = z.object({
  field: z.string(),
  path: z.string().optional(),
  label: z.string().optional(),
  kind: z.enum(fieldKinds).optional(),
  currency: currency.optional(),
  value: z.unknown().optional(),
  treated: z.string().optional(),
  known: z
    .enum(['set', 'before', 'hidden'])
    .describe('`set` by an event before the moment; `before`: a later event says what it was; `hidden` from this reader.'),
  by: madeBy.describe('The event that made it so, or that tells.'),
  unexplained: z.literal(true).optional().describe('An event found another value than the one before it had left.'),
})
const recordStateSchema = z.object({
  at: time,
  exists: z.enum(['yes', 'no', 'unknown']),
  name: z.string().optional(),
  firstSeenAt: time.optional(),
  lastSeenAt: time.optional(),
  laterSeenAt: time.optional().describe('Where nothing is known of it up to the moment: when the first later event occurred.'),
  endedBy: madeBy.optional().describe('The event that deleted it.'),
  returnedBy: madeBy.optional().describe('The event that brought it back after that.'),
  fields: z.array(fieldStateSchema),
  whole: z.boolean().describe('False where the record has more events than were looked at.'),
})
export const stateSchema = recordStateSchema.extend({ index: indexSchema }).openapi('RecordState')
export const comparisonSchema = z
  .object({
    from: recordStateSchema,
    to: recordStateSchema,
    changes: z.array(z.object({ field: z.string(), from: fieldStateSchema.optional(), to: fieldStateSchema.optional() })),
    index: indexSchema,
  })
  .openapi('RecordComparison')
