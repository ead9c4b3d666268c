import { searchWords } from './search-words.ts'
import { termText } from './term.ts'

/** Longer texts seldom come again. */
const longestKept = 64
/** So many texts are kept of each kind. */
const keptAtMost = 4_000

/** What was made of texts that may come again; forgets all of them when they are too many. */
export class Remembered {
  readonly #kept = new Map<string, string>()
  readonly #make: (text: string) => string

  constructor(make: (text: string) => string) {
    this.#make = make
  }

  of(text: string): string {
    if (text.length > longestKept) return this.#make(text)
    const known = this.#kept.get(text)
    if (known !== undefined) return known
    if (this.#kept.size >= keptAtMost) this.#kept.clear()
    const made = this.#make(text)
    this.#kept.set(text, made)
    return made
  }
}

/** The words of a text as terms of one kind: lines, each behind a line break. */
export function wordLines(key: string, text: string): string {
  let lines = ''
  for (const word of new Set(searchWords(text))) lines += `\n${termText(key, '~', word)}`
  return lines
}
