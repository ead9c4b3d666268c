import { isPlainWord, recordText, termText } from './term.ts'
import { Remembered, wordLines } from './word-lines.ts'

/** Takes terms of a slot as lines, each behind a line break; none where the text is empty. */
export type PutTerms = (slot: string, lines: string) => void

const wordsOf = (key: string): Remembered => new Remembered((text) => wordLines(key, text))

/** What is remembered of names by their words, and of values that are few, by the keys of their terms. */
export class Words {
  readonly on = wordsOf('on')
  readonly qn = wordsOf('qn')
  readonly cn = wordsOf('cn')
  readonly ow = wordsOf('ow')
  readonly bf = wordsOf('bf')
  readonly ro = wordsOf('ro')
  readonly st = wordsOf('st')
  readonly t = wordsOf('t')
  readonly ca = new Remembered((category) => idLine('ca', category))
  readonly u = new Remembered((outcome) => idLine('u', outcome))
  readonly x = new Remembered((defect) => `${idLine('x', defect)}\nx?`)
}

export const idLine = (key: string, text: string | undefined): string =>
  text === undefined || text === '' ? '' : `\n${termText(key, '=', text)}`

export const wordsIn = (words: Remembered, text: string | undefined): string =>
  text === undefined || text === '' ? '' : words.of(text)

/** The words of a name that few events have; free text finds names by their own terms or by these. */
export const rareName = (own: Remembered, { t }: Words, text: string | undefined): string => wordsIn(own, text) + wordsIn(t, text)

/** A thing by its id and type, and by its type. */
export function recordLines(key: string, type: string | undefined, id: string | undefined): string {
  const kind = idLine(`${key}t`, type)
  return id === undefined ? kind : `${kind}\n${recordText(key, type, id)}`
}

/** The words of an id that free text does not find by its term. */
export const idWords = (text: string | undefined): string => (text === undefined || isPlainWord(text) ? '' : wordLines('t', text))
