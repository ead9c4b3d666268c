import { z } from '@hono/zod-openapi'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { SeenCheckpoint } from '../../trail/append-call.ts'

/** How a caller says what it last saw of a trail, in the OpenAPI document. */
export const seenHeaders = z.object({
  'Daybook-Checkpoint': z
    .string()
    .optional()
    .describe('`<size> <base64 root>` of the checkpoint you last saw; the answer then proves consistency with it.'),
})

/** What a caller says that it last saw of the trail. */
export const readSeen = (headers: Headers): SeenCheckpoint | undefined => {
  const header = headers.get('daybook-checkpoint')
  if (header === null) return undefined
  const [, size, root] = /^(0|[1-9][0-9]{0,15}) ([A-Za-z0-9+/]{43}=)$/.exec(header.trim()) ?? []
  if (size === undefined || root === undefined || !Number.isSafeInteger(Number(size)))
    throw new HttpProblem(
      'bad_parameter',
      'The header Daybook-Checkpoint is "<size> <base64 root>" of the checkpoint you last saw.',
    )
  return { size: Number(size), root }
}
