import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'

/** Says on the trail who took how much of it out, and by what query; durable when this answers. */
export const recordExport = (
  service: Service,
  { facts }: OpenTrail,
  caller: Caller,
  count: number,
  context: { readonly [name: string]: string | number | readonly string[] },
): Promise<void> =>
  service.owed.recordOrOwe(
    facts.name,
    ownEvent('trail.exported', { actor: actorOf(caller, facts.name), source: sourceOf(caller) }, service.now(), {
      object: { type: 'trail', id: facts.origin, name: facts.name },
      count,
      context,
    }),
  )
