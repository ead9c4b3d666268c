/**
 * What core's terms are made of (`termsOf`): one word that the tokenizer of the table keeps byte for byte. It would fold
 * capitals and part terms at spaces, so anything else is a defect and must not be indexed as something else.
 */
const wordsOfTerms = /^[a-z0-9_.\-/@%+*=~#?!:\n]*$/

/** The terms of one visibility class, as lines each behind a line break, as the text to index. */
export const termText = (lines: string, classId: number): string => {
  if (!wordsOfTerms.test(lines)) throw new TypeError('a term has a character that terms do not have')
  return classId === 0 ? lines : lines.replaceAll('\n', `\n${classPrefix(classId)}`)
}

/** What a term stands behind, by its visibility class; no term begins so by itself. */
const classPrefix = (id: number): string => (id === 0 ? '' : `|${id.toString(36)}|`)

/** A term in a query. One with a character that terms do not have is in no event. */
export const quotedTerm = (term: string, classId: number): string | undefined =>
  wordsOfTerms.test(term) ? `"${classPrefix(classId)}${term}"` : undefined
