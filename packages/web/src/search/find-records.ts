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
 * The query that finds the records somebody means by a number (`482`, `#1842`), a kind and a number (`customer 482`) or a
 * name; undefined where what is asked are no bare words.
 */
export const recordQuery = (q: string): string | undefined => {
  const words = wordsAsked(q)
  const last = words?.at(-1)
  if (words === undefined || last === undefined || words.join(' ').length < 2) return undefined
  const kind = words.slice(0, -1).join('_').toLowerCase()
  const isNumber = /\d/.test(last)
  const values: readonly Wanted[] = [
    isNumber ? { match: 'is', text: words.join(' ') } : { match: 'prefix', text: words.join(' ') },
    ...(isNumber && kind !== '' ? [{ match: 'is', text: `${kind}/${last}` } as const] : []),
  ]
  const asked: Query = { kind: 'filter', filter: 'object', values }
  return formatQuery(asked)
}
