import type { Json } from '../event/event.ts'

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
    return Math.abs(expected.length - letters.length) <= most && distance(expected, letters, most) <= most
  })
}

const plainLetters = (text: string): string =>
  text
    .slice(0, 64)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Letters to insert, drop or replace (Levenshtein); stops counting once it is over `most`. */
function distance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
    if (Math.min(...row) > most) return most + 1
  }
  return row[b.length] ?? 0
}
