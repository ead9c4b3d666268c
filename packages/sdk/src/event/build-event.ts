import {
  type ActorInput,
  type Change,
  type CompiledCatalogue,
  type EventInput,
  type Json,
  type NamedInput,
  plainValue,
  type SourceInput,
} from '@daybook/core'
import type { Scope } from '../context/scope.ts'
import { sourceInside } from '../context/source-from.ts'
import { eventId } from './event-id.ts'
import { type Faults, fault } from './fault.ts'
import { actorFrom, namedFrom, unknownActor } from './parties.ts'
import { objectFrom, type RowInput, relatedFrom } from './record-ref.ts'
import { timeText } from './time-text.ts'

/** What `record` takes, whatever the catalogue: in JavaScript it may be anything. */
export interface Recording {
  readonly [member: string]: unknown
  readonly id?: string | undefined
  readonly object?: RowInput | null | undefined
  readonly actor?: ActorInput | undefined
  readonly source?: SourceInput | null | undefined
  readonly related?: readonly RowInput[] | undefined
  readonly organization?: NamedInput | undefined
  readonly customer?: NamedInput | undefined
  readonly occurredAt?: string | number | Date | undefined
}

/** What does not change from one event to the next. */
export interface Maker {
  readonly catalogue: CompiledCatalogue
  readonly tool: string | undefined
}

type OpenEvent = { -readonly [K in keyof EventInput]: EventInput[K] }

/**
 * An event of what was given, what holds around it, and what changed. Of records and people only what identifies and names
 * them is taken, so that rows of the application's own may be given as they are. What cannot be recorded is left out or
 * replaced and said in `faults`; members that no event has stay, for the check to name them. Everything in it is plain JSON.
 */
export function buildEvent(
  maker: Maker,
  action: string,
  given: Recording,
  changes: readonly Change[] | undefined,
  scope: Scope | undefined,
  nowMs: number,
  faults: Faults,
): EventInput {
  const source =
    given.source === undefined || given.source === null
      ? scope?.source?.(faults)
      : sourceInside(given.source, typeof given.source === 'string' ? scope?.source?.([]) : undefined, maker.tool, faults)
  const event: OpenEvent = {
    id: given.id === undefined ? eventId(nowMs) : ownId(given.id, nowMs, faults),
    action,
    occurredAt: timeOf(given.occurredAt, nowMs),
    actor: given.actor === undefined ? (scope?.actor?.(faults) ?? unknownActor) : actorFrom(given.actor, faults),
  }
  if (source !== undefined) event.source = source
  if (given.object !== undefined && given.object !== null) {
    const object = objectFrom(maker.catalogue, action, given.object, faults)
    if (object !== undefined) event.object = object
  }
  if (changes !== undefined && changes.length > 0) event.changes = changes
  if (scope !== undefined) addFromScope(event, scope, faults)
  addOthers(event as { [member: string]: unknown }, given, maker.catalogue, faults)
  return event
}

const uuidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const ownId = (id: unknown, nowMs: number, faults: Faults): string => {
  if (typeof id === 'string' && uuidText.test(id)) return id
  fault(
    faults,
    'bad_id',
    '/id',
    'The id is not a UUID and was replaced. Make one for each event and keep it for every retry, or leave it out.',
  )
  return eventId(nowMs)
}

const timeOf = (given: unknown, nowMs: number): string => {
  if (given === undefined || given === null) return timeText(nowMs)
  if (typeof given === 'string') return given
  const ms = given instanceof Date ? given.getTime() : typeof given === 'number' ? given : Number.NaN
  // a time that is none stays none: a wrong time would be a false fact, and the check says so
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : ''
}

function addFromScope(event: OpenEvent, scope: Scope, faults: Faults): void {
  const organization = scope.organization?.(faults)
  if (organization !== undefined) event.organization = organization
  if (scope.batch !== undefined) event.batch = scope.batch
  if (scope.correlationId !== undefined) event.correlationId = scope.correlationId
  if (scope.causedBy !== undefined) event.causedBy = scope.causedBy
}

const taken: ReadonlySet<string> = new Set([
  'id',
  'action',
  'occurredAt',
  'actor',
  'source',
  'object',
  'changes',
  'before',
  'after',
  'ignore',
])

/** Everything else that was given, which goes before what the context says. */
function addOthers(event: { [member: string]: unknown }, given: Recording, catalogue: CompiledCatalogue, faults: Faults): void {
  for (const member in given) {
    const value = given[member]
    if (taken.has(member) || value === undefined || value === null) continue
    const made =
      member === 'organization' || member === 'customer'
        ? namedFrom(value as NamedInput, faults, `/${member}`)
        : member === 'related'
          ? relatedFrom(value, catalogue, faults)
          : member === 'workflow' || member === 'batch'
            ? withTextId(value)
            : member === 'context'
              ? asContext(plainValue(value))
              : plainValue(value)
    if (made !== undefined) event[member] = made
  }
}

/** What is no object with members becomes the only member of one. */
const asContext = (plain: Json | undefined): Json | undefined =>
  plain === undefined || (typeof plain === 'object' && plain !== null && !Array.isArray(plain)) ? plain : { value: plain }

/** A workflow or a batch, its id as text whatever the database calls a number. */
function withTextId(given: unknown): unknown {
  const plain = plainValue(given)
  if (typeof plain !== 'object' || plain === null || !('id' in plain) || typeof plain.id !== 'number') return plain
  return { ...plain, id: String(plain.id) }
}
