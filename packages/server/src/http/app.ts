import { OpenAPIHono } from '@hono/zod-openapi'
import { JournalDamaged } from '../journal/journal.ts'
import { asProblem, HttpProblem } from '../problem/http-problem.ts'
import { addAccountRoutes } from './account-routes.ts'
import { addAlertRoutes } from './alert-routes.ts'
import { addAppendRoute } from './append-route.ts'
import { addBatchRoutes } from './batch-routes.ts'
import { ClientGone } from './body.ts'
import { addCatalogueRoutes } from './catalogue-routes.ts'
import { addCountRoutes } from './count-routes.ts'
import { addEmbedRoutes } from './embed-routes.ts'
import { readableThere } from './embedded.ts'
import type { App, Env } from './endpoint.ts'
import { addEventRoutes } from './event-routes.ts'
import { addExportPreviewRoute } from './export-preview-route.ts'
import { addExportRoute } from './export-route.ts'
import { addForwarderRoutes } from './forwarder-routes.ts'
import { addHeartbeatRoutes } from './heartbeat-routes.ts'
import { addImportRoutes } from './import-routes.ts'
import { addIndexRoutes } from './index-routes.ts'
import { addKeyRoutes } from './key-routes.ts'
import { addLinkSessionRoutes } from './link-session-routes.ts'
import { addLogRoutes } from './log-routes.ts'
import { addLooksRoute } from './looks-route.ts'
import { MethodTable } from './method-table.ts'
import { addNoteRoutes } from './note-routes.ts'
import { addOperationRoutes } from './operation-routes.ts'
import { addPersonLinkRoutes } from './person-link-routes.ts'
import { addPersonRoutes } from './person-routes.ts'
import { addPersonSignInRoutes } from './person-sign-in-routes.ts'
import { addReaderRoutes } from './reader-routes.ts'
import { failureReply, problemReply, reply } from './reply.ts'
import { newRequestId } from './request-id.ts'
import { addRevealRoute } from './reveal-route.ts'
import { addReviewRoutes } from './review-routes.ts'
import { addRoleRoutes } from './role-routes.ts'
import { addSecondFactorRoutes } from './second-factor-routes.ts'
import type { Service } from './service.ts'
import { addSessionRoutes } from './session-routes.ts'
import { addSignOnRoutes } from './sign-on-routes.ts'
import { addStateRoutes } from './state-routes.ts'
import { addTimelineRoutes } from './timeline-routes.ts'
import { addEpochRoute, addTrailRoutes } from './trail-routes.ts'
import { addUndoRoutes } from './undo-routes.ts'
import { addVerificationRoute } from './verification-route.ts'
import { addViewRoutes } from './view-routes.ts'
import { addWorkflowRoutes } from './workflow-routes.ts'
import { addZoneRoutes } from './zone-routes.ts'

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
  return problemReply(requestId, new HttpProblem('not_found', 'There is nothing at this address.'))
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
