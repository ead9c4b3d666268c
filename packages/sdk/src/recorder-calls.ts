import type { ActionName, ActorInput, Catalogue, RecordDetails, RecordInput } from '@daybook/core'
import type { BatchCalls, BatchInput, BatchKind } from './batch/batch-calls.ts'
import type { CarriedContext, ContextInput } from './context/context.ts'
import type { ExpressMiddleware, ExpressRequest } from './context/express.ts'
import type { FastifyPlugin, FastifyRequest } from './context/fastify.ts'
import type { HonoContext, HonoMiddleware } from './context/hono.ts'
import type { RequestContext } from './context/request-scope.ts'
import type { Receipt } from './delivery/delivery.ts'
import type { Health } from './delivery/health.ts'

/** What `record` answers: the position for actions whose delivery is `acked`, the event's id for all others. */
export type Recorded<C extends Catalogue, A extends ActionName<C>> = C['actions'][A] extends { readonly delivery: 'acked' }
  ? Receipt
  : { readonly id: string }

/** What `change` takes: the record before and after. `null` on a side means that it does not exist there. */
export type ChangeInput<C extends Catalogue, A extends ActionName<C>> = RecordDetails<C, A> & {
  readonly before: object | null | undefined
  readonly after: object | null | undefined
  /** Fields that say nothing to people, besides those that the recorder ignores: `['updatedAt', 'version']`. */
  readonly ignore?: readonly string[] | undefined
}

/** The calls that put events on the trail. */
export interface RecordingCalls<C extends Catalogue> {
  /**
   * Records one event. What it takes is read before it returns, so rows may change afterwards. How it is delivered, and
   * what awaiting it means, is the catalogue's to say: see docs/guides/delivery.md. Never throws into a program whose
   * catalogue does not say so.
   */
  record<A extends ActionName<C>>(action: A, input: RecordInput<C, A>): Promise<Recorded<C, A>>
  /**
   * Records what differs between two states of a record, with the labels, kinds and treatments of the catalogue. Where
   * nothing differs nothing is recorded, and the answer is `undefined`. Without an `object` it is `after`, else `before`.
   */
  change<A extends ActionName<C>>(action: A, input: ChangeInput<C, A>): Promise<Recorded<C, A> | undefined>
  /**
   * Records the beginning of an import or run, does the work, and records its end with what was counted, also when the
   * work throws. Events recorded in the work belong to the batch. Answers what the work answers.
   */
  batch<K extends BatchKind<C>, T>(kind: K, input: BatchInput, work: (batch: BatchCalls<C>) => Promise<T> | T): Promise<T>
}

/** Delivery's health, and what the recorder itself met. */
export interface RecorderHealth extends Health {
  /** Events that the server will refuse, or has: their shape was wrong. */
  readonly misshapen: number
  /** Events recorded without knowing who did it. */
  readonly unknownActor: number
}

export interface Recorder<C extends Catalogue, Tx = unknown> extends RecordingCalls<C> {
  /** Does the work as this actor. A machine is its own source; nobody acts for anybody unless `onBehalfOf` says so. */
  as<T>(actor: ActorInput, work: () => T): T
  /** Does the work in this context; what it does not mention stays as it is around. */
  with<T>(context: ContextInput, work: () => T): T
  /** The context here, to be carried into a message and back with `with`; `undefined` outside of every context. */
  context(): CarriedContext | undefined
  /**
   * Records inside the application's own transaction: the event commits with the change or not at all. Throws at once where
   * the event cannot be written, so that the transaction fails with it.
   */
  within(transaction: Tx): RecordingCalls<C>
  /** Middleware for Express (and Connect): gives everything below it its actor, source and request. */
  express<Request extends ExpressRequest = ExpressRequest>(options?: RequestContext<Request>): ExpressMiddleware<Request>
  /** A plugin for Fastify, for all routes: `app.register(audit.fastify({ … }))`. */
  fastify<Request extends FastifyRequest = FastifyRequest>(options?: RequestContext<Request>): FastifyPlugin
  /** Middleware for Hono: `app.use(audit.hono({ … }))`. */
  hono<Context extends HonoContext = HonoContext>(options?: RequestContext<Context>): HonoMiddleware<Context>
  health(): RecorderHealth
  /** Answers true when everything recorded before is on the trail or refused, false when the time is over first. */
  flush(options?: { readonly timeoutMs?: number }): Promise<boolean>
  /** Flushes for a moment and stops; what is left stays in the spool for the next process. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}
