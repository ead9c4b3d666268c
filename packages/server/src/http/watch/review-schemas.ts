import { z } from '@hono/zod-openapi'
import { reviewKinds } from '../../watch/review.ts'
import { logSections } from '../../watch/review-content.ts'
import { wholeNumber } from '../reading/search-parameters.ts'
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

const standing = z
  .strictObject({ everyDays: z.int(), due: time, isOverdue: z.boolean(), last: signedReviewSchema.nullable() })
  .describe('When it is due, and what was signed off last.')

const changeOfRights = z.strictObject({
  id: z.string(),
  seq: z.int(),
  at: time,
  action: z.string(),
  sentence: z.string(),
  by: z.string().describe('The name of whoever did it.'),
  gained: z.array(z.string()),
  lost: z.array(z.string()),
  isYours: z.boolean().describe('A change to the reader: somebody else signs it off.'),
  byYou: z.boolean(),
  bySelf: z.boolean().describe('Somebody changed their own rights.'),
})

const choice = { value: z.string(), label: z.string(), count: z.int() }
const most = 'Those with the most first, at most 200.'
const choices = z.array(z.strictObject(choice)).describe(most)
const whoChoices = z
  .array(
    z.strictObject({
      ...choice,
      type: z
        .string()
        .describe(
          '`person` and `access_key` are of the trail, anything else of the tool: two can have one name. As the subjects.',
        ),
    }),
  )
  .describe(most)

export const permissionPageSchema = z
  .strictObject({
    kind: z.literal('permissions'),
    ...looked,
    counts: z
      .strictObject({
        changes: z.int(),
        subjects: z.int().describe('People, keys and roles that they are about.'),
        gained: z.int().describe('Changes that gave somebody something.'),
        lost: z.int(),
        yours: z.int().describe('Changes to the reader.'),
        bySelf: z.int().describe('Changes that somebody made to themselves.'),
      })
      .describe('Of the whole review, whatever is asked for.'),
    choices: z.strictObject({ person: whoChoices, kind: choices, by: whoChoices }).describe('What the list can be narrowed by.'),
    matching: z.int().describe('Changes that the list has in all its pages.'),
    subjects: z
      .array(
        z.strictObject({
          type: z.string(),
          id: z.string(),
          name: z.string(),
          gained: z.array(z.string()).describe('What is theirs now and was not before.'),
          lost: z.array(z.string()),
          count: z.int().describe('Changes to them in the whole review.'),
          isContinued: z.boolean().describe('The page before has the first of their changes.'),
          changes: z.array(changeOfRights),
        }),
      )
      .describe('Whom the changes are about, those with the most first.'),
    nextCursor: z.string().nullable(),
    standing,
  })
  .openapi('PermissionReview')

export const reviewQuerySchema = z.strictObject({
  to: z.coerce
    .number('The end is a position')
    .int('The end is a position')
    .min(1)
    .optional()
    .describe('The end of the range that is looked through, so that all pages are of one; what is recorded now by default.'),
  person: z.string().optional().describe('`type/id` of whom changes are about.'),
  kind: z.string().optional().describe('An action.'),
  by: z.string().optional().describe('Who made the change: the id of the actor.'),
  limit: wholeNumber('The limit', 200, 50),
  cursor: z
    .string()
    .optional()
    .describe('From nextCursor of the page before; everything else as it was there, and `to` of its range.'),
})

export const logReviewSchema = z
  .strictObject({
    kind: z.literal('log'),
    ...looked,
    since: time.nullable().describe('Nothing of the range was recorded before; null where it begins with the trail.'),
    standing,
    sections: z.array(
      z.strictObject({
        section: z.enum(logSections),
        count: z.int(),
        actions: z.array(z.strictObject({ action: z.string(), count: z.int() })),
      }),
    ),
  })
  .openapi('LogReview')
