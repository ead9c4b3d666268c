import { eventHash, formatTlogProof, inclusionProof, recordText, toBase64url } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { lookAtEvent } from '../../looks/sensitive-view.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { viewerWho } from '../../reading/shelf.ts'
import { placeOf as placeOfPosition, readPlace } from '../../search/place.ts'
import type { Ask } from '../../search/search-index.ts'
import { disclosedTo, viewsOf } from '../../trail/reading.ts'
import type { SignedCheckpoint } from '../../trail/signed-checkpoint.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { writeCursor } from '../frame/cursor.ts'
import { type App, addEndpoint, addRawEndpoint } from '../frame/endpoint.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import {
  isWhole,
  type ListCall,
  listOf,
  listParameters,
  nextLink,
  type Page,
  pageText,
  placeOf,
  searchedPage,
} from './event-list.ts'
import { eventPageSchema, oneEventSchema, proofSchema } from './event-schemas.ts'
import { searchLook } from './looks.ts'
import { causesOf, findEvent } from './one-event.ts'
import { readSearch, searchProblems, searchQuery } from './search-parameters.ts'

/** Reading events: pages of what is searched for, one event, its proof. */
export const addEventRoutes = (app: App, service: Service): void => {
  addSearch(app, service)
  addOne(app, service)
  addProof(app, service)
}

const addSearch = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events',
      summary: 'Search events',
      description:
        'Everything that matches `q` and all filters, newest first by when it occurred. Without filters, `order=recorded` and `recorded-desc` read the record itself, which is never behind. The trail’s own events only where `category=trail` or `all` asks for them. `index.behind` says how many events stored before this call are not searchable yet.',
      tag: 'Events',
      needs: 'read',
      query: searchQuery(listParameters),
      answers: {
        200: { description: 'A page of events.', schema: eventPageSchema, headers: z.object({ Link: z.string().optional() }) },
      },
      problems: searchProblems,
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), listParameters)
      const isByPosition = own.order === 'recorded' || own.order === 'recorded-desc'
      const page =
        isByPosition && isWhole(ask) ? await recordedPage(trail, ask, own) : await searchedPage(service, trail, ask, own)
      service.looks.searched(caller, trail, searchLook(ask, page.shown, own.cursor !== undefined))
      return reply(requestId, 200, page.text, 'application/json', nextLink(c.req.url, page.nextCursor))
    },
  )

const addOne = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}',
      summary: 'One event, with its chain of causes',
      tag: 'Events',
      needs: 'read',
      embed: 'event',
      answers: { 200: { description: 'The event.', schema: oneEventSchema } },
    },
    async ({ requestId, caller, trail, param }) => {
      const sees = await sightOf(service, caller, trail)
      const stored = await findEvent(trail, param('id'), sees)
      const { view, causes } = await causesOf(stored, trail, sees)
      await service.looks.viewedEvent(caller, trail, await lookAtEvent(stored, view, trail.reader))
      return jsonReply(requestId, 200, { ...view, causes })
    },
  )

const addProof = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}/proof',
      summary: 'The proof that an event is on the trail',
      description:
        'The record, what may be disclosed of it, and a C2SP .tlog-proof under a signed checkpoint. Signs a checkpoint first where none covers the event yet.',
      tag: 'Events',
      needs: 'read',
      embed: 'event',
      answers: { 200: { description: 'Everything a verifier needs beside the policy.', schema: proofSchema } },
      problems: ['sealed', 'storage_fault', 'storage_full'],
    },
    async ({ requestId, caller, trail, param }) => {
      const sees = await sightOf(service, caller, trail)
      const stored = await findEvent(trail, param('id'), sees)
      if (stored.state === 'pruned')
        throw new HttpProblem('not_found', 'The event was removed when its time had run out; its hash is still in the log.')
      const { note, size } = await covering(stored.seq, trail, service)
      const record = recordText(stored.slots)
      const hashes = await inclusionProof(stored.seq, size, trail.reader, nodeCrypto)
      const { slots } = await disclosedTo(stored, viewerWho(sees), trail.reader)
      const [view] = await viewsOf([stored], viewerWho(sees), trail.reader)
      if (!view) throw new Error('a stored event made no view')
      await service.looks.viewedEvent(caller, trail, await lookAtEvent(stored, view, trail.reader))
      return jsonReply(requestId, 200, {
        seq: stored.seq,
        id: param('id').toLowerCase(),
        record,
        hash: toBase64url(eventHash(record, nodeCrypto)),
        slots,
        proof: formatTlogProof({ record, index: stored.seq, hashes, note }),
        checkpoint: note,
      })
    },
  )

/** Positions alone decide: read from the record itself, which is never behind. */
const recordedPage = async (trail: OpenTrail, { which, ...ask }: Ask, { order, limit, cursor }: ListCall): Promise<Page> => {
  const { reader } = trail
  const list = listOf(trail, { which, ...ask }, order)
  const place = placeOf(list, cursor)
  const next = place === undefined ? undefined : readPlace(place).seq
  const { size, own } = await reader.size()
  const ascends = order === 'recorded'
  const from = ascends ? (next ?? 0) : 0
  const to = ascends ? size : Math.min(next ?? size, size)
  const stored = await reader.read({ from, to, limit: limit + 1, order: ascends ? 'asc' : 'desc', which })
  const page = stored.slice(0, limit)
  const last = page.at(-1)
  const more = stored.length > page.length && last
  const nextCursor = more ? writeCursor(list, placeOfPosition({ occurredAtMs: 0, seq: ascends ? last.seq + 1 : last.seq })) : null
  const value = which === 'all' ? size : which === 'own' ? own : size - own
  const text = JSON.stringify(await viewsOf(page, viewerWho(ask.sees), reader))
  return pageText({ text, shown: page.length, count: { value, exact: true } }, nextCursor, { size, behind: 0 })
}

/** The newest checkpoint if it covers the position, or one signed now. */
const covering = async (seq: number, trail: OpenTrail, service: Service): Promise<SignedCheckpoint> => {
  const newest = await trail.reader.checkpoint()
  if (newest && newest.size > seq) return newest
  await service.trails.sign(trail.facts.name)
  const signed = await trail.reader.checkpoint()
  if (!signed || signed.size <= seq) throw new Error('a checkpoint signed now does not cover a stored event')
  return signed
}
