import { z } from '@hono/zod-openapi'
import { reviewKinds } from '../../watch/review.ts'
import { logSections } from '../../watch/review-content.ts'
import { time } from './watch-schemas.ts'

const kind = z
  .enum(reviewKinds, `The review is one of ${reviewKinds.join(', ')}`)
  .describe('`permissions`: who may do what in the tool and on the trail. `log`: what happened to the log itself.')

const note = z
  .string('The note is a text')
  .trim()
  .min(1, 'The note is empty; say what you looked at')
  .max(2_000, 'The note is longer than 2000 characters')

const range = z.strictObject({ from: z.int(), to: z.int() }).describe('Positions, `to` is not among them.')

export const newReviewSchema = z
  .strictObject({
    kind,
    to: z.int('The end is a position').min(1).describe('The end of the range that was looked through.'),
    note,
  })
  .openapi('NewReview')

export const signedReviewSchema = z
  .strictObject({
    id: z.uuid(),
    kind,
    at: time,
    by: z.string(),
    note: z.string(),
    range,
    count: z.int().describe('Events that were looked through.'),
    leftOpen: z.int().describe('Changes to the reviewer, which somebody else has to sign off.'),
  })
  .openapi('SignedReview')

export const reviewListSchema = z
  .strictObject({
    data: z.array(
      z.strictObject({
        kind,
        everyDays: z.int(),
        due: time,
        isOverdue: z.boolean(),
        signed: z.array(signedReviewSchema).describe('Newest first.'),
      }),
    ),
  })
  .openapi('Reviews')

const looked = {
  range,
  isWhole: z.boolean().describe('False where events of it are hidden from this credential: then somebody else signs it off.'),
}

const changeOfRights = z.strictObject({
  id: z.string(),
  seq: z.int(),
  at: time,
  sentence: z.string(),
  gained: z.array(z.string()),
  lost: z.array(z.string()),
  isYours: z.boolean().describe('A change to the reader: somebody else signs it off.'),
  byYou: z.boolean(),
})

export const permissionReviewSchema = z
  .strictObject({
    kind: z.literal('permissions'),
    ...looked,
    subjects: z
      .array(
        z.strictObject({
          type: z.string(),
          id: z.string(),
          name: z.string(),
          gained: z.array(z.string()).describe('What is theirs now and was not before.'),
          lost: z.array(z.string()),
          changes: z.array(changeOfRights),
        }),
      )
      .describe('Whom the changes are about, those with the most first.'),
  })
  .openapi('PermissionReview')

export const logReviewSchema = z
  .strictObject({
    kind: z.literal('log'),
    ...looked,
    sections: z.array(
      z.strictObject({
        section: z.enum(logSections),
        count: z.int(),
        actions: z.array(z.strictObject({ action: z.string(), count: z.int() })),
      }),
    ),
  })
  .openapi('LogReview')
