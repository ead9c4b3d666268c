import { randomUUID } from 'node:crypto'
import { formatTime, hideSecrets } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { holderName, holderOf } from '../../views/holder.ts'
import { everyDays, reviewKinds, reviewName, type SignedReview } from '../../watch/review.ts'
import { type LogReview, logSections, type PermissionReview } from '../../watch/review-content.ts'
import type { ReviewStanding } from '../../watch/reviews.ts'
import { readCursor, writeCursor } from '../frame/cursor.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { searchProblems } from '../reading/search-parameters.ts'
import { isAbout, permissionPage, type Reviewer } from './permission-page.ts'
import {
  logReviewSchema,
  newReviewSchema,
  permissionPageSchema,
  reviewListSchema,
  reviewQuerySchema,
  signedReviewSchema,
} from './review-schemas.ts'

/** Reviews: what there is to look through since the last one, and signing it off. Nobody signs off changes to themselves. */
export const addReviewRoutes = (app: App, service: Service): void => {
  addList(app, service)
  addContent(app, service)
  addSigning(app, service)
}

const addList = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/reviews',
      summary: 'Reviews: when each is due, and who signed which',
      tag: 'Reviews',
      needs: 'review',
      answers: { 200: { description: 'One of each kind.', schema: reviewListSchema } },
    },
    async ({ requestId, trail }) => {
      const data = []
      for (const kind of reviewKinds) {
        const standing = await service.watch.reviews.standing(trail, kind)
        const { last: _, ...shown } = shownStanding(standing)
        data.push({ kind, ...shown, signed: standing.signed.map(shownSigned) })
      }
      return jsonReply(requestId, 200, { data })
    },
  )

const addContent = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/reviews/{kind}',
      summary: 'What there is to look through since the last review',
      description:
        'Of very much only the beginning: sign that off, and the next goes on. Changes of permissions come in pages; the filters narrow the list, and signing off is always for all of it.',
      tag: 'Reviews',
      needs: 'review',
      answers: {
        200: { description: 'The range and what is in it.', schema: z.union([permissionPageSchema, logReviewSchema]) },
      },
      query: reviewQuerySchema,
      problems: [...searchProblems, 'review_moved_on'],
    },
    async ({ requestId, caller, trail, param, query }) => {
      const kind = reviewKinds.find((one) => one === param('kind'))
      if (!kind) throw new HttpProblem('not_found', `There is no review of this name; there are ${reviewKinds.join(' and ')}.`)
      const sees = await sightOf(service, caller, trail)
      const tell = (shown: number) => service.looks.searched(caller, trail, { query: '', list: 'reviews', shown })
      const standing = shownStanding(await service.watch.reviews.standing(trail, kind))
      if (kind === 'log') {
        const log = shownLog(await service.watch.reviews.log(trail, sees))
        tell(0)
        return jsonReply(requestId, 200, { ...log, standing })
      }
      const page = permissionsShown(
        trail.facts.name,
        await service.watch.reviews.permissions(trail, sees, query.to),
        reviewerOf(service, caller),
        query,
      )
      tell(page.subjects.reduce((sum, { changes }) => sum + changes.length, 0))
      return jsonReply(requestId, 200, { ...page, standing })
    },
  )

/** The page that was asked for; a page that goes on where another range was looked through is none. */
const permissionsShown = (
  trail: string,
  looked: PermissionReview,
  reviewer: Reviewer,
  { cursor, ...asked }: z.output<typeof reviewQuerySchema>,
) => {
  const list = [trail, looked.range, asked.person, asked.kind, asked.by]
  const after = cursor === undefined ? undefined : readCursor(list, cursor)
  if (cursor !== undefined && after === undefined) throw new HttpProblem('review_moved_on')
  const found = permissionPage(looked, reviewer, asked, after === undefined ? undefined : Number(after))
  if (found === undefined) throw new HttpProblem('review_moved_on')
  return { ...found.page, nextCursor: found.lastSeq === undefined ? null : writeCursor(list, String(found.lastSeq)) }
}

const addSigning = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/reviews',
      summary: 'Sign a review off',
      description:
        'From where the last one ended to `to`, as it was looked through. Changes to whoever signs are left open, and come again in the next review for somebody else.',
      tag: 'Reviews',
      needs: 'review',
      body: newReviewSchema,
      answers: { 201: { description: 'The review.', schema: signedReviewSchema } },
      problems: [...searchProblems, 'review_moved_on'],
    },
    async ({ requestId, caller, trail, body: { kind, to, note } }) => {
      const sees = await sightOf(service, caller, trail)
      const { from } = await service.watch.reviews.standing(trail, kind)
      const looked =
        kind === 'permissions'
          ? await service.watch.reviews.permissions(trail, sees, to)
          : await service.watch.reviews.log(trail, sees, to)
      if (looked.range.to !== to || to <= from) throw new HttpProblem('review_moved_on')
      if (!looked.isWhole)
        throw new HttpProblem(
          'forbidden',
          'Some events of this review are hidden from your roles; somebody who sees all of them signs it off.',
        )
      const { count, leftOpen } = countOf(looked, reviewerOf(service, caller))
      const review: SignedReview = {
        ...{ id: randomUUID(), trail: trail.facts.name, kind, from, to, atMs: service.now() },
        ...{ by: holderOf(caller), byName: holderName(caller), note: hideSecrets(note), count, leftOpen },
      }
      service.watch.reviews.sign(review, eventOf(review, caller))
      await settlePending(service, trail.facts.name)
      return jsonReply(requestId, 201, shownSigned(review))
    },
  )

const reviewerOf = ({ access, people }: Service, caller: Caller): Reviewer => {
  const maker = caller.kind === 'key' ? access.key(caller.id)?.madeBy : undefined
  return { caller, maker: typeof maker === 'string' ? people.accounts.get(maker) : undefined }
}

const countOf = (looked: PermissionReview | LogReview, reviewer: Reviewer): { count: number; leftOpen: readonly number[] } => {
  if ('counts' in looked) return { count: looked.counts.reduce((sum, { count }) => sum + count, 0), leftOpen: [] }
  const leftOpen = looked.events.filter((event) => isAbout(event, reviewer)).map(({ seq }) => seq)
  return { count: looked.events.length - leftOpen.length, leftOpen }
}

const eventOf = ({ id, trail, kind, from, to, atMs, note, count, leftOpen }: SignedReview, caller: Caller): string =>
  JSON.stringify(
    ownEvent('trail.review_signed_off', { actor: actorOf(caller, trail), source: sourceOf(caller) }, atMs, {
      id,
      object: { type: 'review', id, name: reviewName[kind] },
      count,
      reason: note,
      context: { kind, from, to, leftOpen: leftOpen.slice(0, 100) },
    }),
  )

const shownLog = ({ range, sinceMs, isWhole, counts }: LogReview): Omit<z.input<typeof logReviewSchema>, 'standing'> => ({
  kind: 'log',
  range,
  isWhole,
  since: sinceMs === undefined ? null : formatTime(sinceMs),
  sections: logSections.flatMap((section) => {
    const actions = counts.filter((one) => one.section === section).map(({ action, count }) => ({ action, count }))
    return actions.length === 0 ? [] : [{ section, count: actions.reduce((sum, { count }) => sum + count, 0), actions }]
  }),
})

const shownStanding = ({ kind, dueMs, isOverdue, signed: [last] }: ReviewStanding) => ({
  ...{ everyDays: everyDays[kind], due: formatTime(dueMs), isOverdue },
  last: last === undefined ? null : shownSigned(last),
})

const shownSigned = ({
  id,
  kind,
  atMs,
  byName,
  note,
  from,
  to,
  count,
  leftOpen,
}: SignedReview): z.input<typeof signedReviewSchema> => ({
  ...{ id, kind, at: formatTime(atMs), by: byName, note, range: { from, to }, count },
  leftOpen: leftOpen.length,
})
