import { randomUUID } from 'node:crypto'
import { formatTime } from '@daybook/core'
import { type Caller, mayDo } from '../../access/caller.ts'
import { sightOf } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { holderName, holderOf } from '../../views/holder.ts'
import { questionOfRule } from '../../watch/evaluation.ts'
import type { Rule, RuleSettings } from '../../watch/rule.ts'
import { newWebhookSecret } from '../../watch/webhook.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { searchProblems } from '../reading/search-parameters.ts'
import { alertChanges, alertEvent } from './alert-event.ts'
import {
  alertListSchema,
  changedAlertSchema,
  createdAlertSchema,
  muteSchema,
  newAlertSchema,
  trialSchema,
  triedAlertSchema,
} from './alert-schemas.ts'
import { alertView, isOwn } from './alert-view.ts'
import { checkedSettings, fromView } from './asked-alert.ts'
import { addFiringRoutes } from './firing-routes.ts'

/** Of one trail: each is asked about every event. */
const mostRules = 200

/**
 * Alerts: rules of people and keys, each of which sees what its owner sees. Somebody finds their own; an administrator of
 * the trail finds all, to mute and remove them. Each change is an event, and so is each firing.
 */
export const addAlertRoutes = (app: App, service: Service): void => {
  addReading(app, service)
  addFiringRoutes(app, service)
  addTrial(app, service)
  addCreation(app, service)
  addChange(app, service)
  addMuting(app, service)
  addRemoval(app, service)
}

const addReading = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/alerts',
      summary: 'Alerts',
      description: 'One’s own; for an administrator of the trail everybody’s, without what they found.',
      tag: 'Alerts',
      needs: 'alert',
      answers: { 200: { description: 'In the order they were made.', schema: alertListSchema } },
    },
    async ({ requestId, caller, trail }) => {
      const data = []
      for (const rule of service.watch.alerts.of(trail.facts.name))
        if (mayFind(caller, rule)) data.push(await alertView(service, caller, trail, rule))
      return jsonReply(requestId, 200, { data, canMail: service.canMail })
    },
  )

const addTrial = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/alert-trials',
      summary: 'How often an alert would have fired',
      description:
        'Nothing is kept and nobody is told. History that was loaded counts here, as what would have been told, had Daybook been there; an alert that is set counts none.',
      tag: 'Alerts',
      needs: 'alert',
      body: triedAlertSchema,
      answers: { 200: { description: 'What would have been.', schema: trialSchema } },
      problems: searchProblems,
    },
    async ({ service, requestId, caller, trail, body: { days, ...asked } }) => {
      const settings = { ...fromView(service, caller, trail, asked), name: '', to: [] }
      questionOfRule(settings)
      const sees = await sightOf(service, caller, trail)
      const { matched, loaded, firedMs, isWhole } = await service.watch.alerts.try(service.searches, trail, settings, sees, days)
      service.looks.searched(caller, trail, { query: settings.q, list: 'alerts', shown: 0 })
      const perDay = Map.groupBy(firedMs, (ms) => formatTime(ms).slice(0, 10))
      const byDay = [...perDay].map(([day, times]) => ({ day, fired: times.length }))
      return jsonReply(requestId, 200, { days, matched, loaded, fired: firedMs.length, byDay, isWhole })
    },
  )

const addCreation = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/alerts',
      summary: 'Set an alert',
      description:
        'It looks at what is recorded from now on, each event within a minute, and counts events by when they occurred; history that is loaded does not count. What it tells is what its owner may see. Messages to programs are signed with the secret of the answer.',
      tag: 'Alerts',
      needs: 'alert',
      body: newAlertSchema,
      answers: { 201: { description: 'The alert.', schema: createdAlertSchema } },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, body }) => {
      const settings = checkedSettings(service, caller, trail, body)
      if (service.watch.alerts.of(trail.facts.name).length >= mostRules)
        throw new HttpProblem('bad_body', `There are ${mostRules} alerts on this trail; remove some.`, { pointer: '' })
      const createdAt = formatTime(service.now())
      const [owner, ownerName] = [holderOf(caller), holderName(caller)]
      const rule: Rule = { id: randomUUID(), trail: trail.facts.name, settings, owner, ownerName, createdAt, mutedUntilMs: null }
      const secret = newWebhookSecret()
      const { size } = await trail.reader.size()
      const event = alertEvent('created', caller, rule, service.now(), alertChanges(undefined, settings))
      service.watch.alerts.add(rule, size, secret, event)
      await settlePending(service, trail.facts.name)
      const answer = { ...(await alertView(service, caller, trail, rule)), ...(callsPrograms(settings) ? { secret } : {}) }
      return jsonReply(requestId, 201, answer, { Location: `/v1/trails/${trail.facts.name}/alerts/${rule.id}` })
    },
  )

const addChange = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/alerts/{id}',
      summary: 'Change one’s own alert',
      description: 'In place of what was set. Where it asks for something else, it begins anew.',
      tag: 'Alerts',
      needs: 'alert',
      body: changedAlertSchema,
      answers: { 200: { description: 'The alert; a new secret is shown this once.', schema: createdAlertSchema } },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, param, body: { newSecret, ...body } }) => {
      const before = found(service, caller, trail, param('id'))
      if (!isOwn(caller, before))
        throw new HttpProblem('forbidden', 'An alert is changed by its owner; an administrator may mute or remove it.')
      const settings = checkedSettings(service, caller, trail, body)
      const secretTold = newSecret ? [{ field: 'secret', label: 'Signing secret', after: 'another' }] : []
      const changes = [...alertChanges(before.settings, settings), ...secretTold]
      const secret = newSecret ? newWebhookSecret() : undefined
      const rule = { ...before, settings }
      if (changes.length > 0) {
        service.watch.alerts.change(rule, alertEvent('changed', caller, rule, service.now(), changes), secret)
        await settlePending(service, trail.facts.name)
      }
      return jsonReply(requestId, 200, { ...(await alertView(service, caller, trail, rule)), ...(secret ? { secret } : {}) })
    },
  )

const addMuting = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/alerts/{id}/mute',
      summary: 'Mute an alert until a time, or end that',
      description: 'Nothing is told of what comes meanwhile, not later either.',
      tag: 'Alerts',
      needs: 'alert',
      body: muteSchema,
      answers: { 200: { description: 'The alert.', schema: createdAlertSchema } },
    },
    async ({ requestId, caller, trail, param, body: { until } }) => {
      const before = found(service, caller, trail, param('id'))
      const mutedUntilMs = until === null ? null : Date.parse(until)
      const rule = { ...before, mutedUntilMs }
      const was = before.mutedUntilMs
      if (mutedUntilMs !== was) {
        const sides = {
          ...(was === null ? {} : { before: formatTime(was) }),
          ...(mutedUntilMs === null ? {} : { after: formatTime(mutedUntilMs) }),
        }
        const changes = [{ field: 'muted_until', label: 'Muted until', ...sides }]
        service.watch.alerts.change(rule, alertEvent('changed', caller, rule, service.now(), changes))
        await settlePending(service, trail.facts.name)
      }
      return jsonReply(requestId, 200, await alertView(service, caller, trail, rule))
    },
  )

const addRemoval = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/alerts/{id}',
      summary: 'Remove an alert',
      tag: 'Alerts',
      needs: 'alert',
      answers: { 204: { description: 'It watches nothing any more, and nobody is told.' } },
    },
    async ({ requestId, caller, trail, param }) => {
      const rule = found(service, caller, trail, param('id'))
      service.watch.alerts.remove(
        rule,
        alertEvent('removed', caller, rule, service.now(), alertChanges(rule.settings, undefined)),
      )
      if (trail.status.state === 'open') await settlePending(service, trail.facts.name)
      return reply(requestId, 204, null, '')
    },
  )

const mayFind = (caller: Caller, rule: Rule): boolean => isOwn(caller, rule) || mayDo(caller, 'administer', rule.trail)

/** Somebody else's alert is not told from one that is not there. */
const found = (service: Service, caller: Caller, trail: OpenTrail, id: string): Rule => {
  const rule = service.watch.alerts.get(trail.facts.name, id)
  if (!rule || !mayFind(caller, rule)) throw new HttpProblem('not_found', 'There is no alert of this id here.')
  return rule
}

const callsPrograms = ({ to }: RuleSettings): boolean => to.some(({ kind }) => kind === 'webhook')
