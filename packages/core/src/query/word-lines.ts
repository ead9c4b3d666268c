import { searchWords } from './search-words.ts'
import { termText } from './term.ts'

/** Longer texts seldom come again. */
const longestKept = 64
/** So many texts are kept of each kind. */
const keptAtMost = 4_000
/** A text that comes again after more others than about so many comes as a new one. */
const seenAtMost = 2_048

/**
 * What was made of texts that may come again; forgets all of them when they are too many. A text is kept when it comes a
 * second time: most values come once, and what is kept of them is carried about by the collector.
 */
export class Remembered {
  readonly #kept = new Map<string, string>()
  readonly #seen = new Seen()
  readonly #make: (text: string) => string
  readonly #tell: () => void

  /** `tell` hears of each text that is kept. */
  constructor(make: (text: string) => string, tell: () => void = () => {}) {
    this.#make = make
    this.#tell = tell
  }

  of(text: string): string {
    if (text.length > longestKept) return this.#make(text)
    const known = this.#kept.get(text)
    if (known !== undefined) return known
    const made = this.#make(text)
    if (this.#seen.isSecond(text)) {
      if (this.#kept.size >= keptAtMost) this.#kept.clear()
      this.#kept.set(text, inOnePiece(made))
      this.#tell()
    }
    return made
  }
}

/**
 * The same text, copied. One that was put together from pieces would be put together again with everything that it is added
 * to, and would keep what the pieces were cut from.
 */
export const inOnePiece = (lines: string): string => lines.split('\n').join('\n')

/** Which texts came lately, by a number of each: now and then wrong, which costs a place or a second look. */
class Seen {
  #numbers: Int32Array | undefined

  isSecond(text: string): boolean {
    this.#numbers ??= new Int32Array(seenAtMost)
    let number = text.length
    for (let at = 0; at < text.length; at++) number = (Math.imul(number, 31) + text.charCodeAt(at)) | 0
    const place = (number >>> 1) % seenAtMost
    if (this.#numbers[place] === number) return true
    this.#numbers[place] = number
    return false
  }
}

/** The words of a text as terms of one kind: lines, each behind a line break. */
export function wordLines(key: string, text: string): string {
  let lines = ''
  for (const word of wordTerms(text)) lines += `\n${key}${word}`
  return lines
}

/** The words of a text, each once, as terms without their key. */
export function wordTerms(text: string): readonly string[] {
  const words = searchWords(text)
  const terms: string[] = []
  // A few are sooner looked through than put into a set.
  const distinct = words.length > 8 ? [...new Set(words)] : words.filter((word, at) => words.indexOf(word) === at)
  for (const word of distinct) terms.push(termText('', '~', word))
  return terms
}
