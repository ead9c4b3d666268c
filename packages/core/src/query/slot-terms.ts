import { searchWords } from './search-words.ts'
import { type TermSign, termText } from './term.ts'

/** The terms that come from one slot, each once. Empty texts are none. */
export class SlotTerms {
  readonly texts = new Set<string>()

  /** That something is there, or is not. */
  addSign(key: string, sign: '?' | '!'): void {
    this.texts.add(key + sign)
  }

  addId(key: string, text: string | undefined): void {
    if (text !== undefined && text !== '') this.add(key, '=', text)
  }

  add(key: string, sign: TermSign, text: string): void {
    this.texts.add(termText(key, sign, text))
  }

  addWords(key: string, words: readonly string[]): void {
    for (const word of words) this.add(key, '~', word)
  }

  /** The words of a name, which free text finds too. */
  addName(key: string, words: readonly string[]): void {
    this.addWords(key, words)
    this.addWords('t', words)
  }

  /** A thing by `type/id`, by its type and by its id; free text finds the ids of records. */
  addRecord(key: string, type: string | undefined, id: string | undefined, isFree = true): void {
    this.addId(`${key}t`, type)
    this.addId(`${key}i`, id)
    if (type !== undefined && id !== undefined) this.addId(key, `${type}/${id}`)
    if (isFree && id !== undefined) this.addWords('t', searchWords(id))
  }
}
