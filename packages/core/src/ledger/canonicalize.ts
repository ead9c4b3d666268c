import type { Json } from '../event/event.ts'

/** Nesting that a value may have: the outermost array or object is level 1. */
export const maxValueDepth = 16

/**
 * Strict JCS (RFC 8785) of a JSON value: no whitespace, members sorted by UTF-16 code units, ECMAScript numbers,
 * minimal escapes. Bends nothing: whatever JSON or the ledger's format cannot carry is a defect and throws (undefined,
 * holes, BigInt, functions, symbols, Date, Map or any object with another prototype, -0, non-finite numbers, integers
 * beyond ±(2^53-1), lone surrogates, NUL, more than 16 levels).
 *
 * @example canonicalize({ b: [1, 'x'], a: null }) === '{"a":null,"b":[1,"x"]}'
 */
export const canonicalize = (value: Json): string => write(value, 0)

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      return canonicalNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth === maxValueDepth) throw new Error(`cannot canonicalize: nested deeper than ${maxValueDepth} levels`)
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1)
    default:
      throw new Error(`cannot canonicalize: ${typeof value} is not JSON`)
  }
}

function writeArray(items: readonly unknown[], depth: number): string {
  // By index, so that a hole is met as undefined and throws.
  if (items.length === 0) return '[]'
  let text = `[${write(items[0], depth)}`
  for (let i = 1; i < items.length; i++) text += `,${write(items[i], depth)}`
  return `${text}]`
}

/** The names of a plain object's members in their canonical order; throws for any other object. */
export function membersInOrder(object: object): readonly string[] {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
    throw new Error('cannot canonicalize: only plain objects are JSON')
  }
  return sortKeys(Object.keys(object))
}

function writeObject(object: object, depth: number): string {
  const keys = membersInOrder(object)
  const members = object as { readonly [key: string]: unknown }
  const [first] = keys
  if (first === undefined) return '{}'
  let text = `{${memberName(first)}${write(members[first], depth)}`
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string
    text += `,${memberName(key)}${write(members[key], depth)}`
  }
  return `${text}}`
}

/** A plain object of another realm (a worker's, a test runner's): its prototype has no prototype and is not a class's. */
const isForeignPlain = (prototype: object): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')

/** By UTF-16 code units (RFC 8785 section 3.2.3), which is how `<` and the default sort compare. Insertion is faster for an event's few members. */
function sortKeys(keys: string[]): readonly string[] {
  if (keys.length > 24) return keys.sort()
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string
    let j = i - 1
    for (; j >= 0 && (keys[j] as string) > key; j--) keys[j + 1] = keys[j] as string
    keys[j + 1] = key
  }
  return keys
}

/** Member names repeat from event to event: written once, then looked up (a quarter of the time of writing an event). */
const memberNames = new Map<string, string>()

function memberName(key: string): string {
  const known = memberNames.get(key)
  if (known !== undefined) return known
  const name = `${canonicalString(key)}:`
  if (memberNames.size < 1000 && key.length < 64) memberNames.set(key, name)
  return name
}

const plain = /^[ !#-[\]-~]*$/

/** A string in JCS: what JSON.stringify writes for well-formed text is what RFC 8785 section 3.2.2.2 asks. */
export function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new Error('cannot canonicalize: a string has a lone surrogate')
  if (text.includes('\0')) throw new Error('cannot canonicalize: a string has a NUL')
  return JSON.stringify(text)
}

export function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('cannot canonicalize: a number is not finite')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new Error('cannot canonicalize: an integer is beyond ±(2^53-1)')
  }
  if (Object.is(value, -0)) throw new Error('cannot canonicalize: -0')
  return String(value)
}
