import { actorOf } from '../../access/caller.ts'
import { importEventId, ownEvent } from '../../trail/own-event.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import { jsonReply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { importAnswerSchema, importSchema } from './trail-schemas.ts'

/** What an importer says when it is done: the trail keeps what was claimed beside what it recorded. */
export const addImportRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'post',
      path: '/v1/trails/{trail}/imports',
      summary: 'Record that history was imported',
      description:
        'The same file with the same mapping is one event, however often it is imported; a repeat answers `duplicate` with its position.',
      tag: 'Imports',
      needs: 'write',
      body: importSchema,
      answers: { 200: { description: 'The event is on the trail.', schema: importAnswerSchema } },
    },
    async ({ requestId, caller, trail, body: { file, mapping, lines, claimed } }) => {
      const { name, origin } = trail.facts
      const id = importEventId(origin, file.sha256, mapping)
      const doer = { actor: actorOf(caller), source: { type: 'bulk_import', name: 'daybook import' } as const }
      const event = ownEvent('trail.history_imported', doer, service.now(), {
        id,
        count: claimed.stored,
        batch: {
          id,
          kind: 'history',
          file,
          mapping,
          rows: lines,
          claimed: { created: claimed.stored, unchanged: claimed.duplicates, failed: claimed.refused },
        },
      })
      const { seq, status } = await service.trails.record(name, event)
      return jsonReply(requestId, 200, { id, seq, status: status === 'stored' ? 'stored' : 'duplicate' })
    },
  )
}
