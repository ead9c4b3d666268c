import { type SecretLabel, withoutSecretMasks } from './secret-mask.ts'
import {
  harmlessAfter,
  notSecretBefore,
  passwordInOtherScripts,
  runTogether,
  secretPhrases,
  stillSecret,
  wholeNames,
} from './secret-words.ts'

const phrases: ReadonlyMap<string, SecretLabel> = new Map(
  secretPhrases.flatMap(([label, list]) => list.flatMap((phrase) => spellings(phrase).map((text) => [text, label] as const))),
)
const longestPhrase = 4
const rememberedNames = 8192
const longestRemembered = 96
const remembered = new Map<string, SecretLabel | undefined>()

function spellings(phrase: string): readonly string[] {
  const joined = phrase.replaceAll(' ', '')
  return joined.length > 5 && joined !== phrase ? [phrase, joined] : [phrase]
}

/**
 * True when a member, field or variable of this name holds a secret: passwords, tokens, keys, full payment details. Compared
 * word by word, whatever the case and separators (`apiKey`, `API_KEY`, `x-api-key`), in several languages. A name *about* a
 * secret is not one: `tokenCount`, `passwordChangedAt`, `hasPassword`, `publicKey`.
 *
 * @example
 * isSecretName('clientSecret') // true
 * isSecretName('passwordChangedAt') // false
 */
export const isSecretName = (name: string): boolean => secretLabelOf(name) !== undefined

/** What the mask says where the value of a secret name stood; undefined for a name that is none. */
export const secretLabelOf = (name: string): SecretLabel | undefined => {
  if (name.length > longestRemembered) return name.length > 512 ? undefined : judge(name)
  if (remembered.has(name)) return remembered.get(name)
  // Names come from data, so what is remembered has a bound.
  if (remembered.size >= rememberedNames) remembered.clear()
  const label = judge(name)
  remembered.set(name, label)
  return label
}

const judge = (name: string): SecretLabel | undefined => {
  if (name.length < 2) return undefined
  const words = wordsOf(withoutSecretMasks(name))
  const whole = wholeNames.get(words.join(' '))
  if (whole !== undefined) return whole
  if (notSecretBefore.has(words[0] ?? '')) return undefined
  for (let from = 0; from < words.length; from++) {
    const label = secretAt(words, from)
    if (label !== undefined) return label
  }
  return name.search(passwordInOtherScripts) === 0 ? 'password' : undefined
}

const secretAt = (words: readonly string[], from: number): SecretLabel | undefined => {
  for (let length = Math.min(longestPhrase, words.length - from); length > 0; length--) {
    const phrase = words.slice(from, from + length).join(' ')
    const label = phrases.get(phrase)
    if (label === undefined || !isTail(words, from + length)) continue
    if (from > 0 && harmlessAfter.get(phrase)?.has(words[from - 1] ?? '')) return undefined
    return label
  }
  return isTail(words, from + 1) ? labelInside(words[from] ?? '') : undefined
}

const isTail = (words: readonly string[], from: number): boolean => {
  for (let i = from; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!stillSecret.has(word) && !isNumber(word)) return false
  }
  return true
}

const isNumber = (word: string): boolean => /^\d{1,3}$/.test(word)

const labelInside = (word: string): SecretLabel | undefined => {
  for (const [part, label] of runTogether) {
    if (word.endsWith(part))
      return word.length === part.length || !harmlessAfter.get(part)?.has(word.slice(0, -part.length)) ? label : undefined
    if (word.startsWith(part) && stillSecret.has(word.slice(part.length))) return label
  }
  return undefined
}

/** `userAPIKey2` → user, api, key, 2; accents go, letters of other scripts stay out (they are asked for separately). */
const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z])(\d)/gi, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
