import { acceptable, type Certainty, digitsOnly, longestBare, readDigits, readValue, type Value } from './assigned-value.ts'
import type { SecretLabel } from './secret-mask.ts'
import { secretLabelOf } from './secret-name.ts'
import { harmlessAfter } from './secret-words.ts'

/** A value that stands after a secret's name in running text, with what its mask says. */
export interface AssignedSecret {
  readonly start: number
  readonly end: number
  readonly label: SecretLabel
}

const longestName = 64
const gap = '(?:\\[[^\\]\\n]{0,24}\\])?\\\\{0,15}["\'`”]?(?:\\s?\\([^)\\n]{0,30}\\))?'
const assigned = new RegExp(`${gap}\\s{0,8}(?::=|=>|={1,3}|%3[dD]|\\\\u003[dD])\\s{0,8}`, 'y')
const colon = new RegExp(`${gap}\\s{0,8}(?:::?|：|->|→)\\s{0,8}`, 'y')
const told =
  /(?:\s{1,3}(?:is|was|are|now|still|set|changed|reset|updated|to|as|ist|lautet|war|auf|es|era|est|é|è|:|=|–|-)){1,4}\s{1,3}[:=]?\s{0,2}/iy
const beside = /\s{1,3}/y
const restOfBare = /[^\s"'`<>]*/y
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
  const harmless = harmlessAfter.get(name.toLowerCase().replace(/[_-]/g, ' '))
  if (harmless === undefined) return false
  const before = /([A-Za-z]+)[\s_-]$/.exec(text.slice(Math.max(0, start - 24), start))?.[1]
  return before !== undefined && harmless.has(before.toLowerCase())
}

const valueAfter = (text: string, start: number, end: number, label: SecretLabel): AssignedSecret | undefined => {
  const separator = separatorAt(text, start, end)
  if (separator === undefined) return undefined
  const inQuery = /[?&]/.test(text.charAt(start - 1)) || separator.percentEncoded
  const value = label === 'card number' ? readDigits(text, separator.end) : readValue(text, separator.end, inQuery)
  if (value === undefined) return undefined
  // A quoted name with a quoted value is a member of some JSON: as sure as an equals sign.
  const isMember = separator.certainty === 'colon' && /["']/.test(text.charAt(value.start - 1)) && /["'\\]/.test(text.charAt(end))
  if (!acceptable(value.text, label, isMember ? 'assigned' : separator.certainty)) return undefined
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

/** Nothing but a space between name and value: an option of a command line, or "with password …". */
const certaintyBeside = (text: string, start: number): Certainty => {
  if (text.startsWith('--', start)) return 'assigned'
  return /\b(?:with|using|my|temporary|temp|initial|default|mit|avec|con|com)\s$/i.test(
    text.slice(Math.max(0, start - 12), start),
  )
    ? 'told'
    : 'beside'
}

const separatorAt = (text: string, start: number, end: number): Separator | undefined => {
  if (text.charAt(start - 1) === '<' && text.charAt(end) === '>')
    return { end: end + 1, certainty: 'assigned', percentEncoded: false }
  for (const [pattern, certainty] of separators) {
    pattern.lastIndex = end
    const match = pattern.exec(text)?.[0]
    if (match === undefined) continue
    const sure = certainty === 'beside' ? certaintyBeside(text, start) : certainty
    return { end: end + match.length, certainty: sure, percentEncoded: match.startsWith('%') }
  }
  return undefined
}
