import { isProblem } from '@daybook/core'
import type { HttpBindings } from '@hono/node-server'
import type { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Caller, type Deed, readerOf } from '../../access/caller.ts'
import { HttpProblem, type ProblemCode } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { authenticate, authorize, refuseForeignPage } from './authenticate.ts'
import { embeddedCaller, preflight, readableThere } from './embedded.ts'
import { readObject } from './json-body.ts'
import { nameInPath, pathsOf } from './name-in-path.ts'
import { type Answers, documented } from './openapi.ts'
import { newRequestId } from './request-id.ts'
import { schemaWords } from './schema-words.ts'
import type { Service } from './service.ts'

/** What a route may find on its context: the raw request, where the call came over HTTP. */
export type Env = { Bindings: Partial<HttpBindings>; Variables: { requestId: string; embedded: EmbeddedCall | undefined } }

/** A call that carries a token of an embedded history; `origin` may read the answer. */
interface EmbeddedCall {
  readonly origin: string | undefined
}
export type App = OpenAPIHono<Env>

type Shape = z.ZodType | undefined
type Parsed<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

/** One address and method, with its documentation: the schemas that check a call are those that describe it. */
export interface Endpoint<Q extends Shape, B extends Shape> {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** With `{trail}` where the call is about one trail. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly tag: string
  /** What the call does, which a key must be allowed to; `anyone` needs no credential, `known` any. */
  readonly needs: Deed | 'anyone' | 'known'
  /** Answers tokens of embedded histories too: about the record of the path, or one event of the token's record. */
  readonly embed?: 'record' | 'event'
  readonly query?: Q
  /** The schema of a JSON body. Bodies of other kinds are read by the handler and described by `otherBody`. */
  readonly body?: B
  readonly otherBody?: { readonly [contentType: string]: { readonly schema: object } }
  readonly headers?: z.ZodObject
  readonly answers: Answers
  /** Beyond those every call of its kind can meet. */
  readonly problems?: readonly ProblemCode[]
}

export interface Call<Q extends Shape, B extends Shape> {
  readonly c: Context<Env>
  /** With searches that take the caller's turns, and are dropped when the caller goes. */
  readonly service: Service
  readonly requestId: string
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
  param(name: string): string
  /** Who calls; only where the endpoint needs a credential. */
  readonly caller: Caller
  /** The trail of the path; only where the path has one. */
  readonly trail: OpenTrail
}

/** Puts an endpoint on the app and into its OpenAPI document. */
export const addEndpoint = <Q extends Shape = undefined, B extends Shape = undefined>(
  app: App,
  service: Service,
  endpoint: Endpoint<Q, B>,
  handle: (call: Call<Q, B>) => Promise<Response> | Response,
): void => {
  app.openAPIRegistry.registerPath(documented(endpoint))
  if (endpoint.embed) addPreflight(app, service, endpoint.path)
  app.on(endpoint.method.toUpperCase(), honoPaths(endpoint.path), async (c) =>
    readableThere(c, await handle(await openedCall(c, service, endpoint))),
  )
}

/** The same for a handler that reads query and body itself: the documentation stands for what it does, and nothing is parsed twice. */
export const addRawEndpoint = <Q extends Shape = undefined>(
  app: App,
  service: Service,
  endpoint: Endpoint<Q, undefined>,
  handle: (
    call: Pick<Call<undefined, undefined>, 'c' | 'service' | 'requestId' | 'caller' | 'trail'>,
  ) => Promise<Response> | Response,
): void => {
  app.openAPIRegistry.registerPath(documented(endpoint))
  if (endpoint.embed) addPreflight(app, service, endpoint.path)
  app.on(endpoint.method.toUpperCase(), honoPaths(endpoint.path), async (c) => {
    const requestId = newRequestId()
    c.set('requestId', requestId)
    const { caller, trail } = admit(c, service, endpoint)
    const call = { c, requestId, caller: caller as Caller, trail: trail as OpenTrail }
    return readableThere(c, await handle({ ...call, service: endpoint.method === 'get' ? askedBy(c, service, caller) : service }))
  })
}

/** The same with searches of the caller's own. */
const askedBy = (c: Context<Env>, service: Service, caller: Caller | undefined): Service => {
  if (!caller) return service
  const asker = {
    reader: readerOf(caller),
    // Whoever takes it makes it; most calls search nothing.
    get gone() {
      return c.req.raw.signal
    },
  }
  return { ...service, searches: service.searchesOf(asker) }
}

const addPreflight = (app: App, service: Service, path: string): void => {
  app.on('OPTIONS', honoPaths(path), (c) => preflight(c, service))
}

const honoPaths = (path: string): string[] =>
  pathsOf(path).map((one) => one.replaceAll(/\{(\w+)(\*?)\}/g, (_, name, rest) => (rest ? `:${name}{.+}` : `:${name}`)))

const openedCall = async <Q extends Shape, B extends Shape>(
  c: Context<Env>,
  service: Service,
  endpoint: Endpoint<Q, B>,
): Promise<Call<Q, B>> => {
  const requestId = newRequestId()
  c.set('requestId', requestId)
  const { caller, trail } = admit(c, service, endpoint)
  const query = endpoint.query ? checked(endpoint.query, queryOf(c), 'bad_parameter') : undefined
  const body = endpoint.body ? checked(endpoint.body, await readObject(c, service), 'bad_body') : undefined
  return {
    c,
    service: askedBy(c, service, caller),
    requestId,
    query: query as Parsed<Q>,
    body: body as Parsed<B>,
    param: (name) => nameInPath(c, name),
    // An endpoint that needs neither never looks at them.
    caller: caller as Caller,
    trail: trail as OpenTrail,
  }
}

/** First who, then whether the trail exists for them, then whether they may: a foreign trail is never told from a missing one. */
const admit = (c: Context<Env>, service: Service, endpoint: Endpoint<Shape, Shape>) => {
  if (endpoint.needs === 'anyone') return { caller: undefined, trail: undefined }
  const caller = embeddedCaller(c, service, endpoint.embed) ?? authenticate(c.req.raw.headers, service.gatekeeper)
  const name = c.req.param('trail')
  const trail = name === undefined ? undefined : service.trails.get(name)
  const broken = name === undefined || trail ? undefined : service.trails.broken.get(name)
  if (name !== undefined) authorize(caller, broken === undefined ? trail?.facts.name : name)
  if (broken !== undefined) throw new HttpProblem('sealed', broken, { headers: { 'Retry-After': '60' } })
  if (endpoint.needs !== 'known') authorize(caller, trail?.facts.name, endpoint.needs)
  if (endpoint.method !== 'get') refuseForeignPage(c.req.raw.headers, caller, service.publicUrl)
  refuseNul(c.req.url)
  return { caller, trail }
}

/** No event holds a NUL, so that nothing can be asked by one, and what is said of asking could not be recorded. */
const refuseNul = (url: string): void => {
  if (url.includes('%00'))
    throw new HttpProblem('invalid_unicode', 'The address has a NUL (%00) in it; nothing on a trail does, so leave it out.')
}

const queryOf = (c: Context<Env>): Record<string, string> => {
  const all = c.req.queries()
  for (const [name, values] of Object.entries(all))
    if (values.length > 1)
      throw new HttpProblem('bad_parameter', 'This parameter stands more than once; this call takes it once.', {
        pointer: pointerOf([name]),
      })
  return c.req.query()
}

/** The problem names the place and what is expected there, never what was sent. */
export const checked = <S extends z.ZodType>(schema: S, value: unknown, code: 'bad_parameter' | 'bad_body'): z.output<S> => {
  if (isProblem(value)) throw HttpProblem.of(value)
  const result = schema.safeParse(value, { error: schemaWords(schema, code) })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue && 'keys' in issue && Array.isArray(issue.keys) ? [...issue.path, issue.keys[0]] : (issue?.path ?? [])
  throw new HttpProblem(code, `${issue?.message ?? 'This is not what the call expects'}.`, { pointer: pointerOf(path) })
}

const pointerOf = (path: readonly (PropertyKey | undefined)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
