import { badQuery } from './bad-query.ts'
import type { Piece } from './scan-query.ts'
import { searchWords } from './search-words.ts'

/** What one query may hold. Over a limit is refused with a sentence. */
export const queryLimits = {
  /** Of the text, in UTF-16 units. */
  characters: 4_000,
  /** Words, texts in quotes and values of filters together. */
  atoms: 200,
  /** Of all those together, as they are compared (`searchWords`). */
  words: 1_000,
  /** Parentheses in parentheses. */
  nesting: 16,
} as const

/** Counts what a query holds, and refuses what is too much. */
export class AtomCount {
  #atoms = 0
  #words = 0

  add(piece: Piece, pointer: string): void {
    this.#atoms++
    this.#words += searchWords(piece.text).length
    if (this.#atoms > queryLimits.atoms) {
      throw badQuery(piece.from, `the query has more than the ${queryLimits.atoms} words and values that are read`, pointer)
    }
    if (this.#words > queryLimits.words) {
      throw badQuery(piece.from, `the query has more than the ${queryLimits.words} words that are compared`, pointer)
    }
  }
}
