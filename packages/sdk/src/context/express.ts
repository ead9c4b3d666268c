import type { Contexts } from './context.ts'
import { keepInScope, type NodeRequest, nodeFacts } from './node-request.ts'
import { type RequestContext, requestScope } from './request-scope.ts'

/** As much of Express's request as is read; `ip` follows the application's own `trust proxy` setting. */
export interface ExpressRequest extends NodeRequest {
  readonly ip?: string | undefined
}

export type ExpressMiddleware<Request> = (request: Request, response: object, next: (error?: unknown) => void) => void

export const expressMiddleware =
  <Request extends ExpressRequest>(
    contexts: Contexts,
    tool: string | undefined,
    options: RequestContext<Request>,
  ): ExpressMiddleware<Request> =>
  (request, response, next) => {
    const scope = requestScope(request, nodeFacts(request, request.ip), options, tool)
    const run = <T>(work: () => T): T => contexts.run(scope, work)
    keepInScope(request, run)
    keepInScope(response, run)
    run(next)
  }
