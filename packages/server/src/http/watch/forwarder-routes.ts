import { randomUUID } from 'node:crypto'
import { formatTime, hideSecrets } from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import { mayHandOn } from '../../access/sight.ts'
import { OutboundFailure } from '../../outbound/outbound-failure.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Forwarder, ForwarderSettings } from '../../watch/forwarder.ts'
import { questionOf } from '../../watch/watched-trails.ts'
import { newWebhookSecret } from '../../watch/webhook.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { makerOf } from '../frame/maker.ts'
import { refuseUnencrypted } from '../frame/outbound-address.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { forwarderChanges, forwarderEvent } from './forwarder-event.ts'
import { forwarderView } from './forwarder-view.ts'
import {
  changedForwarderSchema,
  createdForwarderSchema,
  forwarderListSchema,
  newForwarderSchema,
  triedSchema,
} from './watch-schemas.ts'

type Asked = z.output<typeof newForwarderSchema>

/** Of one trail: each is asked about every event. */
const mostForwarders = 20

/** Copies of events to other systems. Who may see what is decided here, by an administrator of the trail; each change is an event. */
export const addForwarderRoutes = (app: App, service: Service): void => {
  addReading(app, service)
  addCreation(app, service)
  addChange(app, service)
  addRemoval(app, service)
  addTest(app, service)
}

const addReading = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/forwarders',
      summary: 'Forwarders, and how each stands',
      tag: 'Forwarders',
      needs: 'administer',
      answers: { 200: { description: 'In the order they were made.', schema: forwarderListSchema } },
    },
    async ({ requestId, trail }) => {
      const data = []
      for (const run of service.watch.forwarders.of(trail.facts.name))
        data.push(await forwarderView(service, run.forwarder, trail, run))
      return jsonReply(requestId, 200, { data })
    },
  )
}

const addCreation = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/forwarders',
      summary: 'Send copies of events to another system',
      description:
        'Events leave in the order of recording, each at least once; how far it has come survives restarts. Messages to an HTTPS receiver are signed as Standard Webhooks does, with the secret of the answer.',
      tag: 'Forwarders',
      needs: 'administer',
      body: newForwarderSchema,
      answers: { 201: { description: 'The forwarder, with its secret shown this once.', schema: createdForwarderSchema } },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, body }) => {
      const { from, ...asked } = body
      const settings = checkedSettings(service, trail, asked)
      refuseHandingOn(caller, trail, settings)
      if (service.watch.forwarders.of(trail.facts.name).length >= mostForwarders)
        throw new HttpProblem('bad_body', `There are ${mostForwarders} forwarders on this trail; remove one.`, { pointer: '' })
      const nowMs = service.now()
      const cursor = from === 'now' ? (await trail.reader.size()).size : 0
      const forwarder: Forwarder = {
        id: randomUUID(),
        trail: trail.facts.name,
        settings,
        state: { cursor, sentSeq: null, sentAtMs: null, failing: null },
        makers: decidedBy(caller),
        createdAt: formatTime(nowMs),
      }
      const secret = newWebhookSecret()
      service.watch.forwarders.add(
        forwarder,
        forwarderEvent('created', caller, forwarder, nowMs, forwarderChanges(undefined, settings)),
        secret,
      )
      await settlePending(service, trail.facts.name)
      const run = service.watch.forwarders.run(trail.facts.name, forwarder.id)
      const answer = {
        ...(await forwarderView(service, forwarder, trail, run)),
        ...(settings.receiver.kind === 'https' ? { secret } : {}),
      }
      return jsonReply(requestId, 201, answer, { Location: `/v1/trails/${trail.facts.name}/forwarders/${forwarder.id}` })
    },
  )

const addChange = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'put',
      path: '/v1/trails/{trail}/forwarders/{id}',
      summary: 'Change a forwarder',
      description: 'In place of what was set. How far it has come stays, so that nothing is left out and nothing sent again.',
      tag: 'Forwarders',
      needs: 'administer',
      body: changedForwarderSchema,
      answers: {
        200: { description: 'The forwarder; with a new secret, that is shown this once.', schema: createdForwarderSchema },
      },
      problems: ['bad_query'],
    },
    async ({ requestId, caller, trail, param, body: { newSecret, ...asked } }) => {
      const before = found(service, trail, param('id'))
      const settings = checkedSettings(service, trail, asked)
      if (whatLeaves(settings) !== whatLeaves(before.settings)) refuseHandingOn(caller, trail, settings)
      const changes = [
        ...forwarderChanges(before.settings, settings),
        ...(newSecret ? [{ field: 'secret', label: 'Signing secret', after: 'another' }] : []),
      ]
      const forwarder = { ...before, settings, makers: makersOf(caller, before, settings) }
      const secret = newSecret ? newWebhookSecret() : undefined
      if (changes.length > 0) {
        service.watch.forwarders.change(forwarder, forwarderEvent('changed', caller, forwarder, service.now(), changes), secret)
        await settlePending(service, trail.facts.name)
      }
      const run = service.watch.forwarders.run(trail.facts.name, forwarder.id)
      const answer = await forwarderView(service, run?.forwarder ?? forwarder, trail, run)
      return jsonReply(requestId, 200, { ...answer, ...(secret && settings.receiver.kind === 'https' ? { secret } : {}) })
    },
  )

const addRemoval = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/forwarders/{id}',
      summary: 'Stop and remove a forwarder',
      tag: 'Forwarders',
      needs: 'administer',
      answers: { 204: { description: 'Nothing is sent any more.' } },
    },
    async ({ requestId, caller, trail, param }) => {
      const forwarder = found(service, trail, param('id'))
      const changes = forwarderChanges(forwarder.settings, undefined)
      service.watch.forwarders.remove(forwarder, forwarderEvent('removed', caller, forwarder, service.now(), changes))
      if (trail.status.state === 'open') await settlePending(service, trail.facts.name)
      return reply(requestId, 204, null, '')
    },
  )

const addTest = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/forwarders/{id}/test',
      summary: 'Send a test message, which is no event',
      tag: 'Forwarders',
      needs: 'administer',
      answers: { 200: { description: 'Whether the receiver took it, and what was wrong.', schema: triedSchema } },
    },
    async ({ requestId, trail, param }) => {
      const forwarder = found(service, trail, param('id'))
      try {
        await service.watch.forwarders.test(forwarder)
        return jsonReply(requestId, 200, { ok: true, said: 'The receiver took the test message.' })
      } catch (error) {
        if (!(error instanceof OutboundFailure)) throw error
        return jsonReply(requestId, 200, { ok: false, said: error.message })
      }
    },
  )

const found = (service: Service, trail: OpenTrail, id: string): Forwarder => {
  const forwarder = service.watch.forwarders.get(trail.facts.name, id)
  if (!forwarder) throw new HttpProblem('not_found', 'There is no forwarder of this id on this trail.')
  return forwarder
}

const checkedSettings = (service: Service, trail: OpenTrail, asked: Omit<Asked, 'from'>): ForwarderSettings => {
  questionOf(asked.q, asked.own)
  if (asked.receiver.kind === 'https') refuseUnencrypted(service, asked.receiver.url, '/receiver/url')
  const known = new Set(service.rolesOf(trail.facts.name).map((role) => role.name))
  const at = asked.roles.findIndex((role) => !known.has(role))
  if (at >= 0)
    throw new HttpProblem('bad_body', 'The trail has no role of this name; choose one that it has.', { pointer: `/roles/${at}` })
  return { ...asked, name: hideSecrets(asked.name) }
}

/** Where copies go and what of: whoever decides it could send them to themselves. */
const whatLeaves = ({ receiver, roles, q, own }: ForwarderSettings): string => JSON.stringify([receiver, roles, q, own])

const decidedBy = (caller: Caller): readonly string[] => {
  const person = makerOf(caller)
  return person === null ? [] : [person]
}

/** Whoever sends copies elsewhere is its maker from then on; whoever else decides what of is one more. */
const makersOf = (caller: Caller, { settings, makers }: Forwarder, after: ForwarderSettings): readonly string[] => {
  if (JSON.stringify(after.receiver) !== JSON.stringify(settings.receiver)) return decidedBy(caller)
  return whatLeaves(after) === whatLeaves(settings) ? makers : [...new Set([...makers, ...decidedBy(caller)])]
}

const refuseHandingOn = (caller: Caller, { facts }: OpenTrail, { roles }: ForwarderSettings): void => {
  const all = roles.length === 0 ? [null] : roles
  if (all.every((role) => mayHandOn(caller, facts.name, 'reader', role))) return
  throw new HttpProblem(
    'forbidden',
    'Whoever says where copies go could read them: you can have copied what roles that you hold read. Ask an owner for the rest.',
    { pointer: '/roles' },
  )
}
