import type { Change, Json, RecordedEvent } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import type { Problem } from '../refusal.ts'
import { CanonicalBytes } from './canonical-bytes.ts'
import { membersInOrder } from './canonicalize.ts'
import { fieldSlotName } from './slot-name.ts'

/** Whether the changes of a field get a slot of their own: the catalogue marks it personal, or gives it readers or a treatment. */
export type OwnSlot = (objectType: string | undefined, field: string) => boolean

/** One slot of an event before it is salted: the canonical text of the event restricted to the slot's paths, same names and nesting. */
export interface CutSlot {
  readonly name: string
  /** Good until the next event is cut: `text.bytes[from, to)`. */
  readonly text: CanonicalBytes
  readonly from: number
  readonly to: number
}

/** An event before it was normalised, treated and stamped, and where its canonical text is to be written. */
export interface Received {
  readonly value: { readonly [member: string]: Json }
  readonly text: CanonicalBytes
}

type Members = { readonly [member: string]: Json }

export const maxSlots = 256

const openObject = 0x7b
const closeObject = 0x7d
const openList = 0x5b
const closeList = 0x5d
const comma = 0x2c
/** What an ordinary event takes; a larger one gets larger buffers once. */
const bufferBytes = 16 * 1024

/**
 * Cuts events into slots. Nothing of an event is lost or added: `openSlots` gives it back. It is gone through once, in canonical
 * order: what stays in `core` is written to one buffer, what is moved into a slot of its own to another. The canonical text of the
 * event as it was received is put together on the way from the same pieces, where they are the same.
 */
export class SlotCutter {
  readonly #core = new CanonicalBytes(bufferBytes)
  readonly #moved = new CanonicalBytes(bufferBytes)
  #slots: CutSlot[] = []
  /** The text of the event as received, while a member is written that was received as it is. */
  #along: CanonicalBytes | undefined

  /**
   * The slots of an event, ascending by the bytes of their names. A problem when there would be more than 256, or a slot name longer
   * than 128 characters; a member the format does not know is a defect and throws.
   */
  cut(event: RecordedEvent, ownSlot: OwnSlot, received?: Received): readonly CutSlot[] | Problem {
    const members = event as unknown as Members
    const core = this.#core
    core.rewind()
    this.#moved.rewind()
    this.#slots = []
    let receivedMembers = 0
    received?.text.byte(openObject)
    core.byte(openObject)
    for (const member of membersInOrder(members)) {
      const value = members[member] as Json
      const sent = received?.value[member]
      this.#along = undefined
      if (received !== undefined && sent !== undefined) {
        if (receivedMembers++ > 0) received.text.byte(comma)
        if (sent === value) this.#along = received.text
        else writeMember(received.text, member, sent)
      }
      const problem = this.#place(member, value, event, ownSlot)
      if (problem) return problem
    }
    core.byte(closeObject)
    received?.text.byte(closeObject)
    if (received !== undefined && receivedMembers !== Object.keys(received.value).length)
      throw new Error('cannot seal: a member that was received is not in the event')
    this.#slots.push({ name: 'core', text: core, from: 0, to: core.end })
    return this.#slots.length > maxSlots ? tooManySlots(this.#slots.length) : sortByName(this.#slots)
  }

  #place(member: string, value: Json, event: RecordedEvent, ownSlot: OwnSlot): Problem | undefined {
    const place = places.get(member)
    if (place === undefined) throw new Error(`cannot seal: no slot takes the member ${member}`)
    if (place === 'core') {
      const core = this.#core
      const isFirst = core.end === 1
      const from = core.end + Number(!isFirst)
      core.member(member, isFirst)
      core.json(value, 1)
      this.#along?.copy(core.bytes, from, core.end)
    } else if (typeof place === 'string') this.#move(place, member, value)
    else if (place.plan !== undefined) this.#divide(place.slot, member, value, place.plan)
    else return this.#changes(value as unknown as readonly Change[], kindChanged(event), ownSlot)
    return undefined
  }

  /** A member that goes whole into a slot. */
  #move(slot: string, member: string, value: Json): void {
    const moved = this.#moved
    const from = moved.end
    this.#openMember(member)
    moved.json(value, 1)
    this.#along?.copy(moved.bytes, from + 1, moved.end)
    this.#closeSlot(slot, from)
  }

  #openMember(member: string): void {
    this.#moved.byte(openObject)
    this.#moved.member(member, true)
  }

  #closeSlot(slot: string, from: number): void {
    this.#moved.byte(closeObject)
    this.#slots.push({ name: slot, text: this.#moved, from, to: this.#moved.end })
  }

  /** A member of which a part stays in `core` and the rest goes to the slot. */
  #divide(slot: string, member: string, value: Json, plan: Plan): void {
    const core = this.#core
    const [coreEnd, from] = [core.end, this.#moved.end]
    core.member(member, coreEnd === 1)
    this.#along?.member(member, true)
    this.#openMember(member)
    const found = Array.isArray(value)
      ? this.#divideItems(value as readonly Members[], plan)
      : this.#divideObject(value as Members, plan, 2)
    // A list stays in `core`, for the order of its items; an object that moved altogether leaves nothing behind.
    if (!Array.isArray(value) && found === moved) core.end = coreEnd
    if ((found & moved) === 0) this.#moved.end = from
    else this.#closeSlot(slot, from)
  }

  #divideItems(items: readonly Members[], plan: Plan): number {
    let found = 0
    this.#core.byte(openList)
    this.#moved.byte(openList)
    this.#along?.byte(openList)
    for (let i = 0; i < items.length; i++) {
      if (i > 0) {
        this.#core.byte(comma)
        this.#moved.byte(comma)
        this.#along?.byte(comma)
      }
      found |= this.#divideObject(items[i] as Members, plan, 3)
    }
    this.#core.byte(closeList)
    this.#moved.byte(closeList)
    this.#along?.byte(closeList)
    return found
  }

  /** Writes the object to both sides, each with its members; answers which sides got any. */
  #divideObject(object: Members, plan: Plan, depth: number): number {
    let found = 0
    this.#core.byte(openObject)
    this.#moved.byte(openObject)
    this.#along?.byte(openObject)
    for (const name of membersInOrder(object)) {
      if (found !== 0) this.#along?.byte(comma)
      const inner = plan.inside?.get(name)
      const value = object[name] as Json
      if (inner !== undefined) found |= this.#divideInner(name, value as Members, inner, found, depth + 1)
      else {
        const side = plan.stays(name) ? stays : moved
        const text = side === stays ? this.#core : this.#moved
        const isFirst = (found & side) === 0
        const from = text.end + Number(!isFirst)
        text.member(name, isFirst)
        text.json(value, depth)
        this.#along?.copy(text.bytes, from, text.end)
        found |= side
      }
    }
    this.#core.byte(closeObject)
    this.#moved.byte(closeObject)
    this.#along?.byte(closeObject)
    return found
  }

  #divideInner(name: string, value: Members, plan: Plan, found: number, depth: number): number {
    const [coreEnd, movedEnd] = [this.#core.end, this.#moved.end]
    this.#core.member(name, (found & stays) === 0)
    this.#moved.member(name, (found & moved) === 0)
    this.#along?.member(name, true)
    const inner = this.#divideObject(value, plan, depth)
    const isKept = plan.isAlwaysKept === true || inner !== moved
    if (!isKept) this.#core.end = coreEnd
    if ((inner & moved) === 0) this.#moved.end = movedEnd
    return (isKept ? stays : 0) | (inner & moved)
  }

  #changes(changes: readonly Change[], objectType: string | undefined, ownSlot: OwnSlot): Problem | undefined {
    const plain: number[] = []
    const own = new Map<string, number[]>()
    for (let index = 0; index < changes.length; index++) {
      const { field } = changes[index] as Change
      if (!ownSlot(objectType, field)) {
        plain.push(index)
        continue
      }
      const name = fieldSlotName(field)
      if (name === undefined) return nameTooLong(index)
      const at = own.get(name)
      if (at === undefined) own.set(name, [index])
      else at.push(index)
    }
    if (plain.length > 0 || changes.length === 0) this.#changeSlot('chg', changes, plain, false)
    if (this.#along) this.#changesAlong(this.#along, changes, own.size > 0)
    if (own.size > maxSlots) return tooManySlots(own.size + this.#slots.length + 1)
    const names = [...own.keys()].sort()
    const isInOrder = names.flatMap((name) => own.get(name) ?? []).every((at, i) => at === plain.length + i)
    for (const name of names) this.#changeSlot(name, changes, own.get(name) ?? [], !isInOrder)
    return undefined
  }

  #changesAlong(along: CanonicalBytes, changes: readonly Change[], areDivided: boolean): void {
    const chg = this.#slots.at(-1)
    if (areDivided || chg === undefined) writeMember(along, 'changes', changes as unknown as Json)
    else along.copy(chg.text.bytes, chg.from + 1, chg.to - 1)
  }

  /** One slot a field; with the positions of its changes when `chg` first, then fields by name, is not the order sent. */
  #changeSlot(slot: string, changes: readonly Change[], at: readonly number[], withPlaces: boolean): void {
    const moved = this.#moved
    const from = moved.end
    this.#openMember(withPlaces ? 'at' : 'changes')
    if (withPlaces) {
      moved.json(at, 1)
      moved.member('changes', false)
    }
    moved.byte(openList)
    for (let i = 0; i < at.length; i++) {
      if (i > 0) moved.byte(comma)
      moved.json(changes[at[i] as number] as unknown as Json, 2)
    }
    moved.byte(closeList)
    this.#closeSlot(slot, from)
  }
}

const writeMember = (text: CanonicalBytes, member: string, value: Json): void => {
  text.member(member, true)
  text.json(value, 1)
}

/** The sides an object's members are on, as bits. */
const stays = 1
const moved = 2

/** Which members of an object stay in `core`; the others move. */
interface Plan {
  readonly stays: (name: string) => boolean
  /** Members that are divided themselves. */
  readonly inside?: ReadonlyMap<string, Plan>
  /** Stays in `core` also where nothing is left of it. */
  readonly isAlwaysKept?: true
}

const only = (...names: readonly string[]): Plan['stays'] => {
  const kept = new Set(names)
  return (name) => kept.has(name)
}
const party = only('type', 'id', 'roles')

/** Where a member goes: whole into `core`, whole into a slot, or in parts; `changes` have rules of their own. */
type Place = 'core' | 'ctx' | 'reason' | { readonly slot: string; readonly plan?: Plan }

const wholeMembers =
  'id action occurredAt recordedAt category catalogue outcome count producer causedBy correlationId override workflow key history ledger organization'

const places: ReadonlyMap<string, Place> = new Map<string, Place>([
  ...wholeMembers.split(' ').map((member): [string, Place] => [member, 'core']),
  ['actor', { slot: 'actor', plan: { stays: party, inside: new Map([['onBehalfOf', { stays: party, isAlwaysKept: true }]]) } }],
  [
    'batch',
    {
      slot: 'file',
      plan: { stays: (name) => name !== 'failures', inside: new Map([['file', { stays: (name) => name !== 'name' }]]) },
    },
  ],
  ['changes', { slot: 'chg' }],
  ['context', 'ctx'],
  ['customer', { slot: 'customer', plan: { stays: only('id') } }],
  ['error', { slot: 'error', plan: { stays: only('code') } }],
  ['object', { slot: 'object', plan: { stays: only('type', 'id') } }],
  ['reason', 'reason'],
  ['related', { slot: 'related', plan: { stays: only('type', 'id', 'relation') } }],
  ['source', { slot: 'net', plan: { stays: only('type', 'id', 'name') } }],
])

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
