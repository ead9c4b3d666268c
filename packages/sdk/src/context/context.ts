import { AsyncLocalStorage } from 'node:async_hooks'
import type { Actor, ActorInput, Batch, Named, NamedInput, Source, SourceInput } from '@daybook/core'
import type { Faults } from '../event/fault.ts'
import { actorFrom, namedFrom } from '../event/parties.ts'
import { once, type Scope } from './scope.ts'
import { sourceInside, sourceOf } from './source-from.ts'

/** What a stretch of a program says for all events in it. What it does not mention stays as it was around it. */
export interface ContextInput {
  /** `null` for nobody known; left out, whoever is around. */
  readonly actor?: ActorInput | null | undefined
  readonly source?: SourceInput | undefined
  readonly organization?: NamedInput | undefined
  /** What the events of one request or call have in common. */
  readonly correlationId?: string | undefined
  /** The id of the event that triggered these. */
  readonly causedBy?: string | undefined
  /** The import or run that the events belong to. */
  readonly batch?: { readonly id: string } | undefined
}

/** The context as it stands: plain data, to carry into a queue's message and back with `with`. */
export interface CarriedContext {
  readonly actor?: Actor
  readonly source?: Source
  readonly organization?: Named
  readonly correlationId?: string
  readonly causedBy?: string
  readonly batch?: Batch
}

/** Who and through what, wherever asynchronous work goes (`AsyncLocalStorage`). One for each recorder. */
export class Contexts {
  readonly #storage = new AsyncLocalStorage<Scope>()
  readonly #tool: string | undefined

  constructor(tool: string | undefined) {
    this.#tool = tool
  }

  /** What holds here; nothing outside of every context. */
  current(): Scope | undefined {
    return this.#storage.getStore()
  }

  run<T>(scope: Scope, work: () => T): T {
    return this.#storage.run(scope, work)
  }

  /** A machine as the actor brings its own source, unless one is given with it. Other members stay as they are around. */
  inside(given: ContextInput): Scope {
    const around = this.current()
    return {
      ...around,
      ...this.#who(given, around),
      ...(given.organization && { organization: once((faults) => namedFrom(given.organization, faults, '/organization')) }),
      ...(given.correlationId !== undefined && { correlationId: given.correlationId }),
      ...(given.causedBy !== undefined && { causedBy: given.causedBy }),
      ...(given.batch && { batch: { id: given.batch.id } }),
    }
  }

  #who({ actor, source }: ContextInput, around: Scope | undefined): Pick<Scope, 'actor' | 'source'> {
    const named = actor === undefined ? undefined : once((faults) => actorFrom(actor, faults))
    const through =
      source === undefined ? undefined : once((faults) => sourceInside(source, around?.source?.(faults), this.#tool, faults))
    if (named === undefined) return through ? { source: through } : {}
    const ofActor = once((faults) => sourceOf(named(faults), around?.source?.(faults)))
    return { actor: named, source: through ?? ofActor }
  }

  carried(faults: Faults): CarriedContext | undefined {
    const scope = this.current()
    if (scope === undefined) return undefined
    const [actor, source, organization] = [scope.actor?.(faults), scope.source?.(faults), scope.organization?.(faults)]
    return {
      ...(actor && { actor }),
      ...(source && { source }),
      ...(organization && { organization }),
      ...(scope.correlationId !== undefined && { correlationId: scope.correlationId }),
      ...(scope.causedBy !== undefined && { causedBy: scope.causedBy }),
      ...(scope.batch && { batch: scope.batch }),
    }
  }
}
