import type { TreatmentKeys } from '../crypto/ports.ts'
import type { Change, EventInput, Json } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { findSecrets } from './find-secrets.ts'
import { hideSecrets } from './hide-secrets.ts'
import { type FieldTreatment, treatChange } from './treat-change.ts'
import { hideInObject, hideInValue } from './treat-free.ts'
import { isToken } from './treat-value.ts'

/** As much of a compiled catalogue as treatments ask for. */
export interface FieldTreatments {
  field(objectType: string, field: string): FieldTreatment | undefined
}

/**
 * How a member is treated. `asIs`: its values come from a closed set or a checked form. `text`: passes the net. `id`: must keep
 * pointing, so one with a secret in it becomes a token. `free`: any shape, names of members included. A list takes its item's plan.
 */
type Plan = 'asIs' | 'text' | 'id' | 'free' | { readonly [member: string]: Plan }

const party: Plan = { type: 'asIs', id: 'id', name: 'text', email: 'text', roles: 'text' }
const reference: Plan = { type: 'text', id: 'id', name: 'text', url: 'text', relation: 'text' }
const eventPlan: { readonly [member: string]: Plan } = {
  id: 'asIs',
  action: 'asIs',
  occurredAt: 'asIs',
  recordedAt: 'asIs',
  outcome: 'asIs',
  causedBy: 'asIs',
  category: 'asIs',
  catalogue: 'asIs',
  count: 'asIs',
  history: 'asIs',
  key: 'asIs',
  ledger: 'asIs',
  actor: { ...party, onBehalfOf: party },
  source: {
    type: 'asIs',
    id: 'id',
    name: 'text',
    ip: 'text',
    userAgent: 'text',
    requestId: 'id',
    sessionId: 'id',
    traceparent: 'id',
  },
  object: reference,
  related: reference,
  organization: reference,
  customer: reference,
  workflow: { type: 'text', id: 'id', step: 'text', decision: 'asIs' },
  batch: {
    id: 'id',
    kind: 'text',
    file: { name: 'text', size: 'asIs', sha256: 'asIs' },
    rows: 'asIs',
    mapping: 'text',
    claimed: 'asIs',
    failures: { line: 'asIs', reason: 'text' },
  },
  producer: { id: 'id', seq: 'asIs' },
  override: { rule: 'text', name: 'text' },
  error: { code: 'text', message: 'text' },
  reason: 'text',
  correlationId: 'id',
  context: 'free',
}

/**
 * An event as it may be stored: declared treatments applied to the changes, secrets hidden wherever they stand, ids kept
 * pointing. The same object, not a copy, when nothing needs treating; treating a treated event changes nothing. Never throws
 * for JSON; what is no event at all is left for the checker to refuse.
 *
 * Without `keys` (an SDK has none) everything is done but tokenizing, encrypting and the ids, which the server then does.
 *
 * @example
 * treatEvent({ ...event, reason: 'card 4111 1111 1111 1111' }, catalogue, keys).reason // 'card [hidden: card number]'
 */
export const treatEvent = (event: EventInput, catalogue: FieldTreatments, keys?: TreatmentKeys): EventInput => {
  const { changes } = event
  const treated = Array.isArray(changes) ? treatChanges(event, changes, catalogue, keys) : changes
  const shown = treatMembers(event as unknown as Members, eventPlan, keys, 0) as unknown as EventInput
  return treated === changes || treated === undefined ? shown : { ...shown, changes: treated }
}

const treatChanges = (
  event: EventInput,
  changes: readonly Change[],
  catalogue: FieldTreatments,
  keys: TreatmentKeys | undefined,
): readonly Change[] => {
  const objectType = objectTypeOf(event)
  const declarationOf = (field: string): FieldTreatment | undefined => catalogue.field(objectType, field)
  let copy: Change[] | undefined
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] as Change
    const shown = isChange(change) ? treatChange(change, declarationOf, keys) : change
    if (shown === change) continue
    copy ??= [...changes]
    copy[i] = shown
  }
  return copy ?? changes
}

/** A change without an object is still somebody's field: the action names the kind of object it belongs to. */
const objectTypeOf = ({ object, action }: EventInput): string => {
  const type = typeof object?.type === 'string' ? { object: { type: hideSecrets(object.type) } } : {}
  return kindChanged({ ...(typeof action === 'string' ? { action } : {}), ...type }) ?? ''
}

/** What is no change will be refused; until then it must not make this throw. */
const isChange = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Change).field === 'string'

interface Members {
  readonly [name: string]: Json
}

const treatMembers = (
  object: Members,
  plan: { readonly [member: string]: Plan },
  keys: TreatmentKeys | undefined,
  depth: number,
): Members => {
  let copy: { [name: string]: Json } | undefined
  for (const name in object) {
    if (depth === 0 && name === 'changes') continue
    const value = object[name] as Json
    const shown = treatMember(value, plan[name] ?? 'free', keys, depth + 1)
    if (shown === value) continue
    copy ??= { ...object }
    copy[name] = shown
  }
  return copy ?? object
}

const treatMember = (value: Json, plan: Plan, keys: TreatmentKeys | undefined, depth: number): Json => {
  if (plan === 'asIs' || value === null) return value
  if (typeof value === 'string') return plan === 'id' ? treatId(value, keys) : hideSecrets(value)
  if (typeof value !== 'object') return hideInValue(value)
  if (Array.isArray(value)) return treatItems(value, plan, keys, depth)
  return typeof plan === 'object' ? treatMembers(value as Members, plan, keys, depth) : hideInObject(value as Members, depth)
}

const treatItems = (list: readonly Json[], plan: Plan, keys: TreatmentKeys | undefined, depth: number): Json => {
  let copy: Json[] | undefined
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as Json
    const shown = treatMember(item, plan, keys, depth + 1)
    if (shown === item) continue
    copy ??= [...list]
    copy[i] = shown
  }
  return copy ?? list
}

/** An id with a secret in it becomes that id's token: it says nothing more, and equal ids still point at the same thing. */
const treatId = (id: string, keys: TreatmentKeys | undefined): string => {
  const [found] = findSecrets(id)
  if (found === undefined || isToken(id)) return id
  return keys === undefined ? id : keys.token(id)
}
