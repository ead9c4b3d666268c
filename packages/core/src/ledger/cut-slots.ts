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

/**
 * Cuts an event into slots, ascending by the bytes of their names. Nothing of the event is lost or added: `openSlots`
 * gives it back. A problem when there would be more than 256 slots, or a slot name longer than 128 characters; a member
 * the format does not know is a defect and throws.
 */
export function cutSlots(event: RecordedEvent, ownSlot: OwnSlot): readonly CutSlot[] | Problem {
  const members = event as unknown as Members
  const core: Draft = {}
  const slots: CutSlot[] = []
  for (const member of Object.keys(members)) {
    const cut = cuts.get(member)
    if (cut === undefined) throw new Error(`cannot seal: no slot takes the member ${member}`)
    cut(member, members[member] as Json, core, slots)
  }
  slots.push({ name: 'core', value: core })
  const { changes } = event
  const problem = changes === undefined ? undefined : cutChanges(changes, event.object?.type, ownSlot, slots)
  return problem ?? sortByName(slots)
}

/** Few, and nearly in order: insertion. Names are ASCII, so code units compare as bytes. */
function sortByName(slots: CutSlot[]): readonly CutSlot[] {
  for (let i = 1; i < slots.length; i++) {
    const slot = slots[i] as CutSlot
    let j = i - 1
    for (; j >= 0 && (slots[j] as CutSlot).name > slot.name; j--) slots[j + 1] = slots[j] as CutSlot
    slots[j + 1] = slot
  }
  return slots
}

type Cut = (member: string, value: Json, core: Draft, slots: CutSlot[]) => void

const whole: Cut = (member, value, core) => {
  core[member] = value
}

const into =
  (name: string): Cut =>
  (member, value, _core, slots) => {
    slots.push({ name, value: { [member]: value } })
  }

/** The members named stay in `core`, all others go to the slot. */
const keeping =
  (slot: string, kept: ReadonlySet<string>): Cut =>
  (member, value, core, slots) => {
    put(member, splitObject(value as Members, kept), core, slot, slots)
  }

const partyMembers = new Set(['type', 'id', 'roles'])
const actorMembers = new Set([...partyMembers, 'onBehalfOf'])

const cutActor: Cut = (member, value, core, slots) => {
  const parts = splitObject(value as Members, actorMembers)
  const onBehalfOf = parts.kept.onBehalfOf
  if (onBehalfOf !== undefined) {
    const other = splitObject(onBehalfOf as Members, partyMembers)
    parts.kept.onBehalfOf = other.kept
    if (!isEmpty(other.moved)) parts.moved.onBehalfOf = other.moved
  }
  put(member, parts, core, 'actor', slots)
}

const cutBatch: Cut = (member, value, core, slots) => {
  const parts = splitObject(value as Members, { has: (name) => name !== 'failures' })
  const file = parts.kept.file as Members | undefined
  if (file?.name !== undefined) {
    const { name, ...rest } = file
    parts.moved.file = { name }
    if (isEmpty(rest)) delete parts.kept.file
    else parts.kept.file = rest
  }
  put(member, parts, core, 'file', slots)
}

const relatedMembers = new Set(['type', 'id', 'relation'])

const cutRelated: Cut = (member, value, core, slots) => {
  const parts = (value as readonly Members[]).map((item) => splitObject(item, relatedMembers))
  core[member] = parts.map((part) => part.kept)
  if (parts.some((part) => !isEmpty(part.moved))) {
    slots.push({ name: 'related', value: { [member]: parts.map((part) => part.moved) } })
  }
}

const wholeMembers =
  'id action occurredAt recordedAt category catalogue outcome count producer causedBy correlationId override workflow key history ledger organization'

const cuts: ReadonlyMap<string, Cut> = new Map<string, Cut>([
  ...wholeMembers.split(' ').map((member): [string, Cut] => [member, whole]),
  ['actor', cutActor],
  ['batch', cutBatch],
  // Cut below, with the object's type at hand.
  ['changes', () => {}],
  ['context', into('ctx')],
  ['customer', keeping('customer', new Set(['id']))],
  ['error', keeping('error', new Set(['code']))],
  ['object', keeping('object', new Set(['type', 'id']))],
  ['reason', into('reason')],
  ['related', cutRelated],
  ['source', keeping('net', new Set(['type', 'id', 'name']))],
])

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
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index] as Change
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
  if (own.size > 0) pushOwn(changes, plain.length, own, slots)
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
