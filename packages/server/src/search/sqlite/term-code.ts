import { hash } from 'node:crypto'

/** FTS5 cuts a token at 32,768 bytes; so long a term is told from others by a hash of the rest. */
const longestTerm = 8_000
const unsafe = /[A-Z^~|"'\\\u0000- \u007f]/g

/**
 * A term as the tokenizer of the table keeps it byte for byte: it would fold capitals, and part terms at spaces. Terms
 * with the same beginning have codes with the same beginning.
 */
export const encodeTerm = (term: string): string => {
  const code = term.length > longestTerm ? `${term.slice(0, longestTerm)}~${hash('sha256', term, 'base64url')}` : term
  return code.replace(unsafe, encodeChar)
}

const encodeChar = (char: string): string =>
  char >= 'A' && char <= 'Z' ? `^${char.toLowerCase()}` : `~${char.charCodeAt(0).toString(16).padStart(2, '0')}`

/** What the code of a term stands behind, by its visibility class; no code begins so by itself. */
export const classPrefix = (id: number): string => (id === 0 ? '' : `|${id.toString(36)}|`)
