import { decisions, durationMs } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import type { CaseFilter } from '../../search/case-list.ts'
import { wholeNumber } from './search-parameters.ts'

const onlyTrue = z.enum(['true'], 'The only value is true').optional()

/** What a list of cases takes of its own. All of it speaks of whole cases; the filters beside it choose events. */
export const caseParameters = {
  state: z.enum(['open', 'ended'], 'The state is open or ended').optional().describe('Only cases in this state.'),
  step: z
    .string()
    .min(1, 'The step is empty')
    .optional()
    .describe('Only cases that are in this step now: its whole name, case and accents aside.'),
  waiting: z
    .string()
    .optional()
    .transform((text, context) => {
      const ms = text === undefined ? undefined : durationMs(text)
      if (text !== undefined && ms === undefined)
        context.addIssue('The wait is an ISO 8601 duration in whole numbers, like P3D or PT4H, at most 100 years')
      return ms
    })
    .describe('Only open cases that have been in their step for longer than this: an ISO 8601 duration like `P3D` or `PT4H`.'),
  overdue: onlyTrue.describe('`true`: only open cases that should have been done by now, as the catalogue says (`dueWithin`).'),
  decision: z
    .enum(decisions, `The decision is one of ${decisions.join(', ')}`)
    .optional()
    .describe('Only cases in which somebody decided so, in any step; `overridden` also where a rule was overridden.'),
  override: z
    .enum(['true', 'without_reason'], 'The value is true or without_reason')
    .optional()
    .describe('`true`: only cases in which a rule was overridden; `without_reason`: and somebody who did so gave no reason.'),
  backward: onlyTrue.describe('`true`: only cases that moved back to a step declared earlier.'),
  breaches: onlyTrue.describe('`true`: only cases in which one person stood on both sides of a pair that needs four eyes.'),
  limit: wholeNumber('The limit', 500, 50).describe(
    'At most so many cases, 1 to 500. Cases of very many events can make a page shorter.',
  ),
  cursor: z.string().optional().describe('From nextCursor of the page before; everything else as it was there.'),
}

/** The cases that a call asks for. */
export const caseFilterOf = (
  own: z.output<z.ZodObject<typeof caseParameters>>,
  type: string | undefined,
  nowMs: number,
): CaseFilter => {
  const { state, step, waiting, overdue, decision, override, backward, breaches } = own
  return {
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state }),
    ...(step === undefined ? {} : { step }),
    ...(waiting === undefined ? {} : { waitingSinceMs: nowMs - waiting }),
    ...(overdue === undefined ? {} : { overdue: true }),
    ...(decision === undefined ? {} : { decision }),
    ...(override === undefined ? {} : { override }),
    ...(backward === undefined ? {} : { backward: true }),
    ...(breaches === undefined ? {} : { breaches: true }),
  }
}
