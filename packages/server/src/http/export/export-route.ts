import { formatQuery } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { ClientGone } from '../../problem/client-gone.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { all } from '../../reading/exactly.ts'
import { mostSheetRows } from '../../reading/xlsx-rows.ts'
import type { Ask, ListOrder } from '../../search/search-index.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { type App, addRawEndpoint } from '../frame/endpoint.ts'
import { reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { isEverything, isWhole } from '../reading/event-list.ts'
import { readSearch, searchProblems, searchQuery } from '../reading/search-parameters.ts'
import { bundleOfSelection, bundleOfTrail, newestCheckpoint } from './export-bundle.ts'
import { frozenAt, tally } from './export-set.ts'
import { recordedLines, searchedChunks } from './export-stream.ts'
import { recordExport } from './exported-event.ts'
import { keptFrom } from './kept-fields.ts'

export const exportParameters = {
  format: z.enum(['ndjson', 'csv', 'xlsx', 'bundle'], 'The format is ndjson, csv, xlsx or bundle').default('ndjson'),
  order: z
    .enum(['desc', 'asc', 'recorded', 'recorded-desc'], 'The order is desc, asc, recorded or recorded-desc')
    .optional()
    .describe('As in the list of events, `desc` by default. A bundle is always in the order of recording.'),
}
type Format = z.output<typeof exportParameters.format>

const types: { readonly [format in Format]: { readonly type: string; readonly extension: string } } = {
  ndjson: { type: 'application/x-ndjson', extension: 'ndjson' },
  csv: { type: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  bundle: { type: 'application/x-tar', extension: 'tar' },
}

/** An export that is known exactly before its first byte: how much leaves, what is said of it, and then the bytes. */
interface Export {
  readonly count: number
  readonly context: { readonly [name: string]: string | number }
  chunks(): AsyncIterable<Uint8Array>
}

/** Streams what a query finds, or a whole trail. What leaves is on the trail before the first byte leaves. */
export const addExportRoute = (app: App, service: Service): void => {
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/export',
      summary: 'Export what a query finds, or a whole trail',
      description:
        'Takes the query and filters of the list of events. `ndjson`: one EventView a line. `csv` and `xlsx`: one row an event, for people (docs/api.md says which columns). `bundle`: a tar stream of the folder that `daybook verify` checks (docs/format.md): the whole log without filters, otherwise each event with a proof of its own. What the credential may not read is withheld. The export has exactly the events that were stored when it began, and is itself an event that says how many.',
      tag: 'Export',
      needs: 'export',
      query: searchQuery(exportParameters),
      answers: {
        200: {
          description: 'The export; ends early only by breaking off.',
          contentType: 'application/x-ndjson',
          otherContentTypes: ['text/csv', types.xlsx.type, types.bundle.type],
          schema: z.string(),
        },
      },
      problems: [...searchProblems, 'too_many_rows'],
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), exportParameters)
      const { format } = own
      refuseOrderOfBundle(own)
      // HEAD asks what an export would be; nothing leaves, and nothing is said to have left.
      if (c.req.method === 'HEAD') return attachment(requestId, null, trail, format)
      const made = await prepareExport(service, trail, ask, own)
      await recordExport(service, trail, caller, made.count, { ...(await saidOf(trail, ask, format)), ...made.context })
      return attachment(requestId, watched(made.chunks(), requestId, service), trail, format)
    },
  )
}

/** Everything that is decided before the first byte. */
export const prepareExport = async (
  service: Service,
  trail: OpenTrail,
  ask: Ask,
  { format, order = 'desc' }: { readonly format: Format; readonly order?: ListOrder | undefined },
): Promise<Export> =>
  format === 'bundle' ? bundleExport(service, trail, ask) : rowsExport(service, trail, ask, { format, order })

export const refuseOrderOfBundle = ({
  format,
  order,
}: {
  readonly format: Format
  readonly order?: ListOrder | undefined
}): void => {
  if (format === 'bundle' && order !== undefined && order !== 'recorded')
    throw new HttpProblem('bad_parameter', 'A bundle is in the order of recording; leave the order out.', { pointer: '/order' })
}

/** What the event of an export says of it beside its count: format, query, and the fields that its reader does not get. */
const saidOf = async (trail: OpenTrail, ask: Ask, format: Format) => {
  const query = textOf(ask)
  const hidden = await keptFrom(ask.sees, trail.reader)
  return {
    format,
    ...(query === '' ? {} : { query }),
    ...(ask.which === 'all' ? { category: 'all' } : {}),
    ...(hidden.length > 0 ? { hidden: hidden.map(({ name }) => name) } : {}),
  }
}

const rowsExport = async (
  service: Service,
  trail: OpenTrail,
  ask: Ask,
  { format, order }: { readonly format: Exclude<Format, 'bundle'>; readonly order: ListOrder },
): Promise<Export> => {
  const context = { order }
  if (format === 'ndjson' && order === 'recorded' && isWhole(ask)) {
    const { size, own } = await trail.reader.size()
    const count = ask.which === 'all' ? size : ask.which === 'own' ? own : size - own
    return { count, context, chunks: () => recordedLines(trail, ask, size) }
  }
  const { size } = await frozenAt(service, trail)
  const count = await tally(service, trail, ask, size)
  // A row for the titles.
  if (format === 'xlsx' && count + 1 > mostSheetRows)
    throw new HttpProblem(
      'too_many_rows',
      `A sheet holds ${mostSheetRows} rows, and these are ${count} events. Narrow the query, or export csv or ndjson.`,
      { pointer: '/format' },
    )
  return { count, context, chunks: () => searchedChunks(service, trail, { ask, order, below: size, form: format, count }) }
}

const bundleExport = async (service: Service, trail: OpenTrail, ask: Ask): Promise<Export> => {
  const checkpoint = await newestCheckpoint(service, trail)
  const context = { checkpoint: checkpoint.size }
  if (isWhole(ask) && ask.which !== 'own')
    return { count: checkpoint.size, context, chunks: () => bundleOfTrail(service, trail, ask.sees, checkpoint) }
  await frozenAt(service, trail, checkpoint.size)
  const count = await tally(service, trail, ask, checkpoint.size)
  const query = textOf(ask)
  return { count, context, chunks: () => bundleOfSelection(service, trail, { ask, checkpoint, query }) }
}

/** The query with its range of time, as people type it. */
export const textOf = (ask: Ask): string => {
  if (isEverything(ask.query) && ask.fromMs === undefined && ask.toMs === undefined) return ''
  const { query, fromMs, toMs } = ask
  const time = { kind: 'time', ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) } as const
  return formatQuery(fromMs === undefined && toMs === undefined ? query : all(query, time))
}

/** What breaks off is told to the log by its request; the reader sees a connection that ends too early, never a whole export. */
async function* watched(chunks: AsyncIterable<Uint8Array>, requestId: string, service: Service): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    if (!(error instanceof ClientGone))
      service.log.error({ requestId, stack: error instanceof Error ? error.stack : String(error) }, 'an export broke off')
    throw error
  }
}

/** The file's name is the server's own; what was sent never becomes one. */
const attachment = (
  requestId: string,
  chunks: AsyncIterable<Uint8Array> | null,
  { facts }: OpenTrail,
  format: Format,
): Response =>
  reply(requestId, 200, chunks && (ReadableStream.from(chunks) as ReadableStream<Uint8Array>), types[format].type, {
    'Content-Type': types[format].type,
    'Content-Disposition': `attachment; filename="${facts.name}.${types[format].extension}"`,
  })
