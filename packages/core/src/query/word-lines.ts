import { isOpaqueText } from './change-values.ts'
import { searchWords } from './search-words.ts'
import { pairTerm, termText } from './term.ts'

/** Longer texts seldom come again. */
const longestKept = 64
/** So many texts are kept of each kind. */
const keptAtMost = 4_000

/**
 * Terms as lines, each behind a line break. Those of words are remembered, since names, roles, statuses and fields come
 * again and again: cutting, folding and encoding them is most of the work of an index.
 */
export class WordLines {
  readonly #kept = new Map<string, Map<string, string>>()

  /** A line for each word of a text. */
  of(key: string, text: string): string {
    return this.#remembered(key, text, wordLines)
  }

  /** The words of a text behind a field: one line for each, `pairTerm`. */
  pairs(field: string, text: string): string {
    return this.#remembered(field, text, pairLines, this.#pairs)
  }
  readonly #pairs = new Map<string, Map<string, string>>()

  #remembered(key: string, text: string, make: (key: string, text: string) => string, kept = this.#kept): string {
    if (text.length > longestKept || isOpaqueText(text)) return make(key, text)
    let mine = kept.get(key)
    if (mine === undefined || mine.size >= keptAtMost) {
      if (kept.size >= keptAtMost) kept.clear()
      mine = new Map()
      kept.set(key, mine)
    }
    let lines = mine.get(text)
    if (lines === undefined) {
      lines = make(key, text)
      mine.set(text, lines)
    }
    return lines
  }
}

const wordLines = (key: string, text: string): string => {
  let lines = ''
  for (const word of new Set(searchWords(text))) lines += `\n${termText(key, '~', word)}`
  return lines
}

const pairLines = (field: string, text: string): string => {
  let lines = ''
  for (const word of new Set(searchWords(text))) lines += `\n${pairTerm('fv', field, '~', word).text}`
  return lines
}
