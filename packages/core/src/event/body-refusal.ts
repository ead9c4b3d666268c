import { Refusal } from '../refusal.ts'
import type { SyntaxFault } from './examine.ts'
import { limits } from './limits.ts'

/** The refusals of a whole body, for the gate. */

export const noEvents = (what: string): Refusal =>
  new Refusal({
    code: 'no_events',
    detail: `${what} Send one event, an array of events, or one event a line as application/x-ndjson.`,
  })

export const tooManyEvents = (): Refusal =>
  new Refusal({
    code: 'too_many_events',
    detail: `A request may carry ${limits.eventsPerRequest} events. Send the rest in further requests.`,
  })

const invalidUnicode = (detail: string): Refusal => new Refusal({ code: 'invalid_unicode', detail })

export const halfSurrogate = (): Refusal =>
  invalidUnicode('The body contains half of a surrogate pair, so it is not Unicode text. Send UTF-8.')

/** A body that is not JSON, with the place. A NUL or a byte order mark at that place is what is really wrong with it. */
export function syntaxRefusal(text: string, { at, expected }: SyntaxFault): Refusal {
  const where = placeOf(text, at)
  const unit = text[at]
  if (unit === '\0') return invalidUnicode(`The body contains a NUL at ${where}. Send UTF-8 text without it.`)
  if (unit === '\ufeff') return invalidUnicode(`The body contains a byte order mark at ${where}. Send UTF-8 without it.`)
  return new Refusal({ code: 'invalid_json', detail: `The body is not valid JSON at ${where}: expected ${expected}.` })
}

/** Line and column, both from 1, columns counted in characters. */
function placeOf(text: string, at: number): string {
  let line = 1
  let column = 1
  for (let before = 0; before < at; before++) {
    const unit = text.charCodeAt(before)
    if (unit === 0x0a) {
      line++
      column = 1
    } else if (unit < 0xdc00 || unit > 0xdfff) column++
  }
  return `line ${line}, column ${column}`
}
