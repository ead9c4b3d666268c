import type { Contexts } from './context.ts'
import { keepInScope } from './node-request.ts'
import { type RequestContext, requestScope } from './request-scope.ts'

/** As much of Hono's context as is read. On Node its adapter puts the request that came in into `env.incoming`. */
export interface HonoContext {
  readonly req: { header(name: string): string | undefined }
  readonly env?: unknown
}

export type HonoMiddleware<Context> = (context: Context, next: () => Promise<void>) => Promise<void>

interface Incoming {
  readonly socket?: { readonly remoteAddress?: string | undefined }
}

const incomingOf = (env: unknown): Incoming | undefined =>
  typeof env === 'object' && env !== null && 'incoming' in env ? (env.incoming as Incoming | undefined) : undefined

export const honoMiddleware =
  <Context extends HonoContext>(
    contexts: Contexts,
    tool: string | undefined,
    options: RequestContext<Context>,
  ): HonoMiddleware<Context> =>
  (context, next) => {
    const incoming = incomingOf(context.env)
    const facts = { ip: incoming?.socket?.remoteAddress, header: (name: string) => context.req.header(name) }
    const scope = requestScope(context, facts, options, tool)
    const run = <T>(work: () => T): T => contexts.run(scope, work)
    if (incoming) keepInScope(incoming, run)
    return run(next)
  }
