import { z } from '@hono/zod-openapi'

export const indexStateSchema = z
  .object({
    trail: z.string(),
    state: z.enum(['starting', 'following', 'full', 'failing']),
    size: z.int().describe('Positions that are searchable.'),
    behind: z.int().describe('Positions stored that are not searchable yet.'),
    because: z.string().optional(),
  })
  .openapi('IndexState')
export const healthSchema = z.object({ status: z.literal('ok') }).openapi('Health')
export const notReady = ['stopping', 'sealed', 'storage_full', 'storage_fault', 'broken'] as const
export type NotReady = (typeof notReady)[number]
const trailReadiness = z.object({
  trail: z.string(),
  state: z.enum(['open', 'sealed']),
  sealedBecause: z.string().optional(),
  signer: z.enum(['signing', 'stopped']),
  storage: z.enum(['ok', 'full', 'fault']),
  size: z.int(),
  signedSize: z.int(),
  checkpointAgeMs: z.int().nullable(),
  index: z
    .object({
      state: z.enum(['starting', 'following', 'full', 'failing']),
      watermark: z.int(),
      lag: z.int(),
      because: z.string().optional(),
    })
    .describe('Up to where the trail can be searched. A lag is no reason not to be ready.'),
})
export const readinessSchema = z
  .object({
    ready: z.boolean(),
    because: z.array(z.enum(notReady)).optional().describe('Where it is not: what is wrong with some trail, or with the server.'),
    trails: z.array(trailReadiness).optional().describe('Those that the credential reaches; absent without one.'),
    broken: z
      .array(z.object({ trail: z.string(), because: z.string() }))
      .optional()
      .describe('Trails that cannot even be read.'),
  })
  .openapi('Readiness')
