import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { Change, Json } from '../event/event.ts'
import { isNested, plainValue, unreadable } from './plain-value.ts'
import { sameValue } from './same-value.ts'

/** A business record as an application holds it; `undefined` members are absent. */
export type HeldRecord = { readonly [field: string]: unknown }

const deepest = 12
/** Members compared. More than this is a web of objects that hang together, and no record. */
const mostMembers = 20_000
const tooMuch = '[too much to compare]'

/**
 * What differs between two states of a record, by the catalogue, in the order of the fields of `after`, then of those
 * that only `before` has. `null` or `undefined` for a whole state means that the record does not exist there.
 *
 * - Nested objects are compared member by member and named by path: `address.city`.
 * - A `list` with a `key` is compared item by item: the item's key is the change's `path`, its member part of the
 *   field's name (`lines.quantity`, path `A-1`); an item added or removed is one change of the list. Lists without a key
 *   are one change. The order of a declared list means nothing; the order of an undeclared one does.
 * - `money` and `number` compare as exact decimals ("1.10" is "1.1"), `date` as moments, `boolean` takes 0 and 1.
 *   Everything else compares as JSON. Values are given as they came, not as they were compared.
 * - Absent and `null` differ. Labels come from the catalogue. Nothing is treated here: that is the next step's work.
 * - A state that knows its own JSON form (a document of an ORM) is that form. An object that hangs on itself is not
 *   followed round; what is too much to compare is one change that says so.
 *
 * Never throws, whatever the application's objects hold, takes bounded time, and copies only what changed.
 */
export function diffRecords(
  objectType: string,
  before: HeldRecord | null | undefined,
  after: HeldRecord | null | undefined,
  catalogue: CompiledCatalogue,
): Change[] {
  const was = ownState(before)
  const is = ownState(after)
  const diffing: Diffing = { objectType, catalogue, changes: [], left: mostMembers, was, is, aboveBefore: none, aboveAfter: none }
  compareMembers(diffing, was, is, '', undefined, 0)
  return diffing.changes
}

interface Diffing {
  readonly objectType: string
  readonly catalogue: CompiledCatalogue
  readonly changes: Change[]
  left: number
  readonly was: HeldRecord
  readonly is: HeldRecord
  /** The objects around the place that is compared, on either side; most records have none, and pay for none. */
  aboveBefore: object[]
  aboveAfter: object[]
}

const none: object[] = []

function ownState(state: HeldRecord | null | undefined): HeldRecord {
  if (state === null || state === undefined) return {}
  if (!(state instanceof Map) && typeof state.toJSON !== 'function') return state
  const own = plainValue(state)
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as HeldRecord) : {}
}

function compareMembers(
  diffing: Diffing,
  before: HeldRecord,
  after: HeldRecord,
  prefix: string,
  path: string | undefined,
  depth: number,
): void {
  let met = 0
  // for-in, which is four times as fast as keys here; what it finds beyond an object's own members is passed over
  for (const key in after) {
    const b = read(after, key)
    const a = read(before, key)
    // most fields are equal: only for the others is it worth asking what they are
    if (a === b && a !== undefined) met++
    else if (a !== b && Object.hasOwn(after, key)) {
      const isThere = Object.hasOwn(before, key)
      if (isThere) met++
      compare(diffing, prefix + key, path, isThere ? a : undefined, b, depth)
    }
  }
  const old = Object.keys(before)
  if (met === old.length && inheritsNothing(after)) return
  for (const key of old) {
    if (Object.hasOwn(after, key)) continue
    const a = read(before, key)
    if (a !== undefined) compare(diffing, prefix + key, path, a, undefined, depth)
  }
}

const inheritsNothing = (state: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(state)
  return prototype === Object.prototype || prototype === null
}

/** A member, also where a getter breaks. */
function read(state: HeldRecord, key: string): unknown {
  try {
    return state[key]
  } catch {
    return unreadable.broken
  }
}

function compare(diffing: Diffing, name: string, path: string | undefined, a: unknown, b: unknown, depth: number): void {
  const isFlat = typeof a !== 'object' && typeof b !== 'object'
  if (!isFlat && depth < deepest && (isNested(a) || isNested(b))) compareNested(diffing, name, path, a, b, depth)
  else compareValues(diffing, name, path, a, b, depth)
}

function compareValues(diffing: Diffing, name: string, path: string | undefined, a: unknown, b: unknown, depth: number): void {
  const declared = diffing.catalogue.field(diffing.objectType, name)
  const before = plainValue(a)
  const after = plainValue(b)
  if (before === undefined && after === undefined) return
  if (declared?.kind === 'list' && declared.key !== undefined && path === undefined) {
    if (compareItems(diffing, name, declared, declared.key, before, after, depth)) return
  }
  if (before !== undefined && after !== undefined && sameValue(before, after, declared)) return
  diffing.changes.push(changeOf(name, declared, path, before, after))
}

/** A side that is no object is a change of the name itself, beside the changes of the other side's members. */
function compareNested(diffing: Diffing, name: string, path: string | undefined, a: unknown, b: unknown, depth: number): void {
  if (diffing.aboveBefore === none) {
    diffing.aboveBefore = [diffing.was]
    diffing.aboveAfter = [diffing.is]
  }
  const [before, after] = [isNested(a) ? a : undefined, isNested(b) ? b : undefined]
  if (isAround(before, diffing.aboveBefore) || isAround(after, diffing.aboveAfter)) {
    const sides = [
      isAround(before, diffing.aboveBefore) ? unreadable.circular : a,
      isAround(after, diffing.aboveAfter) ? unreadable.circular : b,
    ]
    compareValues(diffing, name, path, sides[0], sides[1], depth)
    return
  }
  if (--diffing.left <= 0) {
    if (diffing.left === 0) diffing.changes.push({ field: name, before: tooMuch, after: tooMuch })
    return
  }
  if (before === undefined) compare(diffing, name, path, a, undefined, depth)
  if (after === undefined) compare(diffing, name, path, undefined, b, depth)
  compareInside(diffing, before, after, () => compareMembers(diffing, before ?? {}, after ?? {}, `${name}.`, path, depth + 1))
}

const isAround = (value: object | undefined, above: readonly object[]): boolean => value !== undefined && above.includes(value)

/** Does some work while the two states stand above whatever is compared. */
function compareInside(
  { aboveBefore, aboveAfter }: Diffing,
  before: object | undefined,
  after: object | undefined,
  work: () => void,
): void {
  if (before) aboveBefore.push(before)
  if (after) aboveAfter.push(after)
  work()
  if (before) aboveBefore.pop()
  if (after) aboveAfter.pop()
}

function changeOf(
  field: string,
  declared: FieldDeclaration | undefined,
  path: string | undefined,
  before: Json | undefined,
  after: Json | undefined,
): Change {
  const change: { -readonly [K in keyof Change]: Change[K] } = { field }
  if (declared?.label !== undefined) change.label = declared.label
  if (path !== undefined) change.path = path
  if (before !== undefined) change.before = before
  if (after !== undefined) change.after = after
  return change
}

/** Compares two keyed lists; false where a side is no list of objects that all have distinct keys, so they are compared whole. */
function compareItems(
  diffing: Diffing,
  name: string,
  declared: FieldDeclaration,
  key: string,
  before: Json | undefined,
  after: Json | undefined,
  depth: number,
): boolean {
  const [old, now] = [itemsByKey(before, key), itemsByKey(after, key)]
  if (old === undefined || now === undefined) return false
  for (const [path, item] of now) {
    const was = old.get(path)
    if (was === undefined) diffing.changes.push(changeOf(name, declared, path, undefined, item))
    else compareMembers(diffing, was, item, `${name}.`, path, depth + 1)
  }
  for (const [path, item] of old) if (!now.has(path)) diffing.changes.push(changeOf(name, declared, path, item, undefined))
  return true
}

type Item = { readonly [key: string]: Json }

function itemsByKey(list: Json | undefined, key: string): ReadonlyMap<string, Item> | undefined {
  if (!Array.isArray(list)) return undefined
  const items = new Map<string, Item>()
  for (const item of list as readonly Json[]) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined
    const id = Object.hasOwn(item, key) ? (item as Item)[key] : undefined
    if ((typeof id !== 'string' && typeof id !== 'number') || items.has(String(id))) return undefined
    items.set(String(id), item as Item)
  }
  return items
}
