import { z } from '@hono/zod-openapi'
import { keyRoles } from '../../access/credential.ts'
import { trailNamePattern } from '../../trail/documents.ts'
import { count, makerSchema, position, text, time } from '../frame/schema-parts.ts'

const trailName = z
  .string('The name is a text')
  .regex(trailNamePattern, 'A name has 1 to 64 of a-z, 0-9, "-" and "_", and begins and ends with a letter or digit')
export const newTrailSchema = z.strictObject({ name: trailName }).openapi('NewTrail')
export const createdTrailSchema = z
  .object({
    trail: z.string(),
    origin: z.string(),
    policy: z.string().describe('tlog-policy text, to pin outside of this server.'),
  })
  .openapi('CreatedTrail')
const trailSchema = z
  .object({
    trail: z.string(),
    origin: z.string(),
    size: z.int().describe('Positions taken.'),
    events: z.int().describe('Business events, without the trail’s own.'),
    createdAt: time,
    catalogue: z.int().describe('The newest version of its catalogue; 0 where none was pushed.'),
    state: z.enum(['open', 'sealed']),
    sealedBecause: z.string().optional(),
  })
  .openapi('Trail')
export const oneTrailSchema = trailSchema
  .extend({
    zone: z.string().nullable().describe('The time zone that the team reads in; null until somebody sets it.'),
    checkpoint: z.string().nullable().describe('The newest signed note.'),
  })
  .openapi('OneTrail')
export const trailListSchema = z.object({ data: z.array(trailSchema) }).openapi('TrailList')
export const newEpochSchema = z.strictObject({ reason: text(500, 'The reason') }).openapi('NewEpoch')
export const newKeySchema = z
  .strictObject({
    role: z.enum(keyRoles, `The role is one of ${keyRoles.join(', ')}`),
    name: text(200, 'The name').optional(),
    reads: text(64, 'The role to read as')
      .optional()
      .describe(
        'Of a reader key: the name of one of the trail’s roles. The key then sees what this role sees; without it every event, and no field that names its readers.',
      ),
  })
  .openapi('NewKey')
export const createdKeySchema = z.object({ key: z.string().describe('Shown once.'), id: z.string() }).openapi('CreatedKey')
export const keyListSchema = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        role: z.enum(keyRoles),
        name: z.string().nullable(),
        reads: z.string().nullable().describe('The role as which a reader key reads; null where it reads every event.'),
        maker: makerSchema,
        createdAt: time,
        revokedAt: time.nullable(),
      }),
    ),
  })
  .openapi('KeyList')
const changeSchema = z.looseObject({ kind: z.enum(['added', 'removed', 'changed']).or(z.string()).optional() })
export const pushedCatalogueSchema = z.object({ version: z.int(), changes: z.array(changeSchema) }).openapi('PushedCatalogue')
export const catalogueSchema = z.object({ version: z.int(), catalogue: z.looseObject({}) }).openapi('CatalogueVersion')
export const importSchema = z
  .strictObject({
    file: z.strictObject({
      name: text(1000, 'The name of the file'),
      size: count,
      sha256: z.string('The hash is a text').regex(/^[0-9a-f]{64}$/, 'The hash is 64 hexadecimal digits in lower case'),
    }),
    mapping: text(1000, 'The mapping'),
    lines: count,
    claimed: z.strictObject({ stored: count, duplicates: count, refused: count }),
  })
  .openapi('Import')
export const importAnswerSchema = z
  .object({ id: z.string(), seq: position, status: z.enum(['stored', 'duplicate']) })
  .openapi('ImportAnswer')
