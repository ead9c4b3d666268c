import { z } from '@hono/zod-openapi'
import { actorOf, type Caller, sourceOf } from '../access/caller.ts'
import { bundleEntries, writeTar } from '../bundle/index.ts'
import type { StoredEvent } from '../journal/journal.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { ownEvent } from '../trail/own-event.ts'
import { disclosedTo, viewsOf } from '../trail/reading.ts'
import type { SignedCheckpoint } from '../trail/signed-checkpoint.ts'
import type { OpenTrail } from '../trail/trails.ts'
import type { Viewer } from '../trail/view.ts'
import { type App, addEndpoint } from './endpoint.ts'
import { viewerOf } from './event-routes.ts'
import { reply } from './reply.ts'
import type { Service } from './service.ts'

const exportQuery = z.strictObject({
  format: z.enum(['ndjson', 'bundle'], 'The format is ndjson or bundle').default('ndjson'),
  category: z
    .enum(['trail', 'all'], 'The category is trail or all')
    .optional()
    .describe('For ndjson, as in the list of events. A bundle always has everything.'),
})

/** Streams a trail out. What leaves is on the trail before the first byte leaves. */
export const addExportRoute = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/export',
      summary: 'Export a trail',
      description:
        '`ndjson`: one EventView a line, ascending. `bundle`: a tar stream of the folder that `daybook verify` checks (docs/format.md). What the credential may not read is withheld.',
      tag: 'Export',
      needs: 'read',
      query: exportQuery,
      answers: {
        200: {
          description: 'The export; ends early only by breaking off.',
          contentType: 'application/x-ndjson',
          otherContentType: 'application/x-tar',
          schema: z.string(),
        },
      },
    },
    async ({ c, requestId, caller, trail, query: { format, category } }) => {
      const stream = (chunks: () => AsyncIterable<Uint8Array>, type: string, extension: string): Response =>
        attachment(
          requestId,
          c.req.method === 'HEAD' ? null : watched(chunks(), requestId, service),
          type,
          `${trail.facts.name}.${extension}`,
        )
      // HEAD asks what an export would be; nothing leaves, and nothing is said to have left.
      const tell = c.req.method === 'HEAD' ? async () => undefined : recordExport
      const { size, own } = await trail.reader.size()
      const which = category === 'trail' ? 'own' : category === 'all' ? 'all' : 'business'
      const viewer = viewerOf(caller)
      if (format === 'ndjson') {
        const count = which === 'all' ? size : which === 'own' ? own : size - own
        await tell(service, trail, caller, count, { format, category: which })
        return stream(() => ndjson(trail, viewer, size, which), 'application/x-ndjson', 'ndjson')
      }
      const checkpoint = await newestCheckpoint(service, trail)
      await tell(service, trail, caller, checkpoint.size, { format, checkpoint: checkpoint.size })
      return stream(() => bundle(service, trail, viewer, checkpoint), 'application/x-tar', 'tar')
    },
  )
}

const recordExport = (
  service: Service,
  { facts }: OpenTrail,
  caller: Caller,
  count: number,
  context: { readonly [name: string]: string | number },
): Promise<void> =>
  service.owed.recordOrOwe(
    facts.name,
    ownEvent('trail.exported', { actor: actorOf(caller), source: sourceOf(caller) }, service.now(), {
      object: { type: 'trail', id: facts.origin, name: facts.name },
      count,
      context,
    }),
  )

/** Signed now where the trail can; a sealed trail or a full disk leaves the newest there is. */
const newestCheckpoint = async (service: Service, trail: OpenTrail): Promise<SignedCheckpoint> => {
  await service.trails.sign(trail.facts.name).catch((error: unknown) => {
    if (!(error instanceof HttpProblem)) throw error
  })
  const checkpoint = await trail.reader.checkpoint()
  if (!checkpoint)
    throw new HttpProblem(
      'not_found',
      'The trail has no checkpoint yet, so that there is nothing to prove; try again in a second.',
    )
  return checkpoint
}

const pageSize = 500

async function* pages(
  trail: OpenTrail,
  from: number,
  to: number,
  which: 'business' | 'own' | 'all',
): AsyncGenerator<readonly StoredEvent[]> {
  for (let next = from; next < to; ) {
    const page = await trail.reader.read({ from: next, to, limit: pageSize, order: 'asc', which })
    const last = page.at(-1)
    if (!last) return
    yield page
    next = last.seq + 1
    // Reading is synchronous underneath: let other calls have their turn.
    await new Promise(setImmediate)
  }
}

async function* ndjson(
  trail: OpenTrail,
  viewer: Viewer,
  to: number,
  which: 'business' | 'own' | 'all',
): AsyncGenerator<Uint8Array> {
  for await (const page of pages(trail, 0, to, which)) {
    const views = await viewsOf(page, viewer, trail.reader)
    yield Buffer.from(views.map((view) => `${JSON.stringify(view)}\n`).join(''))
  }
}

const bundle = (service: Service, trail: OpenTrail, viewer: Viewer, checkpoint: SignedCheckpoint): AsyncIterable<Uint8Array> => {
  const { facts, reader } = trail
  async function* events(from: number, to: number): AsyncGenerator<StoredEvent> {
    for await (const page of pages(trail, from, to, 'all'))
      for (const stored of page)
        yield stored.state === 'pruned' ? stored : { ...stored, slots: (await disclosedTo(stored, viewer, reader)).slots }
  }
  const source = {
    hashes: (from: number, to: number) => reader.hashes(from, to),
    subtrees: (level: number, from: number, to: number) => reader.subtrees(level, from, to),
    events,
  }
  const verifierPage = service.pages.text('verify.html')
  return writeTar(
    bundleEntries(source, {
      trail: facts.name,
      origin: facts.origin,
      checkpoint,
      policy: facts.policy,
      exportedAt: new Date(service.now()).toISOString(),
      ...(verifierPage === undefined ? {} : { verifierPage }),
    }),
  )
}

/** What breaks off is told to the log by its request; the reader sees a connection that ends too early, never a whole export. */
async function* watched(chunks: AsyncIterable<Uint8Array>, requestId: string, service: Service): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    service.log.error({ requestId, stack: error instanceof Error ? error.stack : String(error) }, 'an export broke off')
    throw error
  }
}

/** The file's name is the server's own; what was sent never becomes one. */
const attachment = (requestId: string, chunks: AsyncIterable<Uint8Array> | null, type: string, name: string): Response =>
  reply(requestId, 200, chunks && (ReadableStream.from(chunks) as ReadableStream<Uint8Array>), type, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
  })
