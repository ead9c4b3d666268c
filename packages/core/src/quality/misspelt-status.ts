import type { Json } from '../event/event.ts'
import { lettersApart } from './letters-apart.ts'

/**
 * The declared status that a value seems to be a misspelling of: the same letters in another case or with other
 * separators, or one or two letters off. Undefined for a declared value and for an honest side state ("On hold").
 */
export function misspeltStatus(value: Json, sequence: readonly string[]): string | undefined {
  if (typeof value !== 'string' || value === '' || sequence.includes(value)) return undefined
  const letters = plainLetters(value)
  return sequence.find((declared) => {
    const expected = plainLetters(declared)
    if (expected === letters) return true
    const most = expected.length >= 8 ? 2 : expected.length >= 5 ? 1 : 0
    return Math.abs(expected.length - letters.length) <= most && lettersApart(expected, letters, most) <= most
  })
}

const plainLetters = (text: string): string =>
  text
    .slice(0, 64)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
