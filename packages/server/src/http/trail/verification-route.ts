import { z } from '@hono/zod-openapi'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'

const verificationSchema = z
  .strictObject({
    outcome: z.enum(['held', 'broken'], 'The outcome is held or broken').describe('What whoever verified found.'),
    size: z
      .int('The size is a whole number')
      .min(0, 'The size is not negative')
      .describe('Of the checkpoint that it was checked under.'),
  })
  .openapi('Verification')

/** Verifying happens at the reader's, who says so here: that somebody looked, and what they say they found. */
export const addVerificationRoute = (app: App, service: Service): void =>
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/verifications',
      summary: 'Tell that the trail was verified',
      description:
        'Checking is done where nobody needs to trust the server: in a browser, or by the command. This says on the trail who did it and what they found; the server does not believe or disbelieve it.',
      tag: 'Log',
      needs: 'look',
      body: verificationSchema,
      answers: {
        200: { description: 'It is on the record, or will be within a minute.', schema: z.object({ told: z.literal(true) }) },
      },
    },
    async ({ requestId, caller, trail, body: { outcome, size } }) => {
      await service.looks.verified(caller, trail, { holds: outcome === 'held', size })
      return jsonReply(requestId, 200, { told: true })
    },
  )
