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

function writeObject(object: object, depth: number): string {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
    throw new Error('cannot canonicalize: only plain objects are JSON')
  }
  const members = object as { readonly [key: string]: unknown }
  let text = ''
  for (const key of sortedKeys(members)) {
    text += `${text === '' ? '{' : ','}${canonicalString(key)}:${write(members[key], depth)}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** A plain object of another realm (a worker's, a test runner's): its prototype has no prototype and is not a class's. */
const isForeignPlain = (prototype: object): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')

function sortedKeys(members: object): readonly string[] {
  const keys = Object.keys(members)
  for (let i = 1; i < keys.length; i++) {
    // The default sort and `<` both compare UTF-16 code units, as RFC 8785 section 3.2.3 asks.
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort()
  }
  return keys
}

const plain = /^[ !#-[\]-~]*$/

/** A string in JCS: what JSON.stringify writes for well-formed text is what RFC 8785 section 3.2.2.2 asks. */
export function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new Error('cannot canonicalize: a string has a lone surrogate')
  if (text.includes('\0')) throw new Error('cannot canonicalize: a string has a NUL')
  return JSON.stringify(text)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('cannot canonicalize: a number is not finite')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new Error('cannot canonicalize: an integer is beyond ±(2^53-1)')
  }
  if (Object.is(value, -0)) throw new Error('cannot canonicalize: -0')
  return String(value)
}
