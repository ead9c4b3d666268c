import { filterNames } from './query.ts'

/** The words that may stand before a colon. */
export const queryWords = [...filterNames, 'field', 'before', 'after', 'at', 'from', 'to', 'upto'] as const
export type QueryWord = (typeof queryWords)[number]

/** A filter by the name that somebody typed: capitals, `_` and `-` do not matter. */
export const filterNamed = (typed: string): QueryWord | undefined => byLetters.get(letters(typed))

const letters = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')
const byLetters: ReadonlyMap<string, QueryWord> = new Map(queryWords.map((name) => [letters(name), name]))
