import {
  type ActorInput,
  type Change,
  type CompiledCatalogue,
  type EventInput,
  type Json,
  type NamedInput,
  type ObjectRef,
  plainValue,
  type RelatedRef,
  type SourceInput,
} from '@daybook/core'
import type { Scope } from '../context/scope.ts'
import { sourceFrom } from '../context/source-from.ts'
import { eventId } from './event-id.ts'
import { type Faults, fault } from './fault.ts'
import { actorFrom, namedFrom, unknownActor } from './parties.ts'
import { timeText } from './time-text.ts'

/** What `record` takes, whatever the catalogue: in JavaScript it may be anything. */
export interface Recording {
  readonly [member: string]: unknown
  readonly id?: string | undefined
  readonly object?: RowInput | null | undefined
  readonly actor?: ActorInput | undefined
  readonly source?: SourceInput | undefined
  readonly related?: readonly RowInput[] | undefined
  readonly organization?: NamedInput | undefined
  readonly customer?: NamedInput | undefined
  readonly occurredAt?: string | number | Date | undefined
}

type RowInput = NamedInput & { readonly type?: string | undefined; readonly relation?: string | undefined }

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
  const source = given.source === undefined ? scope?.source?.(faults) : sourceFrom(given.source, maker.tool, faults)
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

/** The type of record that an action is about: its first word, where the catalogue declares such an object. */
export function objectTypeFor(catalogue: CompiledCatalogue, action: string, given: string | undefined): string | undefined {
  const word = action.slice(0, Math.max(0, action.indexOf('.')))
  if (catalogue.object(word) === undefined) return given
  // a row may have a column of its own called type: it counts only where it says one of ours
  return given !== undefined && catalogue.object(given) !== undefined ? given : word
}

function objectFrom(catalogue: CompiledCatalogue, action: string, row: RowInput, faults: Faults): ObjectRef | undefined {
  const type = objectTypeFor(catalogue, action, typeof row.type === 'string' ? row.type : undefined)
  if (type === undefined)
    return fault(
      faults,
      'missing_member',
      '/object/type',
      'The object has no type and was left out: the catalogue declares none for this action.',
    )
  return refFrom(catalogue, type, row, faults, '/object')
}

function refFrom(
  catalogue: CompiledCatalogue,
  type: string,
  row: RowInput,
  faults: Faults,
  pointer: string,
): ObjectRef | undefined {
  const named = namedFrom(row, faults, pointer)
  if (named === undefined) return undefined
  const name = named.name ?? nameByTemplate(catalogue.object(type)?.name, named.id)
  const ref: { -readonly [K in keyof ObjectRef]: ObjectRef[K] } = { type, id: named.id }
  if (name !== undefined) ref.name = name
  if (named.url !== undefined) ref.url = named.url
  return ref
}

/** `Order #{id}` with the id in it; templates with more than that are left to the reader's side. */
function nameByTemplate(template: string | undefined, id: string): string | undefined {
  if (template === undefined) return undefined
  let ends = knownTemplates.get(template)
  if (ends === undefined) {
    ends = endsOf(template)
    knownTemplates.set(template, ends)
  }
  return ends === 'other' ? undefined : ends.before + id + ends.after
}

type Ends = { readonly before: string; readonly after: string } | 'other'

/** As many as the catalogues of the program have. */
const knownTemplates = new Map<string, Ends>()

function endsOf(template: string): Ends {
  const [before, after, ...more] = template.split('{id}')
  if (before === undefined || after === undefined || more.length > 0 || /[{}']/.test(before + after)) return 'other'
  return { before, after }
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

function relatedFrom(given: unknown, catalogue: CompiledCatalogue, faults: Faults): readonly RelatedRef[] | undefined {
  if (!Array.isArray(given)) return fault(faults, 'wrong_type', '/related', 'Related records are a list. They were left out.')
  const rows = (given as readonly (RowInput | null | undefined)[]).filter((row) => row !== null && row !== undefined)
  const related = rows.flatMap((row, index) => {
    const pointer = `/related/${index}`
    if (typeof row.type !== 'string')
      return fault(faults, 'missing_member', `${pointer}/type`, 'A related record has no type and was left out.') ?? []
    const ref = refFrom(catalogue, row.type, row, faults, pointer)
    return ref === undefined ? [] : [row.relation === undefined ? ref : { ...ref, relation: row.relation }]
  })
  return related.length === 0 ? undefined : related
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
