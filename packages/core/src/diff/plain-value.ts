import type { Json } from '../event/event.ts'

const deepest = 12

/**
 * An application's value as an event can carry it: dates as UTC text, `undefined` as absent, big and unsafe integers as
 * text with every digit, objects that know their own JSON form (decimals, moments) by it. What has no such form
 * (functions, symbols) is absent. Never throws, and returns the value itself where it is already plain.
 */
export function plainValue(value: unknown, depth = 0): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return plainNumber(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : depth >= deepest ? '[nested too deeply]' : plainObject(value, depth)
    default:
      return undefined
  }
}

function plainNumber(value: number): Json {
  if (Object.is(value, -0)) return 0
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : String(BigInt(value))
  return Number.isFinite(value) ? value : String(value)
}

function plainObject(value: object, depth: number): Json | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) return value.map((item) => plainValue(item, depth + 1) ?? null)
  if (value instanceof Set) return plainValue([...value], depth)
  if (value instanceof Map) return plainValue(Object.fromEntries(value), depth)
  if (ArrayBuffer.isView(value)) return hex(value)
  const own = ownForm(value)
  if (own !== value) return plainValue(own, depth + 1)
  const plain: { [key: string]: Json } = {}
  for (const [key, member] of Object.entries(value)) {
    const made = plainValue(member, depth + 1)
    // defineProperty, since assigning to a member called __proto__ would set the prototype instead
    if (made !== undefined)
      Object.defineProperty(plain, key, { value: made, enumerable: true, writable: true, configurable: true })
  }
  return plain
}

const hex = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Array.from(new Uint8Array(buffer, byteOffset, byteLength), (byte) => byte.toString(16).padStart(2, '0')).join('')

function ownForm(value: object): unknown {
  if (!('toJSON' in value) || typeof value.toJSON !== 'function') return value
  try {
    return value.toJSON()
  } catch {
    return undefined
  }
}

/** True for an object with members, which is compared member by member. */
export const isNested = (value: unknown): value is { readonly [key: string]: unknown } => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false
  if ('toJSON' in value || value instanceof Map || value instanceof Set) return false
  for (const key in value) if (Object.hasOwn(value, key)) return true
  return false
}
