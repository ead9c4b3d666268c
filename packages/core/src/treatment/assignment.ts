import { classChanges, entropyBits } from './randomness.ts'
import type { SecretLabel } from './secret-mask.ts'
import { secretLabelOf } from './secret-name.ts'
import { harmlessAfter } from './secret-words.ts'

/** A value that stands after a secret's name in running text, with what its mask says. */
export interface AssignedSecret {
  readonly start: number
  readonly end: number
  readonly label: SecretLabel
}

/** How sure the text is that a value follows: `=` and tags, then a colon, then "is" and "to", then nothing but a space. */
type Certainty = 'assigned' | 'colon' | 'told' | 'beside'

const longestName = 64
const longestQuoted = 4096
/** As much of a value as is judged; all of it is hidden. */
const longestJudged = 256
const gap = '(?:\\[[^\\]\\n]{0,24}\\])?\\\\?["\'`”]?(?:\\s?\\([^)\\n]{0,30}\\))?'
const assigned = new RegExp(`${gap}\\s{0,8}(?::=|=>|={1,3}|%3[dD]|\\\\u003[dD])\\s{0,8}`, 'y')
const colon = new RegExp(`${gap}\\s{0,8}(?:::?|：|->|→|\\|)\\s{0,8}`, 'y')
const told =
  /(?:\s{1,3}(?:is|was|are|now|still|set|changed|reset|updated|to|as|ist|lautet|war|auf|es|era|est|é|è|:|=|–|-)){1,4}\s{1,3}[:=]?\s{0,2}/iy
const beside = /\s{1,3}/y
const separators = [
  [assigned, 'assigned'],
  [colon, 'colon'],
  [told, 'told'],
  [beside, 'beside'],
] as const
const otherScriptsSeparator = /\s{0,4}(?:[:：=]|是|为|為|は|が|은|는|이|это|—|–|-)\s{0,4}/y

/**
 * The value given to a secret's name at `at` ("password=…", `"apiKey": "…"`, "the PIN is …", `--token …`, `<secret>…</secret>`),
 * or undefined where no value follows, where the name only speaks *about* a secret, or where the value is a word such as "expired".
 */
export const assignedAt = (text: string, at: number, keywordEnd: number): AssignedSecret | undefined => {
  const start = nameStart(text, at)
  const end = nameEnd(text, keywordEnd)
  const name = text.slice(start, end).replace(/^[-_.]+/, '')
  const label = end - start > longestName ? undefined : secretLabelOf(name)
  if (label === undefined || isHarmless(text, start, name)) return undefined
  const found = valueAfter(text, start, end, label)
  // In India a PIN code is a postal code, of six digits.
  if (label === 'PIN' && /code/i.test(name) && found !== undefined && found.end - found.start === 6) return undefined
  return found
}

/** The same for names in scripts without an automaton column: the caller has found the name. */
export const assignedAfterForeignName = (text: string, end: number): AssignedSecret | undefined => {
  otherScriptsSeparator.lastIndex = end
  const match = otherScriptsSeparator.exec(text)
  if (match === null) return undefined
  const value = readValue(text, end + match[0].length, false)
  return value !== undefined && acceptable(value.text, 'password', 'colon')
    ? { start: value.start, end: value.end, label: 'password' }
    : undefined
}

const isNameCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 45 ||
  (code >= 192 && code < 592)

const nameStart = (text: string, at: number): number => {
  let start = at
  while (start > 0 && at - start <= longestName && (isNameCode(text.charCodeAt(start - 1)) || text.charAt(start - 1) === '.'))
    start--
  // The n of an escaped line end is no part of the name after it.
  return start > 0 && start < at && text.charAt(start - 1) === '\\' ? start + 1 : start
}

const nameEnd = (text: string, keywordEnd: number): number => {
  let end = keywordEnd
  while (end > 0 && !isNameCode(text.charCodeAt(end - 1))) end--
  const limit = end + longestName + 1
  while (end < limit && end < text.length && isNameCode(text.charCodeAt(end))) end++
  return end
}

const isHarmless = (text: string, start: number, name: string): boolean => {
  const harmless = harmlessAfter[name.toLowerCase().replace(/[_-]/g, ' ')]
  if (harmless === undefined) return false
  const before = /([A-Za-z]+)[\s_-]$/.exec(text.slice(Math.max(0, start - 24), start))?.[1]
  return before !== undefined && harmless.has(before.toLowerCase())
}

const valueAfter = (text: string, start: number, end: number, label: SecretLabel): AssignedSecret | undefined => {
  const separator = separatorAt(text, start, end)
  if (separator === undefined) return undefined
  const inQuery = /[?&]/.test(text.charAt(start - 1)) || separator.percentEncoded
  const value = readValue(text, separator.end, inQuery)
  if (value === undefined || !acceptable(value.text.slice(0, longestJudged), label, separator.certainty)) return undefined
  return { start: value.start, end: value.start + hiddenLength(text, value, label), label }
}

/** All of the value; of a value of digits only these; of a run longer than was read, all of the run. */
const hiddenLength = (text: string, value: Value, label: SecretLabel): number => {
  const digits = digitsOnly.get(label)?.exec(value.text)?.[0]
  if (digits !== undefined) return digits.length
  if (value.text.length < longestBare) return value.text.length
  restOfBare.lastIndex = value.end
  return value.text.length + (restOfBare.exec(text)?.[0].length ?? 0)
}

interface Separator {
  readonly end: number
  readonly certainty: Certainty
  readonly percentEncoded: boolean
}

const separatorAt = (text: string, start: number, end: number): Separator | undefined => {
  if (text.charAt(start - 1) === '<' && text.charAt(end) === '>')
    return { end: end + 1, certainty: 'assigned', percentEncoded: false }
  for (const [pattern, certainty] of separators) {
    pattern.lastIndex = end
    const match = pattern.exec(text)?.[0]
    if (match === undefined) continue
    const sure = certainty === 'beside' && text.startsWith('--', start) ? 'assigned' : certainty
    return { end: end + match.length, certainty: sure, percentEncoded: match.startsWith('%') }
  }
  return undefined
}

interface Value {
  readonly start: number
  readonly end: number
  readonly text: string
}

const opening = /\\?["'`“«]/y
const longestBare = 1024
const bare = /[^\s"'`<>]{1,1024}/y
const restOfBare = /[^\s"'`<>]*/y

const readValue = (text: string, at: number, inQuery: boolean): Value | undefined => {
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

const quotedValue = (text: string, start: number, quote: string): Value | undefined => {
  const close = quote === '“' ? '”' : quote === '«' ? '»' : quote
  const near = text.slice(start, start + longestQuoted)
  let end = near.indexOf(close)
  while (end > 0 && close.length === 1 && near.charAt(end - 1) === '\\') end = near.indexOf(close, end + 1)
  if (end < 0) end = near.length
  return end === 0 ? undefined : { start, end: start + end, text: near.slice(0, end) }
}

/** Where an unquoted value stops: at the next `name=` of a list, at brackets and sentence marks at its end. */
const cutBare = (value: string, inQuery: boolean): string => {
  const stop = inQuery ? value.search(/[&#]|%26/) : value.search(/[;,&](?:[\w .-]{1,40}[=:]|$)/)
  const kept = stop < 0 ? value : value.slice(0, stop)
  return kept.replace(/[.,;)\]}]+$/, '').replace(/\\[nrt].*$/, '')
}

const digitsOnly: ReadonlyMap<SecretLabel, RegExp> = new Map([
  ['PIN', /^\d{4,8}(?![\w-])/],
  ['security code', /^\d{3,4}(?![\w-])/],
  ['one-time code', /^\d{4,8}(?![\w-])|^(?=[A-Za-z-]*\d)[A-Za-z0-9-]{6,32}$/],
  ['id number', /^\d{3}[ -]?\d{2}[ -]?\d{4}(?!\d)/],
])

/** Words that follow a secret's name in ordinary sentences and forms. */
const ordinaryWord =
  /^(?:\*+|[x•●·.…_-]+|null|nil|none|n\/?a|empty|blank|true|false|yes|no|on|off|ok|undefined|unknown|missing|absent|present|required|optional|hidden|secret|password|passwort|token|reset|change|update|new|old|never|always|same|weak|strong|medium|valid|invalid|active|inactive|enabled|disabled|default|pending|policy|field|string|text|number|boolean|forgotten|broken|wrong|correct|incorrect|unchanged|sent|set|unset|lost|stolen|given|shown|known|kept|redacted|filtered|masked|todo|tbd|changeit|the|a|an|and|or|for|by|in|of|to|is|was|user|admin|manual|automatic|rotation|expiry|expires|success|failure|failed|denied|\w{3,}(?:ed|ing|ion|ment))$/i
const placeholder =
  /^(?:\$\{[^}]*\}|\{\{[^}]*\}\}|\$[A-Z_][A-Z0-9_]*|%[A-Za-z_]*%?|<[^>]*>|\[hidden: .*|process\.env\..*|os\.environ.*|\[?redacted\]?)$/i
const dateOrTime = /^\d{1,4}[-./:]\d{1,2}(?:[-./:T ]|$)/
const amount = /^[+-]?\d{1,9}(?:[.,]\d{1,4})?%?$/
const counted =
  /^\d{1,3}[-\s]?(?:st|nd|rd|th|x|d|h|m|s|ms|days?|weeks?|months?|years?|hours?|minutes?|mins?|seconds?|chars?|characters?|times?|attempts?|users?|digits?)/i
const algorithm = /^(?:sha|md|aes|rsa|hs|rs|es|ps|pbkdf|bcrypt|argon|oauth|oidc|saml|base|utf|v|tls|http|x|p|q|h|fy|w)[-_]?\d/i

const acceptable = (value: string, label: SecretLabel, certainty: Certainty): boolean => {
  const digits = digitsOnly.get(label)
  if (digits !== undefined)
    return digits.test(value) && !(certainty === 'beside' && label === 'one-time code' && !/^\d/.test(value))
  if (ordinaryWord.test(value) || placeholder.test(value) || value.length < 3) return false
  if (label === 'card number') return value.replace(/\D/g, '').length >= 12 && /^[\d\s.-]+$/.test(value)
  if (label === 'authorization' || label === 'cookie' || label === 'credential') return isToken(value, certainty)
  return label === 'password' ? isPassword(value, certainty) : isToken(value, certainty)
}

const isPassword = (value: string, certainty: Certainty): boolean => {
  if (certainty === 'assigned') return true
  if (value.length < 4 || dateOrTime.test(value) || counted.test(value)) return false
  const kinds = kindsOf(value)
  if (certainty === 'colon') return kinds >= 2 || value.length >= 16 || /^\d{4,}$/.test(value) || /^[a-z]{6,}$/.test(value)
  if (/^[^@\s]+@[\w-]+\.[\w.]+$/.test(value) || algorithm.test(value)) return false
  if (certainty === 'told')
    return value.length >= 6 && kinds >= 2 && !/^[A-Z]?[a-z]+(?:['’-][a-z]+)*[!?]*$/.test(value) && !amount.test(value)
  return value.length >= 8 && /[a-z]/.test(value) && /\d/.test(value) && /[A-Z]|[^\w.#/-]/.test(value)
}

const isToken = (value: string, certainty: Certainty): boolean => {
  if (dateOrTime.test(value) || counted.test(value) || (value.includes(' ') && entropyBits(value) < 3.8)) return false
  const mixed = kindsOf(value) >= 2 && /\d/.test(value)
  if (certainty === 'assigned')
    return value.length >= 6 && (mixed || /[a-z][A-Z]/.test(value) || value.length >= 12) && !amount.test(value)
  if (certainty === 'colon')
    return (
      (value.length >= 8 && mixed && !/^\D{4,}[-_ #]?\d{1,4}$/.test(value)) || (value.length >= 20 && classChanges(value) > 0.3)
    )
  return value.length >= (certainty === 'told' ? 12 : 16) && mixed && classChanges(value) >= 0.2 && entropyBits(value) >= 3
}

/** How many of lower case, upper case inside the word, digit and other character a value has. */
const kindsOf = (value: string): number =>
  Number(/[a-z]/.test(value)) +
  Number(/.[A-Z]/.test(value)) +
  Number(/\d/.test(value)) +
  Number(/[^\w.,!?:;'’-]|[^\w\s'’.,-](?=.)/.test(value))
