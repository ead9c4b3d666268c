import { type Catalogue, compileCatalogue, type EventInput } from '@daybook/core'
import { runBatch } from './batch/run-batch.ts'
import { Contexts } from './context/context.ts'
import { expressMiddleware } from './context/express.ts'
import { fastifyPlugin } from './context/fastify.ts'
import { honoMiddleware } from './context/hono.ts'
import type { Delivery } from './delivery/delivery.ts'
import { deliveryModes } from './delivery-modes.ts'
import type { Desk } from './desk.ts'
import type { Recorder, RecordingCalls } from './recorder-calls.ts'
import { changeGiven, held, type Put, recordGiven } from './recording.ts'
import { Warner, type Warning } from './warning.ts'

/** How a recorder behaves, wherever its events go. */
export interface RecorderConduct<C extends Catalogue, Tx> {
  readonly catalogue: C
  /** What the application is called. It names the sources that have no name of their own. */
  readonly tool?: string | undefined
  /**
   * Throws where an event is not as it should be, instead of recording it as well as can be and warning. For development and
   * tests, so that mistakes are found before they are on the trail.
   */
  readonly strict?: boolean | undefined
  /** Fields that `change` never records, like `['updatedAt']`. */
  readonly ignore?: readonly string[] | undefined
  /** Writes events inside transactions: `sqliteOutbox(…)` of `@daybook/sdk/sqlite`. Without it there is no `within`. */
  readonly outbox?: Outbox<Tx> | undefined
  /** Told once for each place in the program that causes a warning. Default: `process.emitWarning`. */
  readonly onWarning?: ((warning: Warning) => void) | undefined
}

/** Where events wait that commit with the application's own changes. */
export interface Outbox<Tx> {
  /** Writes the event with what the transaction writes. What it throws must make the transaction fail. */
  put(transaction: Tx, event: EventInput): void | Promise<void>
}

/** A recorder over whatever delivers. */
export function recorderOver<C extends Catalogue, Tx>(conduct: RecorderConduct<C, Tx>, delivery: Delivery): Recorder<C, Tx> {
  const { tool, outbox } = conduct
  const catalogue = compileCatalogue(conduct.catalogue)
  const contexts = new Contexts(tool)
  const desk: Desk = {
    catalogue,
    tool,
    contexts,
    delivery,
    modeOf: deliveryModes(catalogue),
    warner: new Warner(conduct.onWarning),
    counts: { misshapen: 0, unknownActor: 0 },
    strict: conduct.strict === true,
    ignore: conduct.ignore ?? [],
    now: Date.now,
  }
  return {
    ...callsOf<C>(desk, undefined),
    // nobody is somebody else than whoever is around
    as: (actor, work) => contexts.run(contexts.inside({ actor: actor ?? null }), work),
    with: (context, work) => contexts.run(contexts.inside(context), work),
    context: () => contexts.carried([]),
    within: (transaction) => {
      if (outbox === undefined) throw new Error(noOutbox)
      return callsOf<C>(desk, (event) => outbox.put(transaction, event))
    },
    express: (options = {}) => expressMiddleware(contexts, tool, options),
    fastify: (options = {}) => fastifyPlugin(contexts, tool, options),
    hono: (options = {}) => honoMiddleware(contexts, tool, options),
    health: () => ({ ...delivery.health(), ...desk.counts }),
    flush: (options) => held(delivery.flush(options)),
    close: (options) => held(delivery.close(options)),
  }
}

const noOutbox =
  'This recorder has no outbox, so it cannot record inside a transaction. Give createRecorder one: outbox: sqliteOutbox(…) of @daybook/sdk/sqlite.'

/** The typed calls over the loose ones: what the catalogue makes of the types is checked by the compiler alone. */
const callsOf = <C extends Catalogue>(desk: Desk, put: Put | undefined): RecordingCalls<C> =>
  ({
    record: (action, input) => recordGiven(desk, put, String(action), input as never),
    change: (action, input) => changeGiven(desk, put, String(action), input as never),
    batch: (kind, input, work) => runBatch(desk, put, kind, input, work as never),
  }) as RecordingCalls<C>
