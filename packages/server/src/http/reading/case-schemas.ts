import { z } from '@hono/zod-openapi'
import { indexSchema, position, time } from '../frame/schema-parts.ts'

const caseStepSchema = z.looseObject({
  seq: position,
  id: z.string().optional(),
  step: z.string().optional(),
  decision: z.string().optional(),
  at: time,
  waitedMs: z.int().describe('Milliseconds since the event before it in the case.'),
  backward: z.literal(true).optional(),
})
const caseSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  startedAt: time,
  lastAt: time,
  state: z.enum(['open', 'ended']),
  step: z.string().optional(),
  inStepSince: time,
  dueAt: time.optional(),
  steps: z.array(caseStepSchema),
  breaches: z.array(
    z.object({
      steps: z.array(z.string()),
      actor: z.object({ id: z.string(), name: z.string().optional() }),
      events: z.array(caseStepSchema),
    }),
  ),
})
export const oneCaseSchema = caseSchema.extend({ index: indexSchema }).openapi('WorkflowCase')
export const caseListSchema = z
  .object({
    data: z.array(caseSchema),
    steps: z.array(z.object({ type: z.string(), step: z.string(), open: z.int() })),
    whole: z.boolean().describe('False where older cases were not looked at.'),
    index: indexSchema,
  })
  .openapi('WorkflowCases')
