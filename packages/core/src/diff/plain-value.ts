import type { Json } from '../event/event.ts'
import { bytesText } from './bytes-text.ts'

const deepest = 12
/** Members and items of one value. What has more would not fit into an event, or is a web of objects and no value. */
const mostNodes = 20_000

/** What stands where a value has no form that an event could carry. */
export const unreadable = {
  circular: '[circular]',
  tooDeep: '[nested too deeply]',
  promise: '[a promise: await it before recording]',
  broken: '[could not be read]',
} as const

/** One value on its way: what is above the place that is read, and how much may still be read. */
interface Reading {
  readonly above: object[]
  left: number
}

/**
 * An application's value as an event can carry it: dates as UTC text, `undefined` as absent, big and unsafe integers as
 * text with every digit, objects that know their own JSON form (decimals, moments) by it, other objects without members by
 * their own text, bytes as hexadecimal digits (over 1 KiB by length and checksum). Functions and symbols are absent. A
 * circle, a promise, what is too deep, too much, or breaks when it is read says so in square brackets. Never throws, takes
 * bounded time whatever hangs together, and returns the value itself where it is a text, a boolean or an ordinary number.
 */
export function plainValue(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return plainNumber(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : plainObject(value, { above: [], left: mostNodes })
    default:
      return undefined
  }
}

function plainNumber(value: number): Json {
  if (Object.is(value, -0)) return 0
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : String(BigInt(value))
  return Number.isFinite(value) ? value : String(value)
}

const plainInside = (value: unknown, reading: Reading): Json | undefined => {
  reading.left--
  return typeof value === 'object' && value !== null ? plainObject(value, reading) : plainValue(value)
}

function plainObject(value: object, reading: Reading): Json | undefined {
  if (reading.above.includes(value)) return unreadable.circular
  if (reading.above.length >= deepest) return unreadable.tooDeep
  reading.above.push(value)
  try {
    return readObject(value, reading)
  } catch {
    return unreadable.broken // a getter, a proxy or a toJSON that throws: the rest of the event is still worth recording
  } finally {
    reading.above.pop()
  }
}

function readObject(value: object, reading: Reading): Json | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) return plainItems(value, reading)
  if (value instanceof Set) return plainItems([...value], reading)
  if (value instanceof Map) return plainMembers(Object.fromEntries(value), reading)
  if (ArrayBuffer.isView(value)) return bytesText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  if (value instanceof ArrayBuffer) return bytesText(new Uint8Array(value))
  if (value instanceof String || value instanceof Number || value instanceof Boolean) return plainValue(value.valueOf())
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const own: unknown = value.toJSON()
    return own === value ? plainMembers(value, reading) : plainInside(own, reading)
  }
  if ('then' in value && typeof value.then === 'function') return unreadable.promise
  const members = plainMembers(value, reading)
  return Object.keys(members).length === 0 ? (textOf(value) ?? members) : members
}

function plainItems(items: readonly unknown[], reading: Reading): Json {
  const plain: Json[] = []
  for (const item of items) {
    if (reading.left <= 0) {
      plain.push(`[and ${items.length - plain.length} more]`)
      break
    }
    plain.push(plainInside(item, reading) ?? null)
  }
  return plain
}

function plainMembers(value: object, reading: Reading): { readonly [name: string]: Json } {
  const plain: { [name: string]: Json } = {}
  const names = Object.keys(value)
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? ''
    if (reading.left <= 0) {
      plain['…'] = `[and ${names.length - at} more]`
      break
    }
    const made = plainInside((value as { readonly [name: string]: unknown })[name], reading)
    if (made === undefined) continue
    // assigning to a member called __proto__ would set the prototype instead
    if (name === '__proto__')
      Object.defineProperty(plain, name, { value: made, enumerable: true, configurable: true, writable: true })
    else plain[name] = made
  }
  return plain
}

/** Errors, expressions, and classes that hide their members but can say what they are. */
const textOf = (value: object): string | undefined =>
  typeof value.toString === 'function' && value.toString !== Object.prototype.toString ? String(value) : undefined

/** True for an object with members, which is compared member by member. */
export const isNested = (value: unknown): value is { readonly [key: string]: unknown } => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false
  if ('toJSON' in value || value instanceof Map || value instanceof Set) return false
  if ('then' in value && typeof value.then === 'function') return false
  for (const key in value) if (Object.hasOwn(value, key)) return true
  return false
}
