import type { Problem } from '../refusal.ts'
import { limits } from './limits.ts'
import { canPointAt, pointerToken } from './pointer.ts'
import { whyUnsafe } from './unsafe-number.ts'
import { utf8Length } from './utf8-length.ts'

/** The first thing in a text that makes it no JSON. */
export interface SyntaxFault {
  readonly at: number
  /** What should have stood there, as the end of a sentence. */
  readonly expected: string
}

export interface Examined {
  /** Where the value ends; meaningless after a syntax fault. */
  readonly end: number
  readonly syntax?: SyntaxFault
  /** The first thing, in the order of the text, that an event may not contain. */
  readonly problem?: Problem
  /** The value's own `id` member, where it is a text. */
  readonly id?: string
}

/**
 * Reads the JSON value that starts at `start` character by character (RFC 8259) and says what is wrong with it and
 * where. Slow and exact, where the gate's other path is fast and only knows that something is wrong. Never throws; its
 * memory grows with the depth but its stack does not, so any depth may be given to it. The text must be well-formed.
 */
export function examine(text: string, start: number, limit: number = text.length): Examined {
  const reader = new Reader(text, start, limit)
  try {
    reader.readValue()
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    return { end: thrown.fault.at, syntax: thrown.fault }
  }
  const { at: end, problem, id } = reader
  return { end, ...(problem && { problem }), ...(id !== undefined && { id }) }
}

/** Ends the reading at a syntax fault. */
class Stop extends Error {
  readonly fault: SyntaxFault
  constructor(fault: SyntaxFault) {
    super(fault.expected)
    this.fault = fault
  }
}

/** An object or list that is open while its inside is read. */
interface Level {
  readonly names: Set<string> | undefined
  /** The name or index of the value being read. */
  key: string | number
}

class Reader {
  at: number
  problem: Problem | undefined
  id: string | undefined
  readonly #text: string
  readonly #limit: number
  readonly #levels: Level[] = []
  /** Levels below the limit are only matched, never pointed into: true for an object. */
  readonly #tooDeep: boolean[] = []

  constructor(text: string, start: number, limit: number) {
    this.#text = text
    this.at = start
    this.#limit = limit
  }

  readValue(): void {
    let more = true
    while (more) {
      this.#skipSpace()
      const unit = this.#unit()
      const isOpening = unit === '{' || unit === '['
      if (isOpening && this.#open(unit === '{')) continue
      if (!isOpening) this.#scalar(unit)
      more = this.#next()
    }
  }

  /** Steps into an object or list: true when there is a first value to read in it. */
  #open(isObject: boolean): boolean {
    this.at++
    if (this.#levels.length < limits.depth) this.#levels.push({ names: isObject ? new Set() : undefined, key: isObject ? '' : 0 })
    else {
      this.#report('too_deep', `An event may be nested ${limits.depth} levels deep. Flatten the value, or write it as a text.`)
      this.#tooDeep.push(isObject)
    }
    this.#skipSpace()
    if (this.#unit() === (isObject ? '}' : ']')) {
      this.at++
      this.#close()
      return false
    }
    if (isObject) this.#name()
    return true
  }

  #close(): void {
    if (this.#tooDeep.length > 0) this.#tooDeep.pop()
    else this.#levels.pop()
  }

  /** After a value: true when another follows in an object or list around it. */
  #next(): boolean {
    while (this.#levels.length > 0) {
      const level = this.#tooDeep.length > 0 ? undefined : this.#levels.at(-1)
      const isObject = level ? level.names !== undefined : this.#tooDeep.at(-1) === true
      this.#skipSpace()
      const unit = this.#unit()
      if (unit === ',') {
        this.at++
        if (isObject) {
          this.#skipSpace()
          this.#name()
        } else if (level) level.key = Number(level.key) + 1
        return true
      }
      if (unit !== (isObject ? '}' : ']')) this.#stop(`a comma or "${isObject ? '}' : ']'}"`)
      this.at++
      this.#close()
    }
    return false
  }

  #name(): void {
    if (this.#unit() !== '"') this.#stop('a member name in double quotes')
    const name = this.#string(true)
    this.#skipSpace()
    if (this.#unit() !== ':') this.#stop('a colon')
    this.at++
    const level = this.#tooDeep.length > 0 ? undefined : this.#levels.at(-1)
    if (level?.names === undefined) return
    level.key = name
    if (name === '__proto__' || (name === 'prototype' && this.#levels.at(-2)?.key === 'constructor')) {
      this.#report(
        'forbidden_key',
        'This member name is never accepted, since it can change how programs behave. Rename the member.',
      )
    }
    if (level.names.has(name)) {
      this.#report('duplicate_key', 'The object names this member twice, so it is unclear which value holds. Send it once.')
    }
    level.names.add(name)
  }

  #scalar(unit: string): void {
    if (unit === '"') {
      const isId = this.#levels.length === 1 && this.#levels[0]?.key === 'id' && this.#levels[0].names !== undefined
      const value = this.#string(false)
      if (isId) this.id = value
    } else if (unit === '-' || (unit >= '0' && unit <= '9')) this.#number()
    else {
      const word = ['true', 'false', 'null'].find((each) => this.#text.startsWith(each, this.at))
      if (word === undefined || this.at + word.length > this.#limit) this.#stop('a value')
      else this.at += word.length
    }
  }

  /** Reads a string and judges it. `asName`: it is a member name, so it cannot be pointed at before it is known to be fit. */
  #string(asName: boolean): string {
    const open = this.at
    const hasEscape = this.#skipString()
    const raw = this.#text.slice(open, this.at)
    const value: string = hasEscape ? JSON.parse(raw) : raw.slice(1, -1)
    const level = this.#tooDeep.length > 0 ? undefined : this.#levels.at(-1)
    if (asName && level) level.key = value
    const what = asName ? 'A member name' : 'The string'
    if (value.length > limits.stringBytes / 3 && utf8Length(value) > limits.stringBytes) {
      this.#report(
        'string_too_long',
        `${what} is longer than ${limits.stringBytes} bytes of UTF-8. Shorten it, or keep the text elsewhere and send a reference.`,
      )
    }
    if (hasEscape && (!value.isWellFormed() || value.includes('\0'))) {
      this.#report('invalid_unicode', `${what} contains half of a surrogate pair or a NUL. Replace or remove that character.`)
    }
    return value
  }

  /** Goes past a string: true when it has escapes. */
  #skipString(): boolean {
    const text = this.#text
    let hasEscape = false
    for (this.at++; this.at < this.#limit; this.at++) {
      const unit = text.charCodeAt(this.at)
      if (unit === 0x22) {
        this.at++
        return hasEscape
      }
      if (unit < 0x20) this.#stop('no control character inside a string; write it as an escape')
      if (unit !== 0x5c) continue
      hasEscape = true
      this.at++
      const letter = this.#unit()
      if (letter === 'u') this.#fourHexDigits()
      else if (letter === '' || !'"\\/bfnrt'.includes(letter)) this.#stop('an escape that JSON knows')
    }
    return this.#stop('the end of a string')
  }

  #fourHexDigits(): void {
    for (let count = 0; count < 4; count++) {
      this.at++
      if (!/^[0-9a-fA-F]$/.test(this.#unit())) this.#stop('four hexadecimal digits')
    }
  }

  #number(): void {
    const start = this.at
    if (this.#unit() === '-') this.at++
    if (this.#unit() === '0') this.at++
    else this.#digits()
    if (this.#unit() === '.') {
      this.at++
      this.#digits()
    }
    const mantissaEnd = this.at
    if (this.#unit() === 'e' || this.#unit() === 'E') {
      this.at++
      if (this.#unit() === '+' || this.#unit() === '-') this.at++
      this.#digits()
    }
    const why = whyUnsafe(Number(this.#text.slice(start, this.at)), this.#text.slice(start, mantissaEnd))
    if (why) this.#report('unsafe_number', `${why} Send it as a string.`)
  }

  #digits(): void {
    const first = this.at
    while (this.at < this.#limit && isDigit(this.#text.charCodeAt(this.at))) this.at++
    if (this.at === first) this.#stop('a digit')
  }

  #skipSpace(): void {
    while (this.at < this.#limit && isSpace(this.#text.charCodeAt(this.at))) this.at++
  }

  /** The character at the place of reading, or '' at the end. */
  #unit(): string {
    return this.at < this.#limit ? this.#text.charAt(this.at) : ''
  }

  #stop(expected: string): never {
    throw new Stop({ at: this.at, expected })
  }

  /** Keeps the first problem, with a pointer to the value being read. */
  #report(code: Problem['code'], detail: string): void {
    if (this.problem) return
    let pointer = ''
    for (const { key, names } of this.#levels) {
      if (names !== undefined && !canPointAt(String(key))) break
      pointer += pointerToken(key)
    }
    this.problem = { code, detail, pointer }
  }
}

/** White space of JSON (RFC 8259 section 2). */
export const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
