import {
  type Change,
  changesFrom,
  diffRecords,
  type EventInput,
  type GivenChanges,
  type HeldRecord,
  type Problem,
} from '@daybook/core'
import type { Receipt } from './delivery/delivery.ts'
import type { Desk } from './desk.ts'
import type { Recording } from './event/build-event.ts'
import { objectTypeFor } from './event/record-ref.ts'
import { type ChangesOf, finishEvent } from './finish-event.ts'

/** Writes an event inside a transaction of the application's; what it throws, the transaction gets. */
export type Put = (event: EventInput) => void | Promise<void>

export type Sent = { readonly id: string } | Receipt

/** What `change` takes, whatever the catalogue. */
export interface Changing extends Recording {
  readonly before?: unknown
  readonly after?: unknown
  readonly ignore?: readonly string[] | undefined
}

export const recordGiven = (
  desk: Desk,
  put: Put | undefined,
  action: string,
  given: Recording | null | undefined,
): Promise<Sent> =>
  send(desk, put, action, given ?? {}, (type) => {
    const changes = given?.changes
    return typeof changes === 'object' && changes !== null
      ? changesFrom(type, changes as GivenChanges, desk.catalogue)
      : undefined
  })

export function changeGiven(desk: Desk, put: Put | undefined, action: string, given: Changing | null): Promise<Sent | undefined> {
  const compared = compare(desk, action, given ?? {})
  if (compared.changes?.length === 0) return Promise.resolve(undefined)
  return send(desk, put, action, compared.input, () => compared.changes, compared.found)
}

interface Compared {
  readonly input: Recording
  /** Absent where nothing could be compared, which `found` says. */
  readonly changes?: readonly Change[]
  readonly found?: Problem
}

function compare(desk: Desk, action: string, given: Changing): Compared {
  try {
    const { before, after } = given
    const object = given.object ?? (hasId(after) ? after : hasId(before) ? before : undefined)
    const input = { ...given, object }
    const unfit = [before, after].find((state) => !isState(state))
    if (unfit !== undefined) return { input, found: unfitState(unfit) }
    const type = objectTypeFor(desk.catalogue, action, object) ?? ''
    const changes = diffRecords(type, before as HeldRecord, after as HeldRecord, desk.catalogue)
    return { input, changes: without(meant(changes, object, before === undefined || before === null), type, desk, given.ignore) }
  } catch {
    return { input: { context: { notRecorded: 'what was given could not be read' } }, found: unfitState({}) }
  }
}

/** The id that names the record is no change of it, and a column that a new record leaves empty was not set. */
const meant = (changes: readonly Change[], object: Recording['object'], isNew: boolean): readonly Change[] =>
  changes.filter(
    ({ field, before, after }) =>
      !(field === 'id' && object && [before, after].every((side) => side === undefined || String(side) === String(object.id))) &&
      !(isNew && after === null),
  )

const hasId = (state: unknown): state is NonNullable<Recording['object']> =>
  typeof state === 'object' && state !== null && 'id' in state

/** A record, or nothing where it does not exist. A promise is neither: everything would look removed. */
const isState = (state: unknown): boolean =>
  state === undefined || state === null || (typeof state === 'object' && !('then' in state && typeof state.then === 'function'))

const unfitState = (state: unknown): Problem => ({
  code: 'wrong_type',
  pointer: '/changes',
  detail:
    typeof state === 'object' && 'then' in (state ?? {})
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
  changesOf: ChangesOf,
  found?: Problem,
): Promise<Sent> {
  const { mode, severity, isDeclared } = desk.modeOf(action)
  // inside a transaction whatever stops the event has to stop the transaction too, before the caller goes on
  if (put !== undefined) {
    const event = finishEvent(desk, action, given, changesOf, found, isDeclared, true)
    const done = put(event)
    return Promise.resolve(done).then(() => ({ id: event.id }))
  }
  try {
    if (mode === 'transactional') throw new Error(outsideTransaction(action))
    const event = finishEvent(desk, action, given, changesOf, found, isDeclared, mode === 'acked')
    if (mode === 'acked') return held(desk.delivery.acked(event))
    const kept = mode === 'memory' ? desk.delivery.memory(event, severity) : desk.delivery.spooled(event, severity)
    return Promise.resolve(kept).then(() => ({ id: event.id }))
  } catch (error) {
    return Promise.reject(error)
  }
}

/** A program with nothing else to do stays until its answer is there. */
export function held<T>(answer: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, 60_000)
  return answer.finally(() => clearInterval(timer))
}

const outsideTransaction = (action: string): string =>
  `The catalogue says that "${action}" commits with the change it reports or not at all (delivery: 'transactional'). Record it with audit.within(transaction).record(…), or give the action another delivery.`
