import { hideSecrets } from '@daybook/core'
import { actorOf, sourceOf } from '../../access/caller.ts'
import { type KeyRole, newKey } from '../../access/credential.ts'
import type { Role } from '../../access/role.ts'
import { mayHandOn } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { keyEventId, ownEvent } from '../../trail/own-event.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { makerOf, makerView } from '../frame/maker.ts'
import { settlePending } from '../frame/pending-events.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { createdKeySchema, keyListSchema, newKeySchema } from './trail-schemas.ts'

/** Access keys of a trail. Each change and its event are one transaction in the access store; the event follows onto the trail. */
export const addKeyRoutes = (app: App, service: Service): void => {
  addCreation(app, service)
  addList(app, service)
  addRevocation(app, service)
}

const addCreation = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/keys',
      summary: 'Create an access key',
      description:
        'People who are not owners make keys that write, and keys that read as a role they hold themselves: whoever makes a key can use it.',
      tag: 'Keys',
      needs: 'administer',
      body: newKeySchema,
      answers: { 201: { description: 'The key, shown this once.', schema: createdKeySchema } },
    },
    async ({ requestId, caller, trail, body: { role, name: given, reads = null } }) => {
      refuseSealed(trail.status)
      refuseUnknownRole(role, reads, service.rolesOf(trail.facts.name))
      if (!mayHandOn(caller, trail.facts.name, role, reads))
        throw new HttpProblem(
          'forbidden',
          'Whoever makes a key can use it: you can make keys that write, and keys that read as a role that you hold. Ask an owner for others.',
        )
      const name = given === undefined ? null : hideSecrets(given)
      const key = newKey()
      const nowMs = service.now()
      const event = ownEvent('trail.key_created', { actor: actorOf(caller, trail.facts.name), source: sourceOf(caller) }, nowMs, {
        id: keyEventId(key.id, 'created'),
        object: keyObject(key.id, name),
        changes: [
          { field: 'role', label: 'Role', after: role },
          ...(reads === null ? [] : [{ field: 'reads', label: 'Reads as', after: reads }]),
        ],
      })
      const stored = {
        id: key.id,
        trail: trail.facts.name,
        role,
        name,
        reads,
        madeBy: makerOf(caller),
        secretHash: key.secretHash,
        createdAt: event.occurredAt,
        revokedAt: null,
      }
      service.access.addKey(stored, JSON.stringify(event))
      await settlePending(service, trail.facts.name)
      return jsonReply(requestId, 201, { key: key.text, id: key.id })
    },
  )

const addList = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/keys',
      summary: 'The access keys of a trail, without their secrets',
      tag: 'Keys',
      needs: 'administer',
      answers: { 200: { description: 'In the order they were made.', schema: keyListSchema } },
    },
    ({ requestId, trail }) => {
      const keys = service.access.keysOf(trail.facts.name).map(({ id, role, name, reads, madeBy, createdAt, revokedAt }) => {
        const maker = makerView(service, trail.facts.name, madeBy)
        return { id, role, name, reads, maker, createdAt, revokedAt }
      })
      return jsonReply(requestId, 200, { data: keys })
    },
  )

const addRevocation = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'delete',
      path: '/v1/trails/{trail}/keys/{id}',
      summary: 'Revoke an access key',
      description: 'The key stops working at once, also where the trail takes no events; the event then follows when it does.',
      tag: 'Keys',
      needs: 'administer',
      answers: { 204: { description: 'The key does not work any more.' } },
    },
    async ({ requestId, caller, trail, param }) => {
      const key = service.access.key(param('id'))
      if (!key || key.trail !== trail.facts.name) throw new HttpProblem('not_found', 'There is no key of this id on this trail.')
      if (key.revokedAt === null) {
        const event = ownEvent(
          'trail.key_revoked',
          { actor: actorOf(caller, trail.facts.name), source: sourceOf(caller) },
          service.now(),
          {
            id: keyEventId(key.id, 'revoked'),
            object: keyObject(key.id, key.name),
            changes: [{ field: 'role', label: 'Role', before: key.role }],
          },
        )
        service.access.revokeKey(key.id, event.occurredAt, JSON.stringify(event))
        if (trail.status.state === 'open') await settlePending(service, trail.facts.name)
      }
      return reply(requestId, 204, null, '')
    },
  )

const keyObject = (id: string, name: string | null) => ({ type: 'access_key', id, name: name === null ? id : `“${name}”` })

const refuseUnknownRole = (role: KeyRole, reads: string | null, roles: readonly Role[]): void => {
  if (reads === null) return
  if (role !== 'reader')
    throw new HttpProblem('bad_body', 'Only a key with the role reader reads as a business role.', { pointer: '/reads' })
  if (!roles.some(({ name }) => name === reads))
    throw new HttpProblem('bad_body', `The trail has no such role; it has ${roles.map(({ name }) => name).join(', ')}.`, {
      pointer: '/reads',
    })
}

const refuseSealed = ({
  sealed,
}: {
  readonly sealed?: { readonly code: 'sealed' | 'storage_fault'; readonly because: string }
}): void => {
  if (sealed) throw new HttpProblem(sealed.code, sealed.because, { headers: { 'Retry-After': '60' } })
}
