import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { keyOf } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { AppendCall } from '../../trail/append-call.ts'
import { maxBodyBytes, readBody } from '../frame/body.ts'
import { type App, addRawEndpoint, type Env } from '../frame/endpoint.ts'
import { mediaType, refuseOtherCharset } from '../frame/json-body.ts'
import { eventInputSchema } from '../frame/openapi.ts'
import { problemType, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { appendAnswerSchema } from './append-schemas.ts'
import { readSeen, seenHeaders } from './seen-checkpoint.ts'

/** How many calls may wait for the writer at once; more are told to come back. */
const maxWaitingCalls = 4_096

const eventOrArray = {
  oneOf: [{ $ref: '#/components/schemas/Event' }, { type: 'array', items: { $ref: '#/components/schemas/Event' } }],
}

/** `POST …/events`: the only way in for events, and the one path that has to be fast. */
export const addAppendRoute = (app: App, service: Service): void => {
  app.openAPIRegistry.registerComponent('schemas', 'Event', eventInputSchema as never)
  addRawEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/events',
      summary: 'Append events',
      description:
        'One event, an array, or NDJSON; gzip allowed; up to 1,000 events and 5 MiB after decompression. Answers after commit and fsync. Good events are stored also when others are refused: then 422 with the same answer in the problem. The same id with the same content is `duplicate`, for ever; with other content `conflict`. A refused single object answers with its own problem.',
      tag: 'Events',
      needs: 'write',
      query: z.strictObject({
        wait: z.literal('checkpoint').optional().describe('Wait until a checkpoint covers the events, and get proofs.'),
      }),
      headers: seenHeaders,
      otherBody: {
        'application/json': { schema: eventOrArray },
        'application/x-ndjson': { schema: { type: 'string', description: 'One Event a line.' } },
      },
      answers: { 200: { description: 'Everything is on the trail.', schema: appendAnswerSchema } },
      problems: [
        'events_refused',
        'id_conflict',
        'too_many_events',
        'event_too_large',
        'invalid_json',
        'missing_member',
        'no_events',
      ],
    },
    async ({ c, requestId, caller, trail }) => {
      if (service.isStopping())
        throw new HttpProblem('starting', 'The server is stopping; send the same again.', { headers: { 'Retry-After': '2' } })
      const name = trail.facts.name
      const startedAt = performance.now()
      const frame = readFrame(c)
      if (service.trails.waiting >= maxWaitingCalls)
        throw new HttpProblem('too_busy', 'The server has as much waiting as it can hold; send the same again.', {
          headers: { 'Retry-After': '1' },
        })
      const { bytes, release } = await readBody(
        { incoming: c.env?.incoming, request: c.req.raw },
        { maxBytes: maxBodyBytes, budget: service.budget },
      )
      const call: AppendCall = { trail: name, key: keyOf(caller), requestId, body: bytes, ...frame }
      const answer = await service.trails.append(call).finally(release)
      service.metrics.appended(name, answer.counts, (performance.now() - startedAt) / 1000)
      if (answer.counts.refused.length > 0) service.refusals.note(name, call.key, answer.counts.refused)
      if (answer.defect !== undefined) {
        // What the call stored, if anything, is known to the journal alone now.
        await service.producers.readAgain(name, trail.reader)
        throw new Error(answer.defect)
      }
      service.producers.stored(name, answer.counts.producers, answer.counts.size)
      const retry = answer.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(answer.retryAfterSeconds) }
      return reply(requestId, answer.status, answer.text, answer.status === 200 ? 'application/json' : problemType, retry)
    },
  )
}

const readFrame = (c: Context<Env>): Pick<AppendCall, 'format' | 'waitForCheckpoint' | 'seen'> => {
  const type = mediaType(c)
  if (type !== 'application/json' && type !== 'application/x-ndjson')
    throw new HttpProblem(
      'unsupported_media_type',
      'Send Content-Type: application/json, or application/x-ndjson with one event a line.',
    )
  refuseOtherCharset(c)
  const seen = readSeen(c.req.raw.headers)
  return { format: type === 'application/json' ? 'json' : 'ndjson', waitForCheckpoint: readWait(c), ...(seen ? { seen } : {}) }
}

const readWait = (c: Context<Env>): boolean => {
  if (!c.req.url.includes('?')) return false
  const { wait, ...others } = c.req.queries()
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw new HttpProblem('bad_parameter', 'This call does not know this parameter; it takes wait=checkpoint.', {
      pointer: `/${other}`,
    })
  if (wait === undefined) return false
  if (wait.length === 1 && wait[0] === 'checkpoint') return true
  throw new HttpProblem('bad_parameter', 'The only thing to wait for is wait=checkpoint.', { pointer: '/wait' })
}
