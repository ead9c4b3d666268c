import { z } from '@hono/zod-openapi'
import { countSchema, indexSchema, nextCursor, position, time } from '../frame/schema-parts.ts'

const caseStepSchema = z.looseObject({
  seq: position,
  id: z.string().optional(),
  step: z.string().optional(),
  decision: z.string().optional(),
  at: time,
  waitedMs: z.int().describe('Milliseconds since the event before it in the case.'),
  backward: z.literal(true).optional(),
  reasonHidden: z.literal(true).optional().describe('There is a reason that you may not see, or that was erased.'),
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
    total: countSchema.describe('How many cases are asked for, over all pages.'),
    steps: z
      .array(z.object({ type: z.string(), step: z.string(), open: z.int() }))
      .describe('How many cases are open in each step, whatever else is asked for.'),
    exceptions: z
      .object({
        overrides: z.int().describe('Cases in which a rule was overridden.'),
        overridesWithoutReason: z.int().describe('Of these, cases in which somebody who did so gave no reason.'),
        backward: z.int().describe('Cases that moved back to an earlier step.'),
        breaches: z.int().describe('Cases in which one person stood on both sides of a pair that needs four eyes.'),
        overdue: z.int().describe('Open cases that should have been done by now.'),
      })
      .describe('How many cases, open or ended, are out of the ordinary, whatever else is asked for.'),
    whole: z
      .boolean()
      .describe('False where older cases were not looked at, or a case has so many events that only its newest are told.'),
    nextCursor,
    index: indexSchema,
  })
  .openapi('WorkflowCases')
