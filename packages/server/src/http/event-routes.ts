import { eventHash, formatTlogProof, inclusionProof, recordText, toBase64url } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { type Caller, seesEverything } from '../access/caller.ts'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import type { StoredEvent } from '../journal/journal.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { disclosedTo, viewsOf } from '../trail/reading.ts'
import type { SignedCheckpoint } from '../trail/signed-checkpoint.ts'
import type { OpenTrail } from '../trail/trails.ts'
import type { EventView, Viewer } from '../trail/view.ts'
import { type Cursor, readCursor, writeCursor } from './cursor.ts'
import { type App, addEndpoint } from './endpoint.ts'
import { jsonReply } from './reply.ts'
import { eventPageSchema, oneEventSchema, proofSchema } from './schemas.ts'
import type { Service } from './service.ts'

/** What a caller sees. Keys carry no business roles yet, so a reader key gets nothing that names its readers. */
export const viewerOf = (caller: Caller): Viewer => ({ everything: seesEverything(caller), roles: [] })

/** Filters of the search that come with the index; until then they are refused rather than ignored. */
const later = [
  'q',
  'actor',
  'actorType',
  'role',
  'action',
  'object',
  'field',
  'before',
  'after',
  'status',
  'source',
  'integration',
  'workflow',
  'step',
  'decision',
  'organization',
  'customer',
  'batch',
  'outcome',
  'reason',
  'quality',
  'ip',
  'correlation',
  'from',
  'to',
] as const

const listQuery = z.looseObject({
  order: z.enum(['recorded', 'recorded-desc', 'asc', 'desc'], 'The order is recorded or recorded-desc').default('recorded-desc'),
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, 'The limit is 1 to 1000')
    .transform(Number)
    .refine((limit) => limit <= 1000, 'The limit is 1 to 1000')
    .default(50),
  cursor: z.string().optional().describe('From nextCursor of the page before.'),
  category: z.string().optional().describe('`trail`: the trail’s own events; `all`: both. Without it, the business’s.'),
})

/** Reading events: pages by position, one event, its proof. */
export const addEventRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events',
      summary: 'List events by position',
      description:
        'Newest first by default; `order=recorded` ascends. The trail’s own events only with `category=trail` or `all`.',
      tag: 'Events',
      needs: 'read',
      query: listQuery,
      answers: {
        200: { description: 'A page of events.', schema: eventPageSchema, headers: z.object({ Link: z.string().optional() }) },
      },
      problems: ['unsupported_filter'],
    },
    async ({ requestId, caller, trail, query }) => {
      const start = startOf(query)
      const { reader } = trail
      const size = await reader.size()
      const from = start.order === 'recorded' ? (start.next ?? 0) : 0
      const to = start.order === 'recorded' ? size.size : Math.min(start.next ?? size.size, size.size)
      const order = start.order === 'recorded' ? 'asc' : 'desc'
      const stored = await reader.read({ from, to, limit: query.limit + 1, order, which: start.which })
      const page = stored.slice(0, query.limit)
      const last = page.at(-1)
      const more = stored.length > page.length && last
      const nextCursor = more ? writeCursor({ ...start, next: order === 'asc' ? last.seq + 1 : last.seq }) : null
      const value = start.which === 'all' ? size.size : start.which === 'own' ? size.own : size.size - size.own
      const data = await viewsOf(page, viewerOf(caller), reader)
      const link = nextCursor === null ? {} : { Link: `<${nextLink(trail, query, nextCursor)}>; rel="next"` }
      return jsonReply(requestId, 200, { data, nextCursor, total: { value, exact: true } }, link)
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/events/{id}',
      summary: 'One event, with its chain of causes',
      tag: 'Events',
      needs: 'read',
      answers: { 200: { description: 'The event.', schema: oneEventSchema } },
    },
    async ({ requestId, caller, trail, param }) => {
      const stored = await findEvent(trail, param('id'))
      const [view] = await viewsOf([stored], viewerOf(caller), trail.reader)
      if (!view) throw new Error('a stored event made no view')
      return jsonReply(requestId, 200, { ...view, causes: await causesOf(view, viewerOf(caller), trail) })
    },
  )

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
      answers: { 200: { description: 'Everything a verifier needs beside the policy.', schema: proofSchema } },
      problems: ['sealed', 'storage_fault', 'storage_full'],
    },
    async ({ requestId, caller, trail, param }) => {
      const stored = await findEvent(trail, param('id'))
      if (stored.state === 'pruned')
        throw new HttpProblem('not_found', 'The event was removed when its time had run out; its hash is still in the log.')
      const { note, size } = await covering(stored.seq, trail, service)
      const record = recordText(stored.slots)
      const hashes = await inclusionProof(stored.seq, size, trail.reader, nodeCrypto)
      const { slots } = await disclosedTo(stored, viewerOf(caller), trail.reader)
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
}

type ListQuery = z.output<typeof listQuery>

const startOf = (query: ListQuery): Cursor => {
  const asked = later.find((name) => name in query) ?? Object.keys(query).find((name) => name.startsWith('not.'))
  if (asked !== undefined)
    throw new HttpProblem(
      'unsupported_filter',
      `This version lists events by position only; it cannot filter by ${asked} yet. Leave the parameter out.`,
      { pointer: `/${asked}` },
    )
  const unknown = Object.keys(query).find((name) => !['order', 'limit', 'cursor', 'category'].includes(name))
  if (unknown !== undefined)
    throw new HttpProblem('bad_parameter', 'This call does not know this parameter.', { pointer: `/${unknown}` })
  const { order, category } = query
  if (order === 'asc' || order === 'desc')
    throw new HttpProblem(
      'unsupported_filter',
      'This version cannot order events by when they occurred yet; use order=recorded or order=recorded-desc.',
      { pointer: '/order' },
    )
  if (category !== undefined && category !== 'trail' && category !== 'all')
    throw new HttpProblem(
      'unsupported_filter',
      'This version knows category=trail and category=all only; leave the parameter out for the business’s events.',
      { pointer: '/category' },
    )
  const which = category === 'trail' ? 'own' : category === 'all' ? 'all' : 'business'
  if (query.cursor === undefined) return { order, which, next: undefined }
  const cursor = readCursor(query.cursor)
  if (!cursor || cursor.order !== order || cursor.which !== which)
    throw new HttpProblem(
      'bad_parameter',
      'The cursor is not one this list gave; use nextCursor of the page before, with the same order and category.',
      { pointer: '/cursor' },
    )
  return cursor
}

const nextLink = ({ facts }: OpenTrail, { order, limit, category }: ListQuery, cursor: string): string => {
  const parameters = new URLSearchParams({
    order,
    limit: String(limit),
    ...(category === undefined ? {} : { category: String(category) }),
    cursor,
  })
  return `/v1/trails/${facts.name}/events?${parameters}`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const findEvent = async ({ reader }: OpenTrail, id: string): Promise<StoredEvent> => {
  const name = id.toLowerCase()
  const seq = uuid.test(name) ? await reader.find(name) : undefined
  const stored = seq === undefined ? undefined : await reader.at(seq)
  if (!stored) throw new HttpProblem('not_found', 'There is no event of this id on this trail.')
  return stored
}

const maxCauses = 50

/** The chain of what triggered it, nearest first; ends where a cause is unknown to the trail, or where it would go round. */
const causesOf = async (view: EventView, viewer: Viewer, { reader }: OpenTrail) => {
  const causes: { id: string; seq: number; sentence: string; occurredAt?: string }[] = []
  const seen = new Set([view.id])
  for (let next = view.causedBy; next !== undefined && !seen.has(next) && causes.length < maxCauses; ) {
    seen.add(next)
    const seq = await reader.find(next)
    const stored = seq === undefined ? undefined : await reader.at(seq)
    if (!stored) break
    const [cause] = await viewsOf([stored], viewer, reader)
    if (!cause) break
    causes.push({
      id: next,
      seq: cause.seq,
      sentence: cause.sentence,
      ...(cause.occurredAt ? { occurredAt: cause.occurredAt } : {}),
    })
    next = cause.causedBy
  }
  return causes
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
