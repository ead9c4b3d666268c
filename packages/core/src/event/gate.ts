import type { Problem } from '../refusal.ts'
import { halfSurrogate, noEvents, syntaxRefusal, tooManyEvents } from './body-refusal.ts'
import type { Json } from './event.ts'
import { examine, isSpace } from './examine.ts'
import { limits } from './limits.ts'
import { Lookout } from './lookout.ts'
import { notAnObject } from './not-an-object.ts'
import { parseJson } from './parse-json.ts'
import { Scan } from './scan.ts'
import { utf8Length } from './utf8-length.ts'

/** `json`: one event or an array of events. `ndjson`: one event a line, blank lines skipped. */
export type BodyFormat = 'json' | 'ndjson'

export interface Gated {
  /** The body was one bare value, not an array or lines. */
  readonly single: boolean
  /** In the order of the body, at least one. */
  readonly events: readonly GatedEvent[]
}

/** An event that may be looked at, or why it may not. */
export type GatedEvent =
  | {
      readonly value: { readonly [member: string]: Json }
      /** The event's text as received, in bytes of UTF-8. */
      readonly bytes: number
    }
  | {
      readonly problem: Problem
      /** The event's own id as sent, where one could be read: it need not be a UUID. */
      readonly id?: string
    }

/**
 * Lets a body in, event by event: each is a JSON object that keeps its meaning wherever it is stored. Refused with a
 * pointer into the event: NUL and lone surrogates, members named twice or by names that change how programs behave,
 * numbers that a double cannot keep, and whatever is over `limits`. Texts are left exactly as they are otherwise.
 *
 * `text` is the body as strictly decoded UTF-8, its byte order mark left in; `bytes` is how many those were, where it is known: a text
 * of as many bytes as units need not be counted again, event by event. Time is linear in its length for any text.
 *
 * @example gate('{"action":"order.approved"}', 'json').events.length === 1
 * @throws Refusal where no event can be told apart: `invalid_json` and `invalid_unicode` with the place,
 *   `too_many_events`, `no_events`. Nothing else.
 */
export function gate(text: string, format: BodyFormat, bytes?: number): Gated {
  const isAscii = bytes === text.length
  if (!isAscii && !text.isWellFormed()) throw halfSurrogate()
  return new Gate(text, format, isAscii).body()
}

class Gate {
  readonly #text: string
  readonly #format: BodyFormat
  readonly #isAscii: boolean
  readonly #scan = new Scan()
  readonly #hasEscapes: boolean
  readonly #escapes: Lookout
  readonly #names: Lookout
  readonly #events: GatedEvent[] = []

  constructor(text: string, format: BodyFormat, isAscii: boolean) {
    this.#text = text
    this.#format = format
    this.#isAscii = isAscii
    this.#hasEscapes = text.includes('\\')
    this.#escapes = new Lookout(text, '\\u')
    this.#names = new Lookout(text, 'proto')
  }

  body(): Gated {
    const first = this.#pastSpace(0)
    if (first === this.#text.length) throw noEvents('The body is empty.')
    if (this.#format === 'ndjson') this.#lines()
    else if (this.#text[first] === '[') this.#array(first)
    else {
      const end = this.#event(first, this.#text.length)
      if (this.#pastSpace(end) < this.#text.length) {
        throw syntaxRefusal(this.#text, {
          at: this.#pastSpace(end),
          expected: 'the end; several events are an array, or lines of application/x-ndjson',
        })
      }
      return { single: true, events: this.#events }
    }
    return { single: false, events: this.#events }
  }

  #lines(): void {
    const text = this.#text
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start)
      const limit = newline < 0 ? text.length : newline
      const first = this.#pastSpace(start, limit)
      if (first < limit) {
        const end = this.#pastSpace(this.#event(first, limit), limit)
        if (end < limit)
          throw syntaxRefusal(this.#text, { at: end, expected: 'the end of the line, since each line is one event' })
      }
      start = limit + 1
    }
  }

  #array(open: number): void {
    let at = this.#pastSpace(open + 1)
    if (this.#text[at] === ']') at++
    else {
      for (;;) {
        at = this.#pastSpace(this.#event(at, this.#text.length))
        const unit = this.#text[at]
        if (unit !== ',' && unit !== ']') throw syntaxRefusal(this.#text, { at, expected: 'a comma or "]"' })
        at++
        if (unit === ']') break
        at = this.#pastSpace(at)
      }
    }
    if (this.#pastSpace(at) < this.#text.length) throw syntaxRefusal(this.#text, { at: this.#pastSpace(at), expected: 'the end' })
    if (this.#events.length === 0) throw noEvents('The array is empty.')
  }

  /** Takes the event whose text starts at `start` and answers where it ends. */
  #event(start: number, limit: number): number {
    if (this.#events.length === limits.eventsPerRequest) throw tooManyEvents()
    const scan = this.#scan
    scan.run(this.#text, start, limit, this.#hasEscapes)
    const { end } = scan
    const bytes = this.#isAscii ? end - start : utf8Length(this.#text, start, end)
    const isQuick =
      scan.depth <= limits.depth && bytes <= limits.eventBytes && !scan.oddNumber && scan.longest <= limits.stringBytes / 3
    const value = isQuick && !this.#isSuspicious(start, end) ? parse(this.#text.slice(start, end), scan.escapedName) : undefined
    if (value !== undefined && membersOf(value) === scan.members) {
      this.#take(value, bytes)
      return end
    }
    return this.#examine(start, limit, bytes)
  }

  /** The event's text may hold `__proto__`, `constructor.prototype` or an escape that spells something forbidden. */
  #isSuspicious(start: number, end: number): boolean {
    return this.#names.sees(start, end) || (this.#escapes.sees(start, end) && dangerousEscape.test(this.#text.slice(start, end)))
  }

  /** Takes or refuses an event that may not be what it seems, and answers where it really ends. */
  #examine(start: number, limit: number, bytes: number): number {
    const { end, syntax, problem, id } = examine(this.#text, start, limit)
    if (syntax) throw syntaxRefusal(this.#text, syntax)
    const found = bytes > limits.eventBytes ? eventTooLarge : problem
    if (found) this.#events.push({ problem: found, ...(id !== undefined && isShown(id, found) && { id }) })
    else this.#take(parseJson(this.#text.slice(start, end)), bytes)
    return end
  }

  #take(value: Json, bytes: number): void {
    this.#events.push(isObject(value) ? { value, bytes } : { problem: notAnObject })
  }

  #pastSpace(start: number, limit = this.#text.length): number {
    let at = start
    while (at < limit && isSpace(this.#text.charCodeAt(at))) at++
    return at
  }
}

/** An escaped surrogate, NUL, letter or underscore: the others can neither break a text nor spell a forbidden name. */
const dangerousEscape = /\\u(?:[dD][89a-fA-F]|00(?:00|[4-7]))/

const longestIdShown = 128
const isShown = (id: string, problem: Problem): boolean =>
  problem.pointer !== '/id' && id.length <= longestIdShown && id.isWellFormed() && !id.includes('\0')

const isObject = (value: Json): value is { readonly [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value, or nothing where the text is not JSON. */
function parse(text: string, escapedName: boolean): Json | undefined {
  try {
    return escapedName ? parseJson(text) : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How many members the objects in a value have together. Its depth is within `limits`. */
function membersOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) count += membersOf(item)
    return count
  }
  const object = value as { readonly [member: string]: Json }
  for (const name in object) {
    const inner = object[name]
    count += typeof inner === 'object' && inner !== null ? membersOf(inner) + 1 : 1
  }
  return count
}

const eventTooLarge: Problem = {
  code: 'event_too_large',
  detail: `The event is larger than ${limits.eventBytes} bytes of UTF-8. Split its changes over several events, or send a reference to what is large.`,
  pointer: '',
}
