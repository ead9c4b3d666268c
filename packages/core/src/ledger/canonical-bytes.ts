import type { Json } from '../event/event.ts'
import { canonicalNumber, canonicalString, maxValueDepth, membersInOrder } from './canonicalize.ts'

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d
const backslash = 0x5c
/** A UTF-16 unit in a JSON string takes at most six bytes, as an escape. */
const mostBytesAUnit = 6
/** Up to here a loop costs less than a view. */
const longestLoop = 48

/**
 * Canonical JSON (RFC 8785) written as UTF-8 into one buffer, piece after piece: the same bytes as those of `canonicalize`, and the
 * same refusals, in one pass over each value and without a text between. The server writes every event twice, to tell repeats and to
 * seal it, and joining texts and encoding them cost as much again as writing them.
 *
 * What was written since `begin` lies in one piece, `bytes[start, end)`. A full buffer is left behind as it is and another taken, so
 * that pieces handed out before stay as they are for as long as somebody holds them.
 */
export class CanonicalBytes {
  bytes: Uint8Array
  start = 0
  end = 0
  readonly #size: number

  /** `size`: bytes of each buffer; a single piece may be larger. */
  constructor(size: number) {
    this.#size = size
    this.bytes = new Uint8Array(size)
  }

  /** Begins a piece behind the last one. */
  begin(): void {
    this.start = this.end
  }

  /** Forgets the piece begun last. */
  drop(): void {
    this.end = this.start
  }

  /** Begins again at the front of the same buffer: only where nobody holds what was written before. */
  rewind(): void {
    this.start = 0
    this.end = 0
  }

  /** Bytes as they are. */
  copy(from: Uint8Array, start: number, end: number): void {
    const length = end - start
    this.#room(length)
    const { bytes } = this
    if (length > longestLoop) bytes.set(from.subarray(start, end), this.end)
    else for (let i = 0; i < length; i++) bytes[this.end + i] = from[start + i] as number
    this.end += length
  }

  /** The name of a member and its colon, after a comma if it is not the first. */
  member(name: string, isFirst: boolean): void {
    if (!isFirst) this.byte(comma)
    this.string(name)
    this.byte(colon)
  }

  /** Characters of ASCII as they are, without quotes. */
  ascii(text: string): void {
    const { length } = text
    this.#room(length)
    const { bytes } = this
    let at = this.end
    for (let i = 0; i < length; i++) bytes[at++] = text.charCodeAt(i)
    this.end = at
  }

  json(value: Json, depth = 0): void {
    switch (typeof value) {
      case 'string':
        this.string(value)
        return
      case 'number':
        this.ascii(canonicalNumber(value))
        return
      case 'boolean':
        this.ascii(value ? 'true' : 'false')
        return
      case 'object':
        if (value === null) this.ascii('null')
        else if (depth === maxValueDepth) throw new Error(`cannot canonicalize: nested deeper than ${maxValueDepth} levels`)
        else if (Array.isArray(value)) this.#list(value, depth + 1)
        else this.#object(value as { readonly [name: string]: Json }, depth + 1)
        return
      default:
        throw new Error(`cannot canonicalize: ${typeof value} is not JSON`)
    }
  }

  /** A string in quotes. Plain ASCII, which nearly all of it is, goes over unit by unit; the first other unit ends that. */
  string(text: string): void {
    const { length } = text
    this.#room(length * mostBytesAUnit + 2)
    const { bytes } = this
    let at = this.end
    bytes[at++] = quote
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit < 0x20 || unit > 0x7e || unit === quote || unit === backslash) {
        this.#utf8(canonicalString(text))
        return
      }
      bytes[at++] = unit
    }
    bytes[at++] = quote
    this.end = at
  }

  #list(items: readonly Json[], depth: number): void {
    this.byte(openList)
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.byte(comma)
      // By index, so that a hole is met as undefined and throws.
      this.json(items[i] as Json, depth)
    }
    this.byte(closeList)
  }

  #object(object: { readonly [name: string]: Json }, depth: number): void {
    const names = membersInOrder(object)
    this.byte(openObject)
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      this.member(name, i === 0)
      const value = object[name] as Json
      if (typeof value === 'string') this.string(value)
      else this.json(value, depth)
    }
    this.byte(closeObject)
  }

  byte(byte: number): void {
    if (this.end === this.bytes.length) this.#room(1)
    this.bytes[this.end++] = byte
  }

  /** Well-formed text as UTF-8; there is room for it. */
  #utf8(text: string): void {
    const { bytes } = this
    let at = this.end
    for (let i = 0; i < text.length; i++) {
      let unit = text.charCodeAt(i)
      if (unit >= 0xd800 && unit <= 0xdbff) unit = 0x10000 + ((unit - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00)
      if (unit < 0x80) bytes[at++] = unit
      else {
        if (unit < 0x800) bytes[at++] = 0xc0 | (unit >> 6)
        else {
          if (unit < 0x10000) bytes[at++] = 0xe0 | (unit >> 12)
          else {
            bytes[at++] = 0xf0 | (unit >> 18)
            bytes[at++] = 0x80 | ((unit >> 12) & 0x3f)
          }
          bytes[at++] = 0x80 | ((unit >> 6) & 0x3f)
        }
        bytes[at++] = 0x80 | (unit & 0x3f)
      }
    }
    this.end = at
  }

  /** Sees to it that `more` bytes fit; the piece under way moves into the new buffer where they do not. */
  #room(more: number): void {
    if (this.end + more <= this.bytes.length) return
    const piece = this.end - this.start
    const larger = new Uint8Array(Math.max(this.#size, 2 * (piece + more)))
    larger.set(this.bytes.subarray(this.start, this.end))
    this.bytes = larger
    this.start = 0
    this.end = piece
  }
}
