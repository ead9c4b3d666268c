import { formatQuery, parseQuery, type Query, type Wanted } from '@daybook/core'

/** The words of a query that is nothing but words; undefined for anything else. */
export const wordsAsked = (q: string): readonly string[] | undefined => {
  try {
    const query = parseQuery(q)
    const parts = query.kind === 'and' ? query.parts : [query]
    const texts = parts.map((part) => (part.kind === 'text' ? part.text.replaceAll('#', ' ').trim() : ''))
    return texts.length === 0 || texts.includes('') ? undefined : texts.flatMap((text) => text.split(/\s+/))
  } catch {
    return undefined
  }
}

/**
 * The query that finds the records somebody means by a number (`482`, `#1842`), a kind and a number among other words
 * (`customer 482 billing status`) or a name; undefined where what is asked are no bare words.
 */
export const recordQuery = (q: string): string | undefined => {
  const words = wordsAsked(q)
  const text = words?.join(' ') ?? ''
  if (words === undefined || text.length < 2) return undefined
  const isNumbered = /\d/.test(words.at(-1) ?? '')
  const values: readonly Wanted[] = [
    isNumbered ? { match: 'is', text } : { match: 'prefix', text },
    ...numbered(words).map((name) => ({ match: 'is', text: name }) as const),
  ]
  const asked: Query = { kind: 'filter', filter: 'object', values }
  return formatQuery(asked)
}

/** `order/1842`, for the first word with a digit: its kind is the word before it, or all of them. */
const numbered = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex((word) => /\d/.test(word))
  if (at < 1) return []
  const kinds = [words.slice(0, at).join('_'), words[at - 1] ?? '']
  return [...new Set(kinds)].map((kind) => `${kind.toLowerCase()}/${words[at]}`)
}
