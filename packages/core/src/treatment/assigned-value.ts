import { classChanges, entropyBits } from './randomness.ts'
import type { SecretLabel } from './secret-mask.ts'

/** How sure the text is that a value follows: `=` and tags, then a colon, then "is" and "to", then nothing but a space. */
export type Certainty = 'assigned' | 'colon' | 'told' | 'beside'

const longestQuoted = 4096
/** As much of a value as is judged; all of it is hidden. */
const longestJudged = 160

/** A value as it stands in a text, without its quotes. */
export interface Value {
  readonly start: number
  readonly end: number
  readonly text: string
}

// A text may be JSON in JSON in JSON, with a quote escaped each time.
const opening = /\\{0,15}["'`“«]/y
/** As much of an unquoted value as is read before it is judged. */
export const longestBare = 160
const bare = /[^\s"'`<>]{1,160}/y

/** The value that stands at `at`: to its closing quote, or to the next space or list separator. Undefined for a mask and for nothing. */
export const readValue = (text: string, at: number, inQuery: boolean): Value | undefined => {
  if (text.startsWith('[hidden: ', at)) return undefined
  opening.lastIndex = at
  const quote = opening.exec(text)?.[0]
  if (quote !== undefined)
    return text.startsWith('[hidden: ', at + quote.length) ? undefined : quotedValue(text, at + quote.length, quote)
  bare.lastIndex = at
  const run = bare.exec(text)?.[0]
  if (run === undefined) return undefined
  const cut = cutBare(run, inQuery)
  return cut === '' ? undefined : { start: at, end: at + cut.length, text: cut }
}

const spacedDigits = /(["']?)((?:\d[ .-]?){11,18}\d)(?!\d)/y

/** A card number as somebody typed it, valid or not. */
export const readDigits = (text: string, at: number): Value | undefined => {
  spacedDigits.lastIndex = at
  const [, quote = '', digits] = spacedDigits.exec(text) ?? []
  return digits === undefined ? undefined : { start: at + quote.length, end: at + quote.length + digits.length, text: digits }
}

const quotedValue = (text: string, start: number, quote: string): Value | undefined => {
  const close = quote === '“' ? '”' : quote === '«' ? '»' : quote
  const near = text.slice(start, start + longestQuoted)
  let end = near.indexOf(close)
  while (end > 0 && near.charAt(end - 1) === '\\') end = near.indexOf(close, end + 1)
  if (end < 0) end = near.length
  return end === 0 ? undefined : { start, end: start + end, text: near.slice(0, end) }
}

/** Where an unquoted value stops: at the next `name=` of a list, at brackets and sentence marks at its end. */
const cutBare = (value: string, inQuery: boolean): string => {
  const stop = inQuery ? value.search(/[&#]|%26/) : value.search(/[;,&](?:[\w .-]{1,40}[=:]|$)/)
  const kept = stop < 0 ? value : value.slice(0, stop)
  return kept.replace(/[.,;)\]}]+$/, '').replace(/\\[nrt].*$/, '')
}

/** Names whose values are only ever digits (or short codes), and what of a value these are. */
export const digitsOnly: ReadonlyMap<SecretLabel, RegExp> = new Map([
  ['PIN', /^\d{4,8}(?![\w-])/],
  ['security code', /^\d{3,4}(?![\w-])/],
  ['one-time code', /^\d{4,8}(?![\w-])|^(?=[A-Za-z-]*\d)[A-Za-z0-9-]{6,32}$/],
  ['id number', /^\d{3}[ -]?\d{2}[ -]?\d{4}(?!\d)/],
])

/** Words that follow a secret's name in ordinary sentences and forms. */
const ordinaryWord =
  /^(?:\*+|[x•●·.…_-]+|null|nil|none|n\/?a|empty|blank|true|false|yes|no|on|off|ok|undefined|unknown|missing|absent|present|required|optional|hidden|secret|password|passwort|token|reset|change|update|new|old|never|always|same|weak|strong|medium|valid|invalid|active|inactive|enabled|disabled|default|pending|policy|field|string|text|number|boolean|forgotten|broken|wrong|correct|incorrect|unchanged|sent|set|unset|lost|stolen|given|shown|known|kept|redacted|filtered|masked|todo|tbd|changeit|the|a|an|and|or|for|by|in|of|to|is|was|user|admin|manual|automatic|rotation|expiry|expires|success|failure|failed|denied|[a-z]{3,}(?:ed|ing|ion|ment))$/i
/** `(unchanged)`, `[not shown`: a remark in place of a value. */
const remark = /^[([{]{1,2}\p{L}{2,}[)\]}]*$/u
const placeholder =
  /^(?:\$\{[^}]*\}?|\{\{[^}]*\}\}|\$[A-Z_][A-Z0-9_]*|%[A-Za-z_]*%?|<[^>]*>|\[hidden: .*|process\.env\..*|os\.environ.*|\[?redacted\]?)$/i
const dateOrTime = /^\d{1,4}[-./:]\d{1,2}(?:[-./:T ]|$)/
const amount = /^[+-]?\d{1,9}(?:[.,]\d{1,4})?%?$/
const counted =
  /^\d{1,3}[-\s]?(?:st|nd|rd|th|x|d|h|m|s|ms|days?|weeks?|months?|years?|hours?|minutes?|mins?|seconds?|chars?|characters?|times?|attempts?|users?|digits?)(?:[-\s][a-z]+)*$/i
const algorithm =
  /^(?:sha|md|aes|rsa|hs|rs|es|ps|pbkdf|bcrypt|argon|oauth|oidc|saml|base|utf|v|tls|http|x|p|q|h|fy|w)[-_]?\d{1,4}(?:[-_]\w{1,6})?$/i

/** Whether a value read after a secret's name is a secret, rather than a word of a sentence about it. */
export const acceptable = (whole: string, label: SecretLabel, certainty: Certainty): boolean => {
  const value = whole.slice(0, longestJudged)
  const digits = digitsOnly.get(label)
  if (digits !== undefined)
    return digits.test(value) && !(certainty === 'beside' && label === 'one-time code' && !/^\d/.test(value))
  if (label === 'card number') return /^[\d\s.-]{12,}$/.test(value) && value.replace(/\D/g, '').length >= 12
  if (value.length < 3 || ordinaryWord.test(value) || placeholder.test(value) || remark.test(value)) return false
  return label === 'password' ? isPassword(value, certainty) : isToken(value, certainty)
}

const isPassword = (value: string, certainty: Certainty): boolean => {
  // PWD is also a shell's name for the folder it is in.
  if (/^(?:~?\/[\w.-]+(?:\/|$)|[A-Za-z]:\\)/.test(value)) return false
  if (certainty === 'assigned') return true
  if (value.length < 4 || dateOrTime.test(value) || counted.test(value)) return false
  const kinds = kindsOf(value)
  if (certainty === 'colon') return kinds >= 2 || value.length >= 16 || /^\d{4,}$/.test(value)
  if (/^[^@\s]+@[\w-]+\.[\w.]+$/.test(value) || algorithm.test(value)) return false
  if (certainty === 'told')
    return value.length >= 6 && kinds >= 2 && !/^[A-Z]?[a-z]+(?:['’-][a-z]+)*[!?]*$/.test(value) && !amount.test(value)
  return value.length >= 8 && /[a-z]/.test(value) && /\d/.test(value) && /[A-Z]|[^\w.#/-]/.test(value)
}

const isToken = (value: string, certainty: Certainty): boolean => {
  if (dateOrTime.test(value) || counted.test(value) || /[ ()]/.test(value)) return false
  const mixed = kindsOf(value) >= 2 && /\d/.test(value)
  if (certainty === 'assigned')
    return value.length >= 6 && (mixed || /[a-z][A-Z]/.test(value) || value.length >= 12) && !amount.test(value)
  if (certainty === 'colon')
    return (
      (value.length >= 8 && mixed && !/^(?:[A-Z]?[a-z]{3,}|[A-Z]{3,})[-_#]?\d{1,4}$/.test(value)) ||
      (value.length >= 14 && classChanges(value) > 0.3)
    )
  return value.length >= (certainty === 'told' ? 12 : 16) && mixed && classChanges(value) >= 0.2 && entropyBits(value) >= 3
}

/** How many of lower case, upper case inside the word, digit and other character a value has. */
const kindsOf = (value: string): number =>
  Number(/[a-z]/.test(value)) +
  Number(/.[A-Z]/.test(value)) +
  Number(/\d/.test(value)) +
  Number(/[^\w\p{L}\p{M}.,!?:;'’-]|[^\w\p{L}\p{M}\s'’.,-](?=.)/u.test(value))
