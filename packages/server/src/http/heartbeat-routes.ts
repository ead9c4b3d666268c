import { sayOfSilence } from '../access/producer-view.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { type App, addEndpoint } from './endpoint.ts'
import { jsonReply } from './reply.ts'
import { heartbeatAnswerSchema, heartbeatSchema, producersSchema } from './schemas.ts'
import type { Service } from './service.ts'

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
      answers: { 200: { description: 'Heard.', schema: heartbeatAnswerSchema } },
    },
    async ({ requestId, trail, body: { producer, leaving } }) => {
      const { name } = trail.facts
      const at = new Date(service.now()).toISOString()
      if (!service.producers.heard(name, producer.id, { seq: producer.seq, leaving }))
        throw new HttpProblem('bad_body', 'The trail has as many producers as it can; reuse their ids.', {
          pointer: '/producer/id',
        })
      const { note = null } = (await trail.reader.checkpoint()) ?? {}
      return jsonReply(requestId, 200, {
        trail: name,
        at,
        checkpoint: note,
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
