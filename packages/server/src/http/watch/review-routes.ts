import { randomUUID } from 'node:crypto'
import { hideSecrets } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { EventView } from '../../trail/view.ts'
import { holderName, holderOf } from '../../views/holder.ts'
import { everyDays, reviewKinds, reviewName, type SignedReview } from '../../watch/review.ts'
import { type LogReview, logSections, type PermissionReview } from '../../watch/review-content.ts'
import { rightsChanged } from '../../watch/rights-changed.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { searchProblems } from '../reading/search-parameters.ts'
import {
  logReviewSchema,
  newReviewSchema,
  permissionReviewSchema,
  reviewListSchema,
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
        const { dueMs, isOverdue, signed } = await service.watch.reviews.standing(trail, kind)
        data.push({ kind, everyDays: everyDays[kind], due: timeText(dueMs), isOverdue, signed: signed.map(shownSigned) })
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
      description: 'Of very much only the beginning: sign that off, and the next goes on.',
      tag: 'Reviews',
      needs: 'review',
      answers: {
        200: { description: 'The range and what is in it.', schema: z.union([permissionReviewSchema, logReviewSchema]) },
      },
      problems: searchProblems,
    },
    async ({ requestId, caller, trail, param }) => {
      const kind = reviewKinds.find((one) => one === param('kind'))
      if (!kind) throw new HttpProblem('not_found', `There is no review of this name; there are ${reviewKinds.join(' and ')}.`)
      const sees = await sightOf(service, caller, trail)
      service.looks.searched(caller, trail, { query: '', list: 'reviews', shown: 0 })
      if (kind === 'permissions')
        return jsonReply(requestId, 200, shownPermissions(await service.watch.reviews.permissions(trail, sees), caller))
      return jsonReply(requestId, 200, shownLog(await service.watch.reviews.log(trail, sees)))
    },
  )

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
      const { count, leftOpen } = countOf(looked, caller)
      const review: SignedReview = {
        ...{ id: randomUUID(), trail: trail.facts.name, kind, from, to, atMs: service.now() },
        ...{ by: holderOf(caller), byName: holderName(caller), note: hideSecrets(note), count, leftOpen },
      }
      service.watch.reviews.sign(review, eventOf(review, caller))
      await settlePending(service, trail.facts.name)
      return jsonReply(requestId, 201, shownSigned(review))
    },
  )

const countOf = (looked: PermissionReview | LogReview, caller: Caller): { count: number; leftOpen: readonly number[] } => {
  if ('counts' in looked) return { count: looked.counts.reduce((sum, { count }) => sum + count, 0), leftOpen: [] }
  const leftOpen = looked.events.filter((event) => isAbout(event, caller)).map(({ seq }) => seq)
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

/** True where an event is about the person themselves, by their id or e-mail address in the tool or here. */
const isAbout = ({ object, related = [] }: EventView, caller: Caller): boolean => {
  if (caller.kind === 'key') return object?.type === 'access_key' && object.id === caller.id
  if (caller.kind !== 'person') return false
  const mine = new Set([caller.id, caller.email.toLowerCase()])
  return [object, ...related].some((one) => one && [one.id, one.name ?? ''].some((text) => mine.has(text.toLowerCase())))
}

const isBy = ({ actor }: EventView, caller: Caller): boolean => {
  if (caller.kind !== 'person') return actor?.id === actorOf(caller).id
  return actor?.id === caller.id || actor?.email?.toLowerCase() === caller.email.toLowerCase()
}

const shownPermissions = (
  { range, isWhole, events }: PermissionReview,
  caller: Caller,
): z.input<typeof permissionReviewSchema> => {
  const bySubject = Map.groupBy(events, ({ object }) => `${object?.type ?? ''}/${object?.id ?? ''}`)
  const subjects = [...bySubject.values()].map((list) => {
    const { object } = list.at(-1) ?? {}
    const changes = list.map((event) => {
      const { id = '', seq, occurredAt = '', sentence } = event
      const { gained, lost } = rightsChanged(event)
      return {
        id,
        seq,
        at: occurredAt,
        sentence,
        gained: [...gained],
        lost: [...lost],
        isYours: isAbout(event, caller),
        byYou: isBy(event, caller),
      }
    })
    return {
      type: object?.type ?? '',
      id: object?.id ?? '',
      name: object?.name ?? object?.id ?? '',
      ...altogether(changes),
      changes,
    }
  })
  return { kind: 'permissions', range, isWhole, subjects: subjects.toSorted((a, b) => b.changes.length - a.changes.length) }
}

/** What is left of a row of changes: what came and went again is neither. */
const altogether = (changes: readonly { readonly gained: readonly string[]; readonly lost: readonly string[] }[]) => {
  const [gained, lost] = [new Set<string>(), new Set<string>()]
  for (const change of changes) {
    for (const item of change.lost) if (!gained.delete(item)) lost.add(item)
    for (const item of change.gained) if (!lost.delete(item)) gained.add(item)
  }
  return { gained: [...gained], lost: [...lost] }
}

const shownLog = ({ range, isWhole, counts }: LogReview): z.input<typeof logReviewSchema> => ({
  kind: 'log',
  range,
  isWhole,
  sections: logSections.flatMap((section) => {
    const actions = counts.filter((one) => one.section === section).map(({ action, count }) => ({ action, count }))
    return actions.length === 0 ? [] : [{ section, count: actions.reduce((sum, { count }) => sum + count, 0), actions }]
  }),
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
  ...{ id, kind, at: timeText(atMs), by: byName, note, range: { from, to }, count },
  leftOpen: leftOpen.length,
})

const timeText = (ms: number): string => new Date(ms).toISOString()
