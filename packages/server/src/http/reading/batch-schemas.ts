import { z } from '@hono/zod-openapi'
import { currency, indexSchema, nextCursor, position, time } from '../frame/schema-parts.ts'
import { countedSchema } from './count-schemas.ts'
import { eventViewSchema } from './event-schemas.ts'
import { madeBy } from './record-schemas.ts'

const batchStep = z.object({ id: z.string().optional(), seq: position, at: time.optional(), sentence: z.string() })
const batchCounts = z.looseObject({
  created: z.int().optional(),
  updated: z.int().optional(),
  unchanged: z.int().optional(),
  failed: z.int().optional(),
})
const batchSchema = z
  .object({
    id: z.string(),
    kind: z.string().nullable(),
    state: z.enum(['open', 'completed', 'failed']).describe('`open` until an event says that it ended.'),
    who: z.looseObject({}).nullable(),
    source: z.looseObject({}).nullable(),
    file: z.looseObject({ name: z.string() }).nullable(),
    mapping: z.string().nullable(),
    rows: z.int().nullable(),
    first: batchStep,
    last: batchStep,
    started: batchStep.nullable(),
    completed: batchStep.nullable(),
    claimed: batchCounts.nullable().describe('As whoever ran it reports.'),
    recorded: z
      .object({
        created: z.int(),
        updated: z.int(),
        deleted: z.int(),
        other: z.int(),
        failed: z.int().describe('Events whose outcome was not success.'),
        events: z.int(),
        exact: z.boolean(),
      })
      .describe('As the trail counts, by the verbs of the actions; without the events that say that the batch began or ended.'),
  })
  .openapi('Batch')
export const batchPageSchema = z.object({ data: z.array(batchSchema), nextCursor, index: indexSchema }).openapi('BatchPage')
export const oneBatchSchema = batchSchema
  .extend({
    failures: z.array(z.looseObject({ line: z.int(), reason: z.string() })),
    actions: z.array(countedSchema),
    fields: z.array(countedSchema),
    records: z.array(countedSchema),
    index: indexSchema,
  })
  .openapi('OneBatch')
const undoRowSchema = z.object({
  record: z.object({ type: z.string(), id: z.string(), name: z.string().optional() }),
  what: z.enum(['changed', 'created', 'deleted', 'restored']),
  field: z.string().optional(),
  path: z.string().optional(),
  label: z.string().optional(),
  kind: z.string().optional(),
  currency: currency.optional(),
  before: z.unknown().optional().describe('As the batch found it.'),
  after: z.unknown().optional().describe('As the batch left it.'),
  treated: z.string().optional(),
  hidden: z.literal(true).optional().describe('The values are hidden from this reader.'),
  by: madeBy.describe('The last event of the batch that changed it.'),
  state: z
    .enum(['as_left', 'changed', 'put_back'])
    .describe('`changed` since by an event outside of the batch; `put_back`: to what the batch had found.'),
  since: madeBy.optional().describe('The newest event that changed it since.'),
  now: z.unknown().optional().describe('What that event left.'),
})
export const undoPageSchema = z
  .object({
    data: z.array(undoRowSchema),
    whole: z.boolean().describe('False where the records have more later events than were looked at.'),
    nextCursor: z.string().nullable(),
    index: indexSchema,
  })
  .openapi('UndoPage')
export const downstreamSchema = z
  .object({
    count: z.int(),
    whole: z.boolean(),
    actions: z.array(z.object({ value: z.string(), count: z.int() })),
    sources: z.array(z.object({ value: z.string(), count: z.int() })),
    data: z.array(eventViewSchema),
    index: indexSchema,
  })
  .openapi('Downstream')
