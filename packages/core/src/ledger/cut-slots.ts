import type { Change, Json, RecordedEvent } from '../event/event.ts'
import type { Problem } from '../refusal.ts'
import { fieldSlotName } from './slot-name.ts'

/** Whether the changes of a field get a slot of their own: the catalogue marks it personal, or gives it readers or a treatment. */
export type OwnSlot = (objectType: string | undefined, field: string) => boolean

/** One slot of an event before it is salted: the event restricted to the slot's paths, same names and nesting. */
export interface CutSlot {
  readonly name: string
  readonly value: Members
}

type Members = { readonly [member: string]: Json }
type Draft = { [member: string]: Json }

export const maxSlots = 256

/** Members that `core` takes whole; with the split ones below, in JCS order so that canonicalizing need not sort. */
const coreMembers = [
  'action',
  'actor',
  'batch',
  'catalogue',
  'category',
  'causedBy',
  'correlationId',
  'count',
  'customer',
  'error',
  'history',
  'id',
  'key',
  'ledger',
  'object',
  'occurredAt',
  'organization',
  'outcome',
  'override',
  'producer',
  'recordedAt',
  'related',
  'source',
  'workflow',
] as const

/**
 * Cuts an event into slots, ascending by the bytes of their names. Nothing of the event is lost or added: `openSlots`
 * gives it back. A problem when there would be more than 256 slots, or a slot name longer than 128 characters; a member
 * the format does not know is a defect and throws.
 */
export function cutSlots(event: RecordedEvent, ownSlot: OwnSlot): readonly CutSlot[] | Problem {
  const members = event as unknown as Members
  const core: Draft = {}
  const slots: CutSlot[] = [{ name: 'core', value: core }]
  let taken = 0
  for (const member of coreMembers) {
    const value = members[member]
    if (value === undefined) continue
    taken++
    const split = splits[member]
    if (split === undefined) core[member] = value
    else split(member, value, core, slots)
  }
  if (event.context !== undefined) slots.push({ name: 'ctx', value: { context: event.context } })
  if (event.reason !== undefined) slots.push({ name: 'reason', value: { reason: event.reason } })
  const problem = event.changes === undefined ? undefined : cutChanges(event.changes, event.object?.type, ownSlot, slots)
  taken += Number(event.context !== undefined) + Number(event.reason !== undefined) + Number(event.changes !== undefined)
  if (taken !== Object.keys(event).length) throw new Error(`cannot seal: no slot takes every member of the event`)
  return problem ?? slots.sort(byName)
}

const byName = (a: CutSlot, b: CutSlot): number => (a.name < b.name ? -1 : 1)

type Split = (member: string, value: Json, core: Draft, slots: CutSlot[]) => void

/** Splits an object: the members named stay in `core`, all others go to the slot. */
const keeping =
  (slot: string, kept: ReadonlySet<string>): Split =>
  (member, value, core, slots) => {
    const parts = splitObject(value as Members, kept)
    put(member, parts, core, slot, slots)
  }

const partyMembers = new Set(['type', 'id', 'roles'])

const splitActor: Split = (member, value, core, slots) => {
  const { onBehalfOf, ...self } = value as Members
  const parts = splitObject(self, partyMembers)
  if (onBehalfOf !== undefined) {
    const other = splitObject(onBehalfOf as Members, partyMembers)
    parts.kept.onBehalfOf = other.kept
    if (!isEmpty(other.moved)) parts.moved.onBehalfOf = other.moved
  }
  put(member, parts, core, 'actor', slots)
}

const splitBatch: Split = (member, value, core, slots) => {
  const parts = splitObject(value as Members, { has: (name) => name !== 'failures' })
  const file = parts.kept.file as Members | undefined
  if (file !== undefined) {
    const { name, ...rest } = file
    if (name !== undefined) parts.moved.file = { name }
    if (isEmpty(rest) && name !== undefined) delete parts.kept.file
    else parts.kept.file = rest
  }
  put(member, parts, core, 'file', slots)
}

const relatedMembers = new Set(['type', 'id', 'relation'])

const splitRelated: Split = (_, value, core, slots) => {
  const parts = (value as readonly Members[]).map((item) => splitObject(item, relatedMembers))
  core.related = parts.map((part) => part.kept)
  if (parts.some((part) => !isEmpty(part.moved)))
    slots.push({ name: 'related', value: { related: parts.map((part) => part.moved) } })
}

const splits: { readonly [member: string]: Split } = {
  actor: splitActor,
  batch: splitBatch,
  customer: keeping('customer', new Set(['id'])),
  error: keeping('error', new Set(['code'])),
  object: keeping('object', new Set(['type', 'id'])),
  related: splitRelated,
  source: keeping('net', new Set(['type', 'id', 'name'])),
}

interface Parts {
  readonly kept: Draft
  readonly moved: Draft
}

function splitObject(object: Members, kept: { has(name: string): boolean }): Parts {
  const parts: Parts = { kept: {}, moved: {} }
  for (const name of Object.keys(object)) {
    const side = kept.has(name) ? parts.kept : parts.moved
    side[name] = object[name] as Json
  }
  return parts
}

function put(member: string, parts: Parts, core: Draft, slot: string, slots: CutSlot[]): void {
  const moved = !isEmpty(parts.moved)
  if (!isEmpty(parts.kept) || !moved) core[member] = parts.kept
  if (moved) slots.push({ name: slot, value: { [member]: parts.moved } })
}

function isEmpty(object: Members): boolean {
  for (const _ in object) return false
  return true
}

function cutChanges(
  changes: readonly Change[],
  objectType: string | undefined,
  ownSlot: OwnSlot,
  slots: CutSlot[],
): Problem | undefined {
  const plain: Change[] = []
  const own = new Map<string, number[]>()
  for (const [index, change] of changes.entries()) {
    if (!ownSlot(objectType, change.field)) {
      plain.push(change)
      continue
    }
    const name = fieldSlotName(change.field)
    if (name === undefined) return nameTooLong(index)
    const at = own.get(name)
    if (at === undefined) own.set(name, [index])
    else at.push(index)
  }
  const withPlain = plain.length > 0 || changes.length === 0
  const count = slots.length + own.size + Number(withPlain)
  if (count > maxSlots) return tooManySlots(count)
  if (withPlain) slots.push({ name: 'chg', value: { changes: plain as unknown as Json } })
  pushOwn(changes, plain.length, own, slots)
  return undefined
}

/** One slot a field; with the positions of its changes when `chg` first, then fields by name, is not the order sent. */
function pushOwn(
  changes: readonly Change[],
  plainCount: number,
  own: ReadonlyMap<string, readonly number[]>,
  slots: CutSlot[],
): void {
  const names = [...own.keys()].sort()
  const opened = names.flatMap((name) => own.get(name) ?? [])
  const inOrder = opened.every((at, i) => at === plainCount + i)
  for (const name of names) {
    const at = own.get(name) ?? []
    const value = at.map((index) => changes[index] as unknown as Json)
    slots.push({ name, value: inOrder ? { changes: value } : { at, changes: value } })
  }
}

const tooManySlots = (count: number): Problem => ({
  code: 'too_many_slots',
  detail: `The event would need ${count} slots; a record has at most ${maxSlots}. Send the changes of fields that have a slot of their own in several events.`,
  pointer: '/changes',
})

const nameTooLong = (index: number): Problem => ({
  code: 'string_too_long',
  detail: 'The name of a field that has a slot of its own may take at most 124 characters once percent-encoded.',
  pointer: `/changes/${index}/field`,
})
