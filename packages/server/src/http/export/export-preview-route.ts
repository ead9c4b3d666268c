import { z } from '@hono/zod-openapi'
import { sightOf } from '../../access/sight.ts'
import { type App, addRawEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { searchLook } from '../reading/looks.ts'
import { readSearch, searchProblems, searchQuery } from '../reading/search-parameters.ts'
import { exportParameters, prepareExport, refuseOrderOfBundle, textOf } from './export-route.ts'
import { keptFrom } from './kept-fields.ts'

const previewSchema = z
  .object({
    events: z.int().describe('How many would leave if the export began now.'),
    format: exportParameters.format,
    query: z.string().describe('With its range of time; empty for everything.'),
    hidden: z
      .array(z.object({ name: z.string(), label: z.string(), roles: z.array(z.string()) }))
      .describe('Fields and actions that the catalogue keeps for others: not in the export.'),
  })
  .openapi('ExportPreview')

/** What an export would be, for whoever is about to press the button: nothing leaves. */
export const addExportPreviewRoute = (app: App, service: Service): void =>
  addRawEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/v1/trails/{trail}/export-preview',
      summary: 'What would leave with an export',
      description: 'Takes what the export takes, and counts as it counts. The counting is a search, and on the record as one.',
      tag: 'Export',
      needs: 'export',
      query: searchQuery(exportParameters),
      answers: { 200: { description: 'What would leave.', schema: previewSchema } },
      problems: [...searchProblems, 'too_many_rows'],
    },
    async ({ c, service, requestId, caller, trail }) => {
      const { ask, own } = readSearch(c.req.url, await sightOf(service, caller, trail), exportParameters)
      refuseOrderOfBundle(own)
      const { count } = await prepareExport(service, trail, ask, own)
      service.looks.searched(caller, trail, searchLook(ask))
      const hidden = await keptFrom(ask.sees, trail.reader)
      return jsonReply(requestId, 200, { events: count, format: own.format, query: textOf(ask), hidden })
    },
  )
