import {
  type Change,
  fieldSlotName,
  hideSecrets,
  isCiphertext,
  kindChanged,
  type PartialEvent,
  type SlotState,
  slotValue,
} from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { type Sees, sightOf } from '../../access/sight.ts'
import type { StoredEvent } from '../../journal/journal.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { slotReadersOf } from '../../trail/reading.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { catalogueVersionOf } from '../../trail/view.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { revealedSchema, revealSchema } from './event-schemas.ts'
import { findEvent } from './one-event.ts'

type Wanted = z.output<typeof revealSchema>
type Present = Extract<StoredEvent, { readonly state: 'present' }>
type Side = 'before' | 'after'

/** Opening an encrypted value: for a reason, and on the trail before it is answered. */
export const addRevealRoute = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/events/{id}/reveal',
      summary: 'Reveal an encrypted value',
      description:
        'The clear text of a field that the catalogue encrypts. Needs the right to reveal and a role that the field is kept for; keys with the role admin and whoever runs the server may reveal any. Who revealed what and why is an event of the trail (`trail.revealed`), durable before the answer; the value is not in it. Where the trail takes no events, nothing is revealed.',
      tag: 'Events',
      needs: 'reveal',
      body: revealSchema,
      answers: { 200: { description: 'The values as they were sent; what was no text, as JSON.', schema: revealedSchema } },
      problems: ['value_erased', 'value_unreadable'],
    },
    async ({ requestId, caller, trail, param, body }) => {
      const sees = await sightOf(service, caller, trail)
      const stored = await findEvent(trail, param('id'), sees)
      const changes = await encryptedChanges(stored, trail, sees, body)
      const sides: readonly Side[] = body.side === 'both' ? ['before', 'after'] : [body.side]
      const found = changes.flatMap((change, at) => sides.flatMap((side) => ciphertextAt(change, side, at)))
      if (found.length === 0) throw nothingThere()
      const event = revealedEvent(caller, trail, stored, body, {
        label: await labelOf(stored, trail, changes),
        nowMs: service.now(),
      })
      const texts = await service.trails.reveal(
        trail.facts.name,
        found.map(({ text }) => text),
        event,
      )
      const clear = changes.map(
        ({ path }) => (path === undefined ? {} : { path }) as { path?: string; before?: string; after?: string },
      )
      for (const [at, { side, change }] of found.entries()) Object.assign(clear[change] ?? {}, { [side]: texts[at] })
      return jsonReply(requestId, 200, { seq: stored.seq, field: body.field, changes: clear, recorded: event.id })
    },
  )

const nothingThere = () => new HttpProblem('not_found', 'This event has no encrypted value of this field.')

const ciphertextAt = (change: Change, side: Side, at: number) => {
  const text = change[side]
  return typeof text === 'string' && isCiphertext(text) ? [{ text, side, change: at }] : []
}

/** First whether the reader may, then whether there is anything: what is kept from somebody does not say what it is. */
const encryptedChanges = async (
  stored: StoredEvent,
  { reader }: OpenTrail,
  { roles }: Sees,
  { field, path }: Wanted,
): Promise<readonly Change[]> => {
  if (stored.state === 'pruned') throw new HttpProblem('value_erased')
  const slot = slotOf(stored, field)
  if (!slot || slot.state === 'withheld') throw nothingThere()
  if (slot.state === 'erased') throw new HttpProblem('value_erased')
  const kept = roles === 'everything' ? undefined : (await slotReadersOf(stored, reader)).get(slot.name)
  if (roles !== 'everything' && !kept?.some((role) => roles.includes(role)))
    throw new HttpProblem('forbidden', 'This field is not kept for a role that you hold; ask an administrator of the trail.')
  const { changes = [] } = slotValue(slot) as { readonly changes?: readonly Change[] }
  return changes.filter(
    (change) => change.field === field && change.treated === 'encrypt' && (path === undefined || change.path === path),
  )
}

/** The slot of a field's changes: its own, or the one they share. */
const slotOf = ({ slots }: Present, field: string): SlotState | undefined => {
  const own = fieldSlotName(field)
  return slots.find(({ name }) => name === own) ?? slots.find(({ name }) => name === 'chg')
}

/** As the field was called when the event was recorded. */
const labelOf = async (stored: StoredEvent, { reader }: OpenTrail, [change]: readonly Change[]): Promise<string | undefined> => {
  const catalogue = await reader.compiled(catalogueVersionOf(stored))
  return change && (change.label ?? catalogue.field(kindChanged(coreOf(stored)), change.field)?.label)
}

const revealedEvent = (
  caller: Caller,
  { facts }: OpenTrail,
  stored: StoredEvent,
  wanted: Wanted,
  { label, nowMs }: { readonly label: string | undefined; readonly nowMs: number },
) => {
  const { id, action } = coreOf(stored)
  const { field, path, side, reason } = wanted
  return ownEvent('trail.revealed', { actor: actorOf(caller, facts.name), source: sourceOf(caller) }, nowMs, {
    object: { type: 'event', id: id ?? String(stored.seq), name: `event ${stored.seq} (${action ?? 'unknown'})` },
    related: [{ type: 'field', id: field, name: label ?? field, relation: 'value' }],
    reason: hideSecrets(reason),
    context: { side, ...(path === undefined ? {} : { path }) },
  })
}

const coreOf = (stored: StoredEvent): PartialEvent => {
  const core = stored.state === 'present' ? stored.slots.find(({ name }) => name === 'core') : undefined
  return core?.state === 'disclosed' ? (slotValue(core) as PartialEvent) : {}
}
