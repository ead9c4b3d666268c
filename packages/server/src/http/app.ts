import { OpenAPIHono } from '@hono/zod-openapi'
import { JournalDamaged } from '../journal/journal.ts'
import { ClientGone } from '../problem/client-gone.ts'
import { asProblem, HttpProblem } from '../problem/http-problem.ts'
import { addExportPreviewRoute } from './export/export-preview-route.ts'
import { addExportRoute } from './export/export-route.ts'
import { addUndoRoutes } from './export/undo-routes.ts'
import { readableThere } from './frame/embedded.ts'
import type { App, Env } from './frame/endpoint.ts'
import { MethodTable } from './frame/method-table.ts'
import { failureReply, problemReply, reply } from './frame/reply.ts'
import { newRequestId } from './frame/request-id.ts'
import type { Service } from './frame/service.ts'
import { addIndexRoutes } from './operation/index-routes.ts'
import { addOperationRoutes } from './operation/operation-routes.ts'
import { addAccountRoutes } from './people/account-routes.ts'
import { addLinkSessionRoutes } from './people/link-session-routes.ts'
import { addPersonLinkRoutes } from './people/person-link-routes.ts'
import { addPersonRoutes } from './people/person-routes.ts'
import { addPersonSignInRoutes } from './people/person-sign-in-routes.ts'
import { addReaderRoutes } from './people/reader-routes.ts'
import { addRoleRoutes } from './people/role-routes.ts'
import { addSecondFactorRoutes } from './people/second-factor-routes.ts'
import { addSessionRoutes } from './people/session-routes.ts'
import { addSignOnRoutes } from './people/sign-on-routes.ts'
import { addBatchRoutes } from './reading/batch-routes.ts'
import { addCountRoutes } from './reading/count-routes.ts'
import { addEventRoutes } from './reading/event-routes.ts'
import { addLooksRoute } from './reading/looks-route.ts'
import { addNoteRoutes } from './reading/note-routes.ts'
import { addRevealRoute } from './reading/reveal-route.ts'
import { addStateRoutes } from './reading/state-routes.ts'
import { addTimelineRoutes } from './reading/timeline-routes.ts'
import { addViewRoutes } from './reading/view-routes.ts'
import { addWorkflowRoutes } from './reading/workflow-routes.ts'
import { addAppendRoute } from './trail/append-route.ts'
import { addCatalogueRoutes } from './trail/catalogue-routes.ts'
import { addEmbedRoutes } from './trail/embed-routes.ts'
import { addHeartbeatRoutes } from './trail/heartbeat-routes.ts'
import { addImportRoutes } from './trail/import-routes.ts'
import { addKeyRoutes } from './trail/key-routes.ts'
import { addLogRoutes } from './trail/log-routes.ts'
import { addEpochRoute, addTrailRoutes } from './trail/trail-routes.ts'
import { addVerificationRoute } from './trail/verification-route.ts'
import { addZoneRoutes } from './trail/zone-routes.ts'
import { addAlertRoutes } from './watch/alert-routes.ts'
import { addForwarderRoutes } from './watch/forwarder-routes.ts'
import { addReviewRoutes } from './watch/review-routes.ts'

/** Everything the server answers, as one fetch handler. */
export const makeApp = (service: Service): App => {
  const app: App = new OpenAPIHono<Env>()
  addTrailRoutes(app, service)
  addEpochRoute(app, service)
  addAppendRoute(app, service)
  addEventRoutes(app, service)
  addRevealRoute(app, service)
  addTimelineRoutes(app, service)
  addCountRoutes(app, service)
  addBatchRoutes(app, service)
  addUndoRoutes(app, service)
  addZoneRoutes(app, service)
  addIndexRoutes(app, service)
  addStateRoutes(app, service)
  addWorkflowRoutes(app, service)
  addLogRoutes(app, service)
  addCatalogueRoutes(app, service)
  addKeyRoutes(app, service)
  addEmbedRoutes(app, service)
  addHeartbeatRoutes(app, service)
  addImportRoutes(app, service)
  addExportRoute(app, service)
  addExportPreviewRoute(app, service)
  addVerificationRoute(app, service)
  addLooksRoute(app, service)
  addForwarderRoutes(app, service)
  addAlertRoutes(app, service)
  addReviewRoutes(app, service)
  addViewRoutes(app, service)
  addNoteRoutes(app, service)
  addSessionRoutes(app, service)
  addSignOnRoutes(app, service)
  addAccountRoutes(app, service)
  addSecondFactorRoutes(app, service)
  addPersonLinkRoutes(app, service)
  addReaderRoutes(app, service)
  addPersonRoutes(app, service)
  addLinkSessionRoutes(app, service)
  addPersonSignInRoutes(app, service)
  addRoleRoutes(app, service)
  addOperationRoutes(app, service)
  addDocument(app)
  const methods = new MethodTable(app.routes)
  app.notFound((c) => elsewhere(c.req.raw, service, methods))
  app.onError((error, c) => readableThere(c, failed(error, c.get('requestId') ?? newRequestId(), service)))
  return app
}

const addDocument = (app: App): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An access key: dbk_…',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'embed', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of an embedded history, from pages of the origin it was made for.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'daybook_session' })
  let text: string | undefined
  app.get('/openapi.json', () => {
    text ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Daybook', version: '1', description: 'The audit trail for internal tools.' },
      }),
    )
    return reply(newRequestId(), 200, text, 'application/json', { 'Cache-Control': 'no-cache' })
  })
}

/** Addresses that no route has: pages for browsers, and otherwise what is wrong with the address or the method. */
const elsewhere = (request: Request, service: Service, methods: MethodTable): Response => {
  const requestId = newRequestId()
  const { pathname } = new URL(request.url)
  const known = methods.at(pathname)
  const isPage = !pathname.startsWith('/v1/') && pathname !== '/v1'
  const allowed = known.length === 0 && isPage ? ['GET', 'HEAD'] : known
  if (request.method === 'OPTIONS' && allowed.length > 0)
    return reply(requestId, 204, null, '', { Allow: [...allowed, 'OPTIONS'].join(', ') })
  if (isPage && known.length === 0 && (request.method === 'GET' || request.method === 'HEAD')) {
    const page = service.pages.get(pathname, (request.headers.get('accept') ?? '').includes('text/html'))
    if (page) return pageReply(requestId, request, page)
  } else if (allowed.length > 0)
    return problemReply(
      requestId,
      new HttpProblem('method_not_allowed', `This address takes ${allowed.join(', ')}.`, {
        headers: { Allow: [...allowed, 'OPTIONS'].join(', ') },
      }),
    )
  return problemReply(
    requestId,
    new HttpProblem('not_found', 'There is nothing at this address; /openapi.json lists what there is.'),
  )
}

const pageReply = (
  requestId: string,
  request: Request,
  page: { bytes: Uint8Array<ArrayBuffer>; headers: { readonly [name: string]: string } },
): Response => {
  const headers = { ...page.headers, 'X-Request-Id': requestId }
  if (request.headers.get('if-none-match') === page.headers.ETag) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : page.bytes, { status: 200, headers })
}

/** Refusals are answered as they say. Anything else is a defect of ours: told by its request id, written to the log with its stack. */
const failed = (error: unknown, requestId: string, service: Service): Response => {
  if (error instanceof ClientGone) return new Response(null, { status: 499 })
  if (error instanceof JournalDamaged)
    return problemReply(
      requestId,
      new HttpProblem('storage_fault', `${error.message} Everything else can still be read; run "daybook verify".`, {
        headers: { 'Retry-After': '60' },
      }),
    )
  if (!asProblem(error)) service.log.error({ requestId, stack: error instanceof Error ? error.stack : String(error) }, 'defect')
  return failureReply(requestId, error)
}
