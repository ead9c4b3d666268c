import { formatTime } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { type Caller, mayDo } from '../../access/caller.ts'
import { type Sees, sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { holderOf } from '../../views/holder.ts'
import { type Firing, questionOfFiring, type Rule, ruleText } from '../../watch/rule.ts'
import { viewsAt } from '../../watch/watched-trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { alertLogSchema, readSchema, unreadSchema } from './alert-schemas.ts'

/** The start page shows no more; the navigation asks for the number alone, again and again, which must not be reading. */
const newestShown = 3
const unreadQuery = z.strictObject({
  limit: z.coerce.number().int().min(0).max(newestShown).default(newestShown).describe('How many are shown, not counted.'),
})

/**
 * What alerts found. It is for the owner of each, and for whoever has the machine, who reads everything anyway. What
 * somebody has opened is kept by person, by key, and once for everybody who came in by the link of the machine.
 */
export const addFiringRoutes = (app: App, service: Service): void => {
  addLog(app, service)
  addUnread(app, service)
  addMarking(app, service)
}

const addLog = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/alerts/{id}/log',
      summary: 'When one’s own alert fired, and who was told',
      description: 'Looking at it marks nothing as opened.',
      tag: 'Alerts',
      needs: 'alert',
      answers: { 200: { description: 'The newest hundred, newest first.', schema: alertLogSchema } },
    },
    async ({ requestId, caller, trail, param }) => {
      const rule = service.watch.alerts.get(trail.facts.name, param('id'))
      if (!rule || !(mayKnow(caller, rule) || mayDo(caller, 'administer', rule.trail)))
        throw new HttpProblem('not_found', 'There is no alert of this id here.')
      if (!mayKnow(caller, rule)) throw new HttpProblem('forbidden', 'What an alert found is for its owner.')
      const sees = await sightOf(service, caller, trail)
      const read = service.watch.alerts.readBy(rule.id, holderOf(caller))
      const data = []
      for (const { deliveries, ...firing } of service.watch.alerts.log(rule.id))
        data.push({
          ...(await shownFiring(trail, rule, firing, sees)),
          isRead: read.has(firing.id),
          positions: firing.positions,
          told: deliveries.map(({ target, state, nextMs, attempts }) => ({
            ...{ target, state, nextTry: state === 'waiting' ? formatTime(nextMs) : null },
            attempts: attempts.map(({ atMs, ok, said }) => ({ at: formatTime(atMs), ok, said })),
          })),
        })
      tellShown(service, caller, trail, data, rule.settings.q)
      return jsonReply(requestId, 200, { data })
    },
  )

const addUnread = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/unread-alerts',
      summary: 'What alerts found that the caller has not opened',
      description:
        'Each person, and each key, has opened what it opened; whoever came in by the link of the machine is one reader. With `limit=0` only their number, which shows no event.',
      tag: 'Alerts',
      needs: 'alert',
      query: unreadQuery,
      answers: { 200: { description: 'How many, and the newest.', schema: unreadSchema } },
    },
    async ({ requestId, caller, trail, query }) => {
      const { limit } = query
      const rules = new Map(known(service, caller, trail).map((rule) => [rule.id, rule]))
      const { count, firings } = service.watch.alerts.unread([...rules.values()], holderOf(caller), limit)
      const sees = firings.length === 0 ? undefined : await sightOf(service, caller, trail)
      const data: z.input<typeof unreadSchema>['data'] = []
      for (const firing of firings) {
        const rule = rules.get(firing.rule)
        if (!rule || !sees) continue
        const alert = { id: rule.id, name: rule.settings.name, says: ruleText(rule.settings) }
        data.push({ ...(await shownFiring(trail, rule, firing, sees)), alert })
      }
      tellShown(service, caller, trail, data)
      return jsonReply(requestId, 200, { count, data })
    },
  )

const addMarking = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/unread-alerts/read',
      summary: 'Mark what alerts found as opened',
      description: 'For the caller alone. What they may not know of is passed over.',
      tag: 'Alerts',
      needs: 'alert',
      body: readSchema,
      answers: { 204: { description: 'They are counted as new no more.' } },
    },
    ({ requestId, caller, trail, body: { firings } }) => {
      service.watch.alerts.markRead(known(service, caller, trail), holderOf(caller), firings)
      return reply(requestId, 204, null, '')
    },
  )

/** A firing shows the sentence of an event, which is reading it. Without one nothing was read. */
const tellShown = (
  { looks }: Service,
  caller: Caller,
  trail: OpenTrail,
  firings: readonly { readonly newest: string | null }[],
  query = '',
): void => {
  const shown = firings.filter(({ newest }) => newest !== null).length
  if (shown > 0) looks.searched(caller, trail, { query, list: 'alerts', shown })
}

/** Whether somebody may know what an alert found: its owner, and whoever has the machine and does not look as somebody else. */
export const mayKnow = (caller: Caller, { owner }: Rule): boolean =>
  owner === holderOf(caller) || caller.kind === 'local' || (caller.kind === 'session' && caller.viewAs === undefined)

const known = (service: Service, caller: Caller, trail: OpenTrail): readonly Rule[] =>
  service.watch.alerts.of(trail.facts.name).filter((rule) => mayKnow(caller, rule))

const shownFiring = async (trail: OpenTrail, { settings }: Rule, firing: Firing, sees: Sees) => {
  const { id, atMs, count, positions, span } = firing
  const [newest] = await viewsAt(trail, positions.slice(-1), sees)
  return {
    ...{ id, at: formatTime(atMs), count },
    from: span && formatTime(span.fromMs),
    to: span && formatTime(span.toMs),
    events: questionOfFiring(settings, firing),
    newest: newest?.sentence ?? null,
  }
}
