import { levelWidth, parseTilePath, type Tile, tileBytes, tileWidth } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'

const text = 'text/plain; charset=utf-8'
const immutable = { 'Cache-Control': 'private, max-age=31536000, immutable' }
const bytes = z.string().openapi({ format: 'binary' })

/** The trail as a C2SP tlog-tiles log. Tiles hold hashes only, so that any key of the trail may read them. */
export const addLogRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/log/checkpoint',
      summary: 'The newest signed checkpoint',
      tag: 'Log',
      needs: 'look',
      answers: { 200: { description: 'A C2SP signed note.', contentType: text, schema: z.string() } },
    },
    async ({ requestId, trail }) => {
      const newest = await trail.reader.checkpoint()
      if (!newest)
        throw new HttpProblem('not_found', 'The trail has no checkpoint yet; it is signed within a second of the first event.')
      return reply(requestId, 200, newest.note, text, { 'Cache-Control': 'no-cache' })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/log/policy',
      summary: 'The keys to pin',
      description: 'C2SP tlog-policy text. Fetch it once, over a way you trust, and keep it outside of this server.',
      tag: 'Log',
      needs: 'look',
      answers: { 200: { description: 'tlog-policy text.', contentType: text, schema: z.string() } },
    },
    ({ requestId, trail }) => reply(requestId, 200, trail.facts.policy, text, { 'Cache-Control': 'no-cache' }),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/log/tile/{path*}',
      summary: 'A tile or an entry bundle',
      description:
        '`tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]` of C2SP tlog-tiles. A partial tile is served at any width that the newest checkpoint covers.',
      tag: 'Log',
      needs: 'look',
      answers: { 200: { description: 'The tile.', contentType: 'application/octet-stream', schema: bytes } },
    },
    async ({ requestId, trail, param }) => {
      const tile = parseTilePath(`tile/${param('path')}`)
      const signed = (await trail.reader.checkpoint())?.size ?? 0
      if (!tile || !isCovered(tile, signed))
        throw new HttpProblem('not_found', 'The newest checkpoint does not cover such a tile.')
      const body = new Uint8Array(await tileBytes(tile, trail.reader, nodeCrypto))
      return reply(
        requestId,
        200,
        body,
        'application/octet-stream',
        tile.width === tileWidth ? immutable : { 'Cache-Control': 'private, max-age=60' },
      )
    },
  )
}

const isCovered = ({ level, index, width }: Tile, size: number): boolean => index * tileWidth + width <= levelWidth(level, size)
