import { randomUUID } from 'node:crypto'
import { type Change, type EventInput, hideSecrets, queryFromParameters } from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import { actorOf, type Caller, mayDo, sourceOf } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { finds, holderName, holderOf, mayChange } from '../../views/holder.ts'
import { parametersOf, type SavedView } from '../../views/saved-view.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { newViewSchema, viewListSchema, viewSchema } from './view-schemas.ts'

type Asked = z.output<typeof newViewSchema>

/** Of one person or key on one trail; more are a program that went wrong. */
const mostViews = 500

/** Searches with a name: one's own, shared ones, and those that are pinned for a role. Each change is an event. */
export const addViewRoutes = (app: App, service: Service): void => {
  addList(app, service)
  addChanges(app, service)
}

const addList = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/views',
      summary: 'Saved views',
      description:
        'Those of the credential, those that are shared, and those that are pinned for one of its roles, by name. A view is a question: what it shows is decided when it is asked.',
      tag: 'Views',
      needs: 'read',
      answers: { 200: { description: 'The views.', schema: viewListSchema } },
    },
    ({ requestId, caller, trail }) => {
      const mine = service.views.of(trail.facts.name).filter((view) => finds(caller, view))
      return jsonReply(requestId, 200, { data: mine.map((view) => shownTo(caller, view)) })
    },
  )

const addChanges = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/views',
      summary: 'Save a view',
      tag: 'Views',
      needs: 'read',
      body: newViewSchema,
      answers: { 201: { description: 'The view.', schema: viewSchema } },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, body }) => {
      const view = made(body, caller, trail, service.now())
      if (service.views.of(trail.facts.name).filter(({ owner }) => owner === view.owner).length >= mostViews)
        throw new HttpProblem('bad_body', `There are ${mostViews} views of yours on this trail; remove some.`, { pointer: '' })
      await save(service, caller, trail, view, undefined)
      return jsonReply(requestId, 201, shownTo(caller, view), { Location: `/v1/trails/${trail.facts.name}/views/${view.id}` })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/views/{id}',
      summary: 'Change a view',
      description: 'In place of what it was. For whoever saved it; of shared and pinned ones also for an administrator.',
      tag: 'Views',
      needs: 'read',
      body: newViewSchema,
      answers: { 200: { description: 'The view.', schema: viewSchema } },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, param, body }) => {
      const before = changeable(service, caller, trail, param('id'))
      const { id, owner, ownerName, createdAt } = before
      const view = { ...made(body, caller, trail, service.now(), before), id, owner, ownerName, createdAt }
      await save(service, caller, trail, view, before)
      return jsonReply(requestId, 200, shownTo(caller, view))
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/views/{id}',
      summary: 'Remove a view',
      tag: 'Views',
      needs: 'read',
      answers: { 204: { description: 'It is in nobody’s list any more.' } },
    },
    async ({ requestId, caller, trail, param }) => {
      const view = changeable(service, caller, trail, param('id'))
      const event = viewEvent('trail.view_removed', caller, view, service.now(), [])
      service.views.remove(trail.facts.name, view.id, JSON.stringify(event))
      if (trail.status.state === 'open') await settlePending(service, trail.facts.name)
      return reply(requestId, 204, null, '')
    },
  )
}

/** The view that a body describes; refuses what could not be asked, and what only an administrator may do. */
const made = (
  { name, q, lane, range, audience }: Asked,
  caller: Caller,
  { facts }: OpenTrail,
  nowMs: number,
  before?: SavedView,
): SavedView => {
  if (hideSecrets(q) !== q)
    throw new HttpProblem('bad_body', 'The query has in it what looks like a secret; a view cannot keep one.', { pointer: '/q' })
  const question = { q, lane, range: range as SavedView['range'] }
  queryFromParameters(parametersOf(question, nowMs))
  const isPinnedAlready = before?.audience.kind === 'role' && audience.kind === 'role' && before.audience.role === audience.role
  if (audience.kind === 'role' && !isPinnedAlready && !mayDo(caller, 'administer', facts.name))
    throw new HttpProblem('forbidden', 'Pinning a view for a role is for administrators of the trail; share it instead.')
  const now = new Date(nowMs).toISOString()
  return {
    id: randomUUID(),
    trail: facts.name,
    name: hideSecrets(name),
    ...question,
    audience,
    owner: holderOf(caller),
    ownerName: holderName(caller),
    createdAt: now,
    changedAt: now,
  }
}

/** A view that the caller does not find is not told from one that is not there. */
const changeable = (service: Service, caller: Caller, { facts }: OpenTrail, id: string): SavedView => {
  const view = service.views.get(facts.name, id)
  if (!view || !finds(caller, view)) throw new HttpProblem('not_found', 'There is no view of this id on this trail.')
  if (!mayChange(caller, view))
    throw new HttpProblem('forbidden', 'This view is somebody else’s. Save one of your own, or ask whoever shares it.')
  return view
}

const save = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  view: SavedView,
  before: SavedView | undefined,
): Promise<void> => {
  const changes = changesOf(view, before)
  if (before && changes.length === 0) return
  service.views.save(view, JSON.stringify(viewEvent('trail.view_saved', caller, view, service.now(), changes)))
  if (trail.status.state === 'open') await settlePending(service, trail.facts.name)
}

const viewEvent = (
  action: `trail.${string}`,
  caller: Caller,
  { id, name, trail }: SavedView,
  nowMs: number,
  changes: readonly Change[],
): EventInput =>
  ownEvent(action, { actor: actorOf(caller, trail), source: sourceOf(caller) }, nowMs, {
    object: { type: 'view', id, name: `“${name}”` },
    ...(changes.length > 0 ? { changes } : {}),
  })

const labels = { name: 'Name', q: 'Query', lane: 'Lane', range: 'Range', audience: 'For' } as const

const changesOf = (view: SavedView, before: SavedView | undefined): readonly Change[] =>
  (['name', 'q', 'lane', 'range', 'audience'] as const).flatMap((field) => {
    const [was, is] = [before && told(before)[field], told(view)[field]]
    if (was === is) return []
    return [{ field, label: labels[field], ...(was === undefined ? {} : { before: was }), after: is }]
  })

/** A view's parts as people read them. */
const told = ({ name, q, lane, range, audience }: SavedView) => ({
  name,
  q,
  lane,
  range: range.kind === 'any' ? 'any time' : range.kind === 'relative' ? `last ${range.last}` : frozen(range),
  audience: audience.kind === 'role' ? `role ${audience.role}` : audience.kind,
})

const frozen = ({ from = 'the beginning', to = 'now' }: { readonly from?: string; readonly to?: string }): string =>
  `${from} to ${to}`

const shownTo = (caller: Caller, view: SavedView): z.output<typeof viewSchema> => {
  const { id, name, q, lane, range, audience, owner, ownerName, createdAt, changedAt } = view
  return {
    id,
    name,
    q,
    lane,
    range,
    audience,
    owner: { name: ownerName, isYou: owner === holderOf(caller) },
    mayChange: mayChange(caller, view),
    createdAt,
    changedAt,
  }
}
