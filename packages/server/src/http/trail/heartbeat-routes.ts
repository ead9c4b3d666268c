import { keyOf } from '../../access/caller.ts'
import { sayOfSilence } from '../../access/producer-view.ts'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { SeenCheckpoint } from '../../trail/append-call.ts'
import { disputeEvent } from '../../trail/own-event.ts'
import { type Consistency, Receipts } from '../../trail/receipts.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { heartbeatAnswerSchema, heartbeatSchema, producersSchema } from './append-schemas.ts'
import { readSeen, seenHeaders } from './seen-checkpoint.ts'

/** Producers say that they are alive; silence is the commonest failure. */
export const addHeartbeatRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/heartbeat',
      summary: 'A producer says that it is alive',
      description:
        'The answer names the numbers of this producer that are missing here: what it still has of them it should send again.',
      tag: 'Producers',
      needs: 'write',
      body: heartbeatSchema,
      headers: seenHeaders,
      answers: { 200: { description: 'Heard.', schema: heartbeatAnswerSchema } },
    },
    async ({ c, requestId, caller, trail, body: { producer, leaving } }) => {
      const { name } = trail.facts
      const seen = readSeen(c.req.raw.headers)
      const at = new Date(service.now()).toISOString()
      if (!service.producers.heard(name, producer.id, { seq: producer.seq, leaving }))
        throw new HttpProblem('bad_body', 'The trail has as many producers as it can; reuse their ids.', {
          pointer: '/producer/id',
        })
      const newest = await trail.reader.checkpoint()
      const consistency = seen && (await consistencyWith(service, trail, seen, { size: newest?.size ?? 0, key: keyOf(caller) }))
      return jsonReply(requestId, 200, {
        trail: name,
        at,
        checkpoint: newest?.note ?? null,
        ...(consistency ? { consistency } : {}),
        missing: service.producers.missing(name, producer.id),
      })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/heartbeat',
      summary: 'When each producer was last heard, and which of its numbers are missing',
      description:
        'A number is missing once an event with a later one is on the trail, and no longer when its event arrives, whenever that is. What the producer itself said is lost (`trail.gap`) is listed apart.',
      tag: 'Producers',
      needs: 'read',
      answers: { 200: { description: 'By id.', schema: producersSchema } },
    },
    ({ requestId, trail }) => {
      const { name } = trail.facts
      const silent = service.producers.silent(name)
      return jsonReply(requestId, 200, {
        data: service.producers.view(name),
        complete: service.producers.isComplete(name),
        silent: { count: silent.length, says: silent.length === 0 ? null : sayOfSilence(silent) },
      })
    },
  )
}

/** So that a producer that sends nothing for hours is still a witness of what was recorded meanwhile. */
const consistencyWith = async (
  { owed, now }: Service,
  { facts, reader }: OpenTrail,
  seen: SeenCheckpoint,
  mine: { readonly size: number; readonly key: string },
): Promise<Consistency> => {
  const consistency = await new Receipts(reader, nodeCrypto).consistency(seen, mine.size)
  if ('failed' in consistency) await owed.recordOrOwe(facts.name, disputeEvent(seen, mine.key, consistency.failed, now()))
  return consistency
}
