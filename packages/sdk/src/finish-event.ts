import {
  type Change,
  checkAgainstCatalogue,
  checkEvent,
  type EventInput,
  type Problem,
  problemsUnder,
  treatEvent,
} from '@daybook/core'
import type { Desk } from './desk.ts'
import { buildEvent, type Recording } from './event/build-event.ts'
import { type Faults, fault } from './event/fault.ts'
import { objectTypeFor } from './event/record-ref.ts'
import { soundEvent } from './event/sound-json.ts'
import { RecordRefused } from './record-error.ts'

export type ChangesOf = (type: string | undefined) => readonly Change[] | undefined

/** The event as it may leave the program: built, checked, treated. `must` makes a wrong one throw. */
export function finishEvent(
  desk: Desk,
  action: string,
  given: Recording,
  changesOf: ChangesOf,
  found: Problem | undefined,
  isDeclared: boolean,
  must: boolean,
): EventInput {
  const faults: Faults = found === undefined ? [] : [found]
  const event = built(desk, action, given, changesOf, faults)
  if (event.actor.type === 'unknown') noteUnknown(desk, faults, given)
  if (!isDeclared && !action.startsWith('trail.'))
    fault(faults, 'uncatalogued_action', '/action', 'The catalogue does not declare this action.')
  for (const { code, detail, pointer } of faults) {
    if (desk.strict) throw new RecordRefused(code, detail, pointer)
    desk.warner.warn('left_out', `${pointer}: ${detail}`)
  }
  const problem = checkEvent(event) ?? checkAgainstCatalogue(event, desk.catalogue)
  if (problem !== undefined) heed(desk, problem, must)
  else if (isDeclared) noteWeak(desk, event)
  return treatEvent(event, desk.catalogue)
}

/** What only the server's catalogue decides is left to it: its version may be another one. */
function heed(desk: Desk, { code, detail, pointer }: Problem, must: boolean): void {
  const isServers = code === 'undeclared_field' || code === 'missing_expected' || code === 'uncatalogued_action'
  if (desk.strict || (must && !isServers)) throw new RecordRefused(code, detail, pointer)
  desk.counts.misshapen++
  desk.warner.warn('misshapen', `The server will refuse this event (${code} at ${pointer ?? 'the event'}): ${detail}`)
}

/** An open catalogue takes what breaks a declaration, and marks it; whoever wrote the program wants to know before. */
function noteWeak(desk: Desk, event: EventInput): void {
  for (const { code, detail, pointer } of problemsUnder(event, desk.catalogue)) {
    // A row has columns that nobody meant to declare, so that is no mistake of the program's.
    if (desk.strict && code === 'missing_expected') throw new RecordRefused(code, detail, pointer)
    desk.warner.warn('weak', `${pointer ?? ''}: ${detail}`)
  }
}

function built(desk: Desk, action: string, given: Recording, changesOf: ChangesOf, faults: Faults): EventInput {
  const scope = desk.contexts.current()
  try {
    const changes = changesOf(objectTypeFor(desk.catalogue, action, given.object))
    return soundEvent(buildEvent(desk, action, given, changes, scope, desk.now(), faults))
  } catch {
    // a getter or a proxy of the application's own that breaks when it is read: that it happened can still be said
    fault(faults, 'wrong_type', '', 'What was given breaks when it is read, so only the action was recorded. Give plain objects.')
    const context = { notRecorded: 'what was given could not be read' }
    return soundEvent(buildEvent(desk, action, { context }, undefined, scope, desk.now(), []))
  }
}

function noteUnknown(desk: Desk, faults: Faults, given: Recording): void {
  desk.counts.unknownActor++
  // an actor that was given and is none has been said already, and so has an input that breaks
  if (faults.some(({ pointer }) => pointer === '' || pointer?.startsWith('/actor')) || given.actor !== undefined) return
  if (desk.contexts.current() === undefined) desk.warner.warn('context_lost', contextLost)
  else desk.warner.warn('actor_unknown', actorUnknown)
}

const contextLost =
  'An event was recorded outside of every context, so nobody is named as having done it. Record it inside a request, in audit.as(…), or give it an actor.'
const actorUnknown = 'The context names nobody, so nobody is named as having done it. Let its actor answer who it is.'
