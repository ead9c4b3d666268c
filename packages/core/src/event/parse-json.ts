import type { Json } from './event.ts'
import { isSpace } from './examine.ts'
import { Scan } from './scan.ts'

/**
 * `JSON.parse`, but right about the names of members. V8 from 12.8 on (Node 22 to 26, the browsers of those years) may
 * answer another name than the text has, where the name is written with an escape and an object with a similar name was
 * read before anywhere in the process (V8 issue 521080746): after `{"a":1,"\\":1}`, `{"a":1,"\n":1}` reads as the first.
 * Whoever reads what a stranger may have written, or what must be exact, reads it with this. As fast as `JSON.parse`
 * unless a name has an escape; then nesting is limited by the stack.
 *
 * @throws SyntaxError as `JSON.parse` does.
 * @example Object.keys(parseJson('{"\\u0061":1}'))[0] === 'a'
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text)
  if (!text.includes('\\')) return value
  const scan = new Scan()
  scan.run(text, pastSpace(text, 0), text.length, true)
  return scan.escapedName ? new Rereader(text).value() : value
}

/** Reads text that is known to be JSON, each name and scalar by itself, so that nothing read before has a say. */
class Rereader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): Json {
    this.#at = pastSpace(this.#text, this.#at)
    const unit = this.#text[this.#at]
    return unit === '{' ? this.#object() : unit === '[' ? this.#list() : JSON.parse(this.#scalar())
  }

  #object(): Json {
    const object = {}
    this.#each('}', () => {
      const name: string = JSON.parse(this.#scalar())
      this.#at = pastSpace(this.#text, this.#at) + 1
      // Not by assignment: that would set the prototype where the name is __proto__.
      Object.defineProperty(object, name, { value: this.value(), writable: true, enumerable: true, configurable: true })
    })
    return object
  }

  #list(): Json {
    const items: Json[] = []
    this.#each(']', () => items.push(this.value()))
    return items
  }

  /** Goes through what stands between brackets, and past the closing one. */
  #each(close: string, read: () => void): void {
    do {
      this.#at = pastSpace(this.#text, this.#at + 1)
      if (this.#text[this.#at] === close) break
      read()
      this.#at = pastSpace(this.#text, this.#at)
    } while (this.#text[this.#at] === ',')
    this.#at++
  }

  /** The text of the string, number or word that starts here. */
  #scalar(): string {
    const start = this.#at
    const scan = new Scan()
    scan.run(this.#text, start, this.#text.length)
    this.#at = scan.end
    return this.#text.slice(start, scan.end)
  }
}

function pastSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at++
  return at
}
