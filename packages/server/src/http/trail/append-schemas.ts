import { z } from '@hono/zod-openapi'
import { longestProducerId } from '../../access/producers.ts'
import { hash, position, text, time } from '../frame/schema-parts.ts'

const resultSchema = z
  .object({
    id: z.string().optional(),
    status: z.enum(['stored', 'duplicate', 'conflict', 'rejected']),
    seq: position.optional().describe('For a duplicate and a conflict, where the first is.'),
    hash: hash.optional(),
    problem: z.object({ code: z.string(), detail: z.string(), pointer: z.string().optional() }).optional(),
    proof: z.string().optional().describe('C2SP .tlog-proof text, with ?wait=checkpoint.'),
  })
  .openapi('AppendResult')
const consistencySchema = z.union([
  z.array(z.string()).describe('Base64 hashes from the checkpoint you named to the one of this answer.'),
  z.object({ failed: z.enum(['ahead', 'other_root']), detail: z.string() }),
])
export const appendAnswerSchema = z
  .object({
    trail: z.string(),
    accepted: z.int(),
    duplicates: z.int(),
    results: z.array(resultSchema),
    checkpoint: z.string().nullable(),
    consistency: consistencySchema.optional(),
  })
  .openapi('AppendAnswer')
export const heartbeatSchema = z
  .strictObject({
    producer: z.strictObject(
      {
        id: text(longestProducerId, 'The id of the producer'),
        seq: z.int('The sequence is a whole number').min(0, 'The sequence is not negative').optional(),
      },
      'The producer is an object with its id',
    ),
    leaving: z
      .literal(true, 'Leaving is true or not there')
      .optional()
      .describe('The producer stops on purpose: its silence from now on means nothing.'),
  })
  .openapi('Heartbeat')
export const heartbeatAnswerSchema = z
  .object({
    trail: z.string(),
    at: time,
    checkpoint: z.string().nullable(),
    consistency: consistencySchema.optional(),
    missing: z
      .array(z.tuple([z.int(), z.int()]))
      .describe('Numbers of this producer that are missing, in ranges with both ends included; the first 100.'),
  })
  .openapi('HeartbeatAnswer')
const number = z.int().min(0).describe('A number that the producer gave.')
const numberRange = { from: number, to: number.describe('Included.'), count: z.int() }
const producerSchema = z
  .object({
    producer: z.string(),
    seq: z.int().nullable().describe('The highest number heard of, in an event or a heartbeat.'),
    lastSeenAt: time,
    firstSeq: z.int().nullable().describe('The lowest number stored; nothing is claimed of numbers below it.'),
    missing: z.int().describe('Numbers missing.'),
    atLeast: z.boolean().describe('True where more are missing than are followed.'),
    gaps: z
      .array(z.object({ ...numberRange, since: time.describe('When an event with a later number was stored.') }))
      .describe('The first 100.'),
    lost: z.int().describe('Numbers that the producer said are lost.'),
    explained: z.array(z.object({ ...numberRange, by: position.describe('The event that says so.') })).describe('The first 100.'),
    awaited: z
      .object({ ...numberRange, since: time })
      .nullable()
      .describe('Numbers that a heartbeat named and that are not stored yet.'),
    repeated: z.int().describe('Numbers stored under more than one event.'),
    silentSince: time.nullable().describe('Set while the producer is silent for longer than it should.'),
    says: z.array(z.string()).describe('What somebody should know, in sentences.'),
  })
  .openapi('Producer')
export const producersSchema = z
  .object({
    data: z.array(producerSchema),
    complete: z.boolean().describe('False while the server reads the trail to learn which numbers are on it.'),
    silent: z.object({ count: z.int(), says: z.string().nullable() }),
  })
  .openapi('ProducerList')
