import type { SecretLabel } from '../secret-mask.ts'

/**
 * One kind of secret with a form of its own. `pattern` is sticky and is tried where one of the `keywords` was seen (letters in any
 * case, a digit for any digit; the pattern decides exactly), so that an ordinary text never meets it. Every repetition in a
 * pattern is bounded or cannot be entered twice from within its own match: the work stays linear in the length of the text.
 * A group named `keep` at the pattern's start stays readable; what follows it is the secret.
 */
export interface TokenRule {
  readonly kind: string
  readonly label: SecretLabel
  readonly keywords: readonly string[]
  readonly pattern: RegExp
  /** Characters directly before the keyword that belong to the secret, for a keyword in its middle or at its end. */
  readonly before?: RunBefore
  /** Asked of the matched secret, for forms that ordinary words could also have. */
  readonly check?: (secret: string) => boolean
  /** The keyword must not continue a word: for short prefixes. */
  readonly apart?: true
}

/** A run of at least `least` characters of one set; all of it up to `most` is taken. */
export interface RunBefore {
  readonly of: 'digit' | 'alphanumeric' | 'token'
  readonly least: number
  readonly most: number
}

type Options = Pick<TokenRule, 'check' | 'apart' | 'before'>

export const rule = (kind: string, label: SecretLabel, keywords: string, pattern: RegExp, options: Options = {}): TokenRule => ({
  kind,
  label,
  keywords: keywords.split(' '),
  pattern: new RegExp(pattern.source, pattern.flags.includes('y') ? pattern.flags : `${pattern.flags}y`),
  ...options,
})

const runCharacters: Readonly<Record<RunBefore['of'], RegExp>> = {
  digit: /\d/,
  alphanumeric: /[A-Za-z0-9]/,
  token: /[A-Za-z0-9_~.-]/,
}

/** Length of the run before `at`, or undefined when it is too short. */
export const runBefore = (text: string, at: number, { of, least, most }: RunBefore): number | undefined => {
  let length = 0
  while (length < most && at - length > 0 && runCharacters[of].test(text.charAt(at - length - 1))) length++
  return length < least ? undefined : length
}
