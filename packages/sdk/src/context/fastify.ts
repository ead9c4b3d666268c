import type { Contexts } from './context.ts'
import { keepInScope, type NodeRequest, nodeFacts } from './node-request.ts'
import { type RequestContext, requestScope } from './request-scope.ts'

/** As much of Fastify's request as is read; `ip` follows the application's own `trustProxy` option. */
export interface FastifyRequest {
  readonly id: unknown
  readonly ip: string
  readonly headers: NodeRequest['headers']
  readonly raw: object
}

interface FastifyInstance {
  addHook(name: 'onRequest', hook: (request: never, reply: { readonly raw: object }, done: () => void) => void): unknown
}

/** What `register` takes, whatever the application is typed with. */
export type FastifyPlugin = (app: object, options: object, done: () => void) => void

export function fastifyPlugin<Request extends FastifyRequest>(
  contexts: Contexts,
  tool: string | undefined,
  options: RequestContext<Request>,
): FastifyPlugin {
  const plugin: FastifyPlugin = (app, _options, done) => {
    ;(app as FastifyInstance).addHook('onRequest', (request: Request, reply, next) => {
      const id = typeof request.id === 'string' ? request.id : String(request.id)
      const scope = requestScope(request, nodeFacts(request, request.ip, id), options, tool)
      const run = <T>(work: () => T): T => contexts.run(scope, work)
      keepInScope(request.raw, run)
      keepInScope(reply.raw, run)
      run(next)
    })
    done()
  }
  // Fastify gives a plugin a world of its own; this one is for the routes around it
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'daybook' })
}
