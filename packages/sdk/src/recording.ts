import {
  type Change,
  changesFrom,
  checkAgainstCatalogue,
  checkEvent,
  diffRecords,
  type EventInput,
  type GivenChanges,
  type HeldRecord,
  type Problem,
  treatEvent,
} from '@daybook/core'
import type { Contexts } from './context/context.ts'
import type { Delivery, Receipt } from './delivery/delivery.ts'
import type { deliveryModes } from './delivery-modes.ts'
import { buildEvent, type Maker, objectTypeFor, type Recording } from './event/build-event.ts'
import { type Faults, fault } from './event/fault.ts'
import { soundEvent } from './event/sound-json.ts'
import { RecordRefused } from './record-error.ts'
import type { Warner } from './warning.ts'

/** Everything that recording needs, wired once. */
export interface Desk extends Maker {
  readonly contexts: Contexts
  readonly delivery: Pick<Delivery, 'spooled' | 'acked' | 'memory'>
  readonly modeOf: ReturnType<typeof deliveryModes>
  readonly warner: Warner
  readonly counts: { misshapen: number; unknownActor: number }
  readonly strict: boolean
  readonly ignore: readonly string[]
  readonly now: () => number
}

/** Writes an event inside a transaction of the application's; what it throws, the transaction gets. */
export type Put = (event: EventInput) => void | Promise<void>

export type Sent = { readonly id: string } | Receipt

/** What `change` takes, whatever the catalogue. */
export interface Changing extends Recording {
  readonly before?: unknown
  readonly after?: unknown
  readonly ignore?: readonly string[] | undefined
}

export const recordGiven = (desk: Desk, put: Put | undefined, action: string, given: Recording = {}): Promise<Sent> =>
  send(desk, put, action, given, (type) => {
    const { changes } = given
    return typeof changes === 'object' && changes !== null
      ? changesFrom(type, changes as GivenChanges, desk.catalogue)
      : undefined
  })

export function changeGiven(desk: Desk, put: Put | undefined, action: string, given: Changing): Promise<Sent | undefined> {
  const { before, after } = given
  const object = given.object ?? (hasId(after) ? after : hasId(before) ? before : undefined)
  const input: Recording = { ...given, object }
  const unfit = [before, after].find((state) => !isState(state))
  if (unfit !== undefined) return send(desk, put, action, input, () => undefined, unfitState(unfit))
  const type = objectTypeFor(desk.catalogue, action, typeof object?.type === 'string' ? object.type : undefined) ?? ''
  const changes = without(diffRecords(type, before as HeldRecord, after as HeldRecord, desk.catalogue), type, desk, given.ignore)
  return changes.length === 0 ? Promise.resolve(undefined) : send(desk, put, action, input, () => changes)
}

const hasId = (state: unknown): state is NonNullable<Recording['object']> =>
  typeof state === 'object' && state !== null && 'id' in state

/** A record, or nothing where it does not exist. A promise is neither: everything would look removed. */
const isState = (state: unknown): boolean =>
  state === undefined || state === null || (typeof state === 'object' && !('then' in state && typeof state.then === 'function'))

const unfitState = (state: unknown): Problem => ({
  code: 'wrong_type',
  pointer: '/changes',
  detail:
    typeof state === 'object'
      ? 'A side of the change is a promise, so nothing could be compared. Await it first.'
      : 'A side of the change is no record, so nothing could be compared. Give the row before and the row after.',
})

/** A strict catalogue refuses fields it does not declare, so the columns that nobody meant to record stay out. */
function without(changes: readonly Change[], type: string, desk: Desk, more: readonly string[] = []): readonly Change[] {
  const onlyDeclared = desk.catalogue.mode === 'strict' && desk.catalogue.object(type)?.fields !== undefined
  const ignored = [...desk.ignore, ...more]
  if (!onlyDeclared && ignored.length === 0) return changes
  return changes.filter(
    ({ field }) =>
      !ignored.some((name) => field === name || field.startsWith(`${name}.`)) &&
      (!onlyDeclared || desk.catalogue.field(type, field) !== undefined),
  )
}

function send(
  desk: Desk,
  put: Put | undefined,
  action: string,
  given: Recording,
  changesOf: (type: string | undefined) => readonly Change[] | undefined,
  found?: Problem,
): Promise<Sent> {
  const { mode, severity, isDeclared } = desk.modeOf(action)
  // inside a transaction whatever stops the event has to stop the transaction too, before the caller goes on
  if (put !== undefined) {
    const event = finish(desk, action, given, changesOf, found, isDeclared, true)
    const done = put(event)
    return Promise.resolve(done).then(() => ({ id: event.id }))
  }
  try {
    if (mode === 'transactional') throw new Error(outsideTransaction(action))
    const event = finish(desk, action, given, changesOf, found, isDeclared, mode === 'acked')
    if (mode === 'acked') return held(desk.delivery.acked(event))
    const kept = mode === 'memory' ? desk.delivery.memory(event, severity) : desk.delivery.spooled(event, severity)
    return Promise.resolve(kept).then(() => ({ id: event.id }))
  } catch (error) {
    return Promise.reject(error)
  }
}

/** A program with nothing else to do stays until its answer is there. */
function held<T>(answer: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, 60_000)
  return answer.finally(() => clearInterval(timer))
}

const outsideTransaction = (action: string): string =>
  `The catalogue says that "${action}" commits with the change it reports or not at all (delivery: 'transactional'). Record it with audit.within(transaction).record(…), or give the action another delivery.`

/** The event as it may leave the program: built, checked, treated. `must` makes a wrong one throw. */
function finish(
  desk: Desk,
  action: string,
  given: Recording,
  changesOf: (type: string | undefined) => readonly Change[] | undefined,
  found: Problem | undefined,
  isDeclared: boolean,
  must: boolean,
): EventInput {
  const faults: Faults = found === undefined ? [] : [found]
  const event = soundEvent(built(desk, action, given, changesOf, faults))
  if (event.actor.type === 'unknown') noteUnknown(desk, given, faults)
  if (!isDeclared && !action.startsWith('trail.'))
    fault(faults, 'uncatalogued_action', '/action', 'The catalogue does not declare this action.')
  for (const { code, detail, pointer } of faults) {
    if (desk.strict) throw new RecordRefused(code, detail, pointer)
    desk.warner.warn('left_out', `${pointer}: ${detail}`)
  }
  const problem = checkEvent(event) ?? checkAgainstCatalogue(event, desk.catalogue)
  if (problem !== undefined) {
    const { code, detail, pointer } = problem
    if (desk.strict || (must && code !== 'undeclared_field' && code !== 'missing_expected'))
      throw new RecordRefused(code, detail, pointer)
    desk.counts.misshapen++
    desk.warner.warn('misshapen', `The server will refuse this event (${code} at ${pointer ?? 'the event'}): ${detail}`)
  }
  return treatEvent(event, desk.catalogue)
}

function built(
  desk: Desk,
  action: string,
  given: Recording,
  changesOf: (type: string | undefined) => readonly Change[] | undefined,
  faults: Faults,
): EventInput {
  const scope = desk.contexts.current()
  try {
    const type = given.object?.type
    const changes = changesOf(objectTypeFor(desk.catalogue, action, typeof type === 'string' ? type : undefined))
    return buildEvent(desk, action, given, changes, scope, desk.now(), faults)
  } catch {
    // a getter or a proxy of the application's own that breaks when it is read: that it happened can still be said
    fault(faults, 'wrong_type', '', 'What was given breaks when it is read, so only the action was recorded. Give plain objects.')
    return buildEvent(
      desk,
      String(action),
      { context: { notRecorded: 'what was given could not be read' } },
      undefined,
      scope,
      desk.now(),
      [],
    )
  }
}

function noteUnknown(desk: Desk, given: Recording, faults: Faults): void {
  desk.counts.unknownActor++
  if (given.actor !== undefined || faults.some(({ pointer }) => pointer?.startsWith('/actor'))) return
  if (desk.contexts.current() === undefined)
    desk.warner.warn(
      'context_lost',
      'An event was recorded outside of every context, so nobody is named as having done it. Record it inside a request, in audit.as(…), or give it an actor.',
    )
  else
    desk.warner.warn(
      'actor_unknown',
      'The context names nobody, so nobody is named as having done it. Let its actor answer who it is.',
    )
}
