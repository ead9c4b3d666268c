import type { Contexts } from './context.ts'
import { keepInScope } from './node-request.ts'
import { type RequestContext, requestScope } from './request-scope.ts'

/** As much of Hono's context as is read. On Node its adapter puts request and response into `env.incoming` and `env.outgoing`. */
export interface HonoContext {
  readonly req: { header(name: string): string | undefined }
  readonly env?: unknown
}

export type HonoMiddleware<Context> = (context: Context, next: () => Promise<void>) => Promise<void>

interface NodeEnv {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
  readonly outgoing?: object
}

const nodeEnv = (env: unknown): NodeEnv => (typeof env === 'object' && env !== null ? env : {})

export const honoMiddleware =
  <Context extends HonoContext>(
    contexts: Contexts,
    tool: string | undefined,
    options: RequestContext<Context>,
  ): HonoMiddleware<Context> =>
  (context, next) => {
    const { incoming, outgoing } = nodeEnv(context.env)
    const facts = { ip: incoming?.socket?.remoteAddress, header: (name: string) => context.req.header(name) }
    const scope = requestScope(context, facts, options, tool)
    const run = <T>(work: () => T): T => contexts.run(scope, work)
    if (incoming) keepInScope(incoming, run)
    if (outgoing) keepInScope(outgoing, run)
    return run(next)
  }
