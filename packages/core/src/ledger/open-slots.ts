import type { Json, RecordedEvent } from '../event/event.ts'
import { parseJson } from '../event/parse-json.ts'
import type { DisclosedSlot, SlotState } from './slot.ts'

/** What somebody sees of an event: what the disclosed slots carry, and which slots they do not. */
export interface OpenedEvent {
  readonly event: Partial<RecordedEvent>
  readonly withheld: readonly string[]
  readonly erased: readonly { readonly slot: string; readonly by: number }[]
}

type Draft = { [member: string]: Json }
interface Placed {
  readonly at: number
  readonly change: Json
}

/**
 * The inverse of sealing: puts the disclosed slots together again. Checks no digest (verification does), but throws on
 * a disclosure that is not one.
 */
export function openSlots(slots: readonly SlotState[]): OpenedEvent {
  const disclosed = slots.filter((slot) => slot.state === 'disclosed')
  return {
    event: openValues(disclosed.map((slot) => ({ name: slot.name, value: slotValue(slot) }))),
    withheld: slots.flatMap((slot) => (slot.state === 'withheld' ? [slot.name] : [])),
    erased: slots.flatMap((slot) => (slot.state === 'erased' ? [{ slot: slot.name, by: slot.by }] : [])),
  }
}

/** What slots carry together, where their values are read already; those without a value are passed over. */
export function openValues(
  slots: Iterable<{ readonly name: string; readonly value?: { readonly [member: string]: Json } }>,
): Partial<RecordedEvent> {
  const event: Draft = {}
  const changes: ChangeList = { plain: [], placed: [], rest: [], any: false }
  for (const { name, value } of slots) {
    if (value === undefined) continue
    if (isChangeSlot(name)) takeChanges(value, name, changes)
    else mergeInto(event, value)
  }
  if (changes.any) event.changes = orderChanges(changes)
  return event as Partial<RecordedEvent>
}

const isChangeSlot = (name: string): boolean => name === 'chg' || name.startsWith('chg/')

/** The value of a disclosed slot: the third item of D. */
export function slotValue(slot: DisclosedSlot): { readonly [member: string]: Json } {
  const parsed: unknown = parseJson(slot.disclosure)
  const value: unknown = Array.isArray(parsed) ? parsed[2] : undefined
  if (typeof value !== 'object' || value === null) throw new Error(`the disclosure of slot ${slot.name} carries no value`)
  return value as { readonly [member: string]: Json }
}

/** Members of the same name meet in the split ones only: objects join, `related` joins item by item. */
function mergeInto(target: Draft, value: { readonly [member: string]: Json }): void {
  for (const member of Object.keys(value)) {
    if (member === '__proto__') throw new Error('a disclosure has a member that no event has')
    const there = target[member]
    target[member] = there === undefined ? (value[member] as Json) : merge(there, value[member] as Json)
  }
}

function merge(a: Json, b: Json): Json {
  if (isObject(a) && isObject(b)) {
    const joined: Draft = { ...a }
    mergeInto(joined, b)
    return joined
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const length = Math.max(a.length, b.length)
    return Array.from({ length }, (_, i) => (a[i] === undefined ? b[i] : b[i] === undefined ? a[i] : merge(a[i], b[i])))
  }
  return b
}

const isObject = (value: Json): value is { readonly [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface ChangeList {
  readonly plain: Json[]
  readonly placed: Placed[]
  readonly rest: Json[]
  any: boolean
}

function takeChanges(value: { readonly [member: string]: Json }, name: string, list: ChangeList): void {
  const changes = Array.isArray(value.changes) ? (value.changes as readonly Json[]) : []
  const at = Array.isArray(value.at) ? (value.at as readonly Json[]) : undefined
  list.any = true
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] as Json
    const position = at?.[i]
    if (typeof position === 'number') list.placed.push({ at: position, change })
    else (name === 'chg' ? list.plain : list.rest).push(change)
  }
}

/** The order sent: placed changes at their positions, `chg` filling the gaps; what is not disclosed closes up. */
function orderChanges({ plain, placed, rest }: ChangeList): readonly Json[] {
  if (placed.length === 0 && rest.length === 0) return plain
  placed.sort((a, b) => a.at - b.at)
  const ordered: Json[] = []
  let next = 0
  for (const { at, change } of placed) {
    while (ordered.length < at && next < plain.length) ordered.push(plain[next++] as Json)
    ordered.push(change)
  }
  return [...ordered, ...plain.slice(next), ...rest]
}
