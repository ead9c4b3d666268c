import type { RequestFacts } from './request-scope.ts'

/** As much of `http.IncomingMessage` as is read. */
export interface NodeRequest {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly socket?: { readonly remoteAddress?: string | undefined } | null | undefined
}

const nodeHeader =
  ({ headers }: NodeRequest) =>
  (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' ? value : value?.[0]
  }

/** `ip` is the framework's: the socket's address, or what the application trusts its proxy to say. */
export const nodeFacts = (request: NodeRequest, ip: string | undefined, id?: string): RequestFacts => ({
  ip: ip ?? request.socket?.remoteAddress,
  header: nodeHeader(request),
  id,
})

/**
 * Lets everything that listens to a request or its response run in its scope. Node tells of a body's arrival and of a finished
 * answer in the connection's own asynchronous context, so that what a body parser does next would belong to nobody, or to
 * another request.
 */
export function keepInScope(request: object, run: <T>(work: () => T) => T): void {
  const stream = request as { emit?: (...args: unknown[]) => boolean }
  const { emit } = stream
  if (typeof emit !== 'function') return
  stream.emit = (...args) => run(() => emit.apply(request, args))
}
