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
      tag: 'Producers',
      needs: 'write',
      body: heartbeatSchema,
      answers: { 200: { description: 'Heard.', schema: heartbeatAnswerSchema } },
    },
    async ({ requestId, trail, body: { producer } }) => {
      const { name } = trail.facts
      const at = new Date(service.now()).toISOString()
      if (!service.producers.heard(name, producer.id, producer.seq, at))
        throw new HttpProblem('bad_body', 'The trail has as many producers as it can; reuse their ids.', {
          pointer: '/producer/id',
        })
      return jsonReply(requestId, 200, { trail: name, at, checkpoint: (await trail.reader.checkpoint())?.note ?? null })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/heartbeat',
      summary: 'When each producer was last heard',
      tag: 'Producers',
      needs: 'read',
      answers: { 200: { description: 'By id.', schema: producersSchema } },
    },
    ({ requestId, trail }) => jsonReply(requestId, 200, { data: service.producers.of(trail.facts.name) }),
  )
}
