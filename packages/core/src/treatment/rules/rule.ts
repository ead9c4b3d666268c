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
  /** Matched against the text before the keyword and ending there (at most 128 characters): part of the secret. */
  readonly before?: RegExp
  /** Asked of the matched secret, for forms that ordinary words could also have. */
  readonly check?: (secret: string) => boolean
  /** The keyword must not continue a word: for short prefixes. */
  readonly apart?: true
}

type Options = Pick<TokenRule, 'check' | 'apart' | 'before'>

export const rule = (kind: string, label: SecretLabel, keywords: string, pattern: RegExp, options: Options = {}): TokenRule => ({
  kind,
  label,
  keywords: keywords.split(' '),
  pattern: new RegExp(pattern.source, pattern.flags.includes('y') ? pattern.flags : `${pattern.flags}y`),
  ...options,
})
