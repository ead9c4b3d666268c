import { badQuery } from './bad-query.ts'

/** One value as it is written: bare or in quotes, with what stands before and behind it. */
export interface Piece {
  /** Without quotes, escapes, comparison and the star behind. */
  readonly text: string
  readonly quoted: boolean
  readonly star: boolean
  readonly comparison?: '>' | '>=' | '<' | '<='
  readonly from: number
  readonly to: number
}

export type Token =
  | { readonly kind: '(' | ')' | '-' | 'OR' | 'AND' | 'NOT'; readonly from: number; readonly to: number }
  | { readonly kind: 'text'; readonly piece: Piece; readonly from: number; readonly to: number }
  | {
      readonly kind: 'filter'
      readonly name: string
      readonly pieces: readonly Piece[]
      readonly from: number
      readonly to: number
    }

/** Takes a query apart from left to right, each character once. Throws `bad_query`. */
export function scanQuery(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = pastSpace(text, 0)
  while (at < text.length) {
    const token = scanToken(text, at)
    tokens.push(token)
    at = pastSpace(text, token.to)
  }
  return tokens
}

function scanToken(text: string, from: number): Token {
  const first = text.charAt(from)
  if (first === '(' || first === ')') return { kind: first, from, to: from + 1 }
  if (first === '-' && from + 1 < text.length && !isSpace(text, from + 1)) return { kind: '-', from, to: from + 1 }
  if (isQuote(first)) return textToken(scanPiece(text, from, '('))
  filterName.lastIndex = from
  const name = filterName.exec(text)?.[1]
  if (name !== undefined) return scanFilter(text, from, name)
  const token = textToken(scanPiece(text, from, '()'))
  const { text: word, star } = token.piece
  return !star && (word === 'OR' || word === 'AND' || word === 'NOT') ? { kind: word, from, to: token.to } : token
}

const textToken = (piece: Piece) => ({ kind: 'text', piece, from: piece.from, to: piece.to }) as const

/** A name and a colon; an address (`https://…`) is none. */
const filterName = /([A-Za-z][A-Za-z_.-]{0,39}):(?!\/\/)/y

function scanFilter(text: string, from: number, name: string): Token {
  const pieces: Piece[] = []
  let at = from + name.length + 1
  for (;;) {
    const piece = scanValue(text, at)
    pieces.push(piece)
    at = piece.to
    if (text.charAt(at) !== ',') return { kind: 'filter', name, pieces, from, to: at }
    at++
  }
}

function scanValue(text: string, from: number): Piece {
  const comparison = comparisons.find((sign) => text.startsWith(sign, from))
  const start = from + (comparison?.length ?? 0)
  if (text.charAt(start) === '(') {
    throw badQuery(start, 'a filter takes no parentheses; write its values with commas between them, like source:api,webhook')
  }
  const piece = scanPiece(text, start, ',)')
  if (piece.text === '' && !piece.star) {
    throw badQuery(start, 'a value is missing; write it right behind the colon or comma, without a space, or in quotes')
  }
  return comparison === undefined ? { ...piece, from } : { ...piece, from, comparison }
}

/** Longest first. */
export const comparisons = ['>=', '<=', '>', '<'] as const

/** One word, or a text in quotes, that ends at white space or one of the characters in `ends`; parentheses inside a word count when they pair. */
function scanPiece(text: string, from: number, ends: string): Piece {
  if (isQuote(text.charAt(from))) return scanQuoted(text, from)
  let open = 0
  let at = from
  for (; at < text.length && !isSpace(text, at); at++) {
    const char = text.charAt(at)
    if (char === '(' && !ends.includes('(')) open++
    else if (char === ')' && open > 0) open--
    else if (ends.includes(char)) break
  }
  const word = text.slice(from, at)
  const star = word.endsWith('*')
  return { text: star ? word.slice(0, -1) : word, quoted: false, star, from, to: at }
}

/** Straight quotes, and those that telephones and word processors make of them. */
function scanQuoted(text: string, from: number): Piece {
  let inside = ''
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (isQuote(char)) {
      const star = text.charAt(at + 1) === '*'
      return { text: inside, quoted: true, star, from, to: at + (star ? 2 : 1) }
    }
    const next = text.charAt(at + 1)
    if (char === '\\' && (next === '\\' || isQuote(next))) {
      inside += next
      at++
    } else inside += char
  }
  throw badQuery(from, 'a quote is opened and never closed; close it, or leave it out')
}

const isQuote = (char: string): boolean => char === '"' || char === '“' || char === '”' || char === '„'

const isSpace = (text: string, at: number): boolean => /\s/.test(text.charAt(at))

function pastSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text, at)) at++
  return at
}

/**
 * The values of one parameter of a call: spaces belong to the value, commas with no white space beside them separate
 * values, quotes and the signs before and behind are those of the language. Throws `bad_query`.
 */
export function scanParameter(text: string, pointer: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (;;) {
    const piece = scanParameterValue(text, from)
    if (piece.text === '' && !piece.star)
      throw badQuery(from, 'a value is missing; write one, or leave the parameter out', pointer)
    pieces.push(piece)
    if (piece.to >= text.length) return pieces
    from = piece.to + 1
  }
}

function scanParameterValue(text: string, from: number): Piece {
  const comparison = comparisons.find((sign) => text.startsWith(sign, from))
  const start = from + (comparison?.length ?? 0)
  const quoted = isQuote(text.charAt(start)) ? tryQuoted(text, start) : undefined
  const piece = quoted ?? scanParameterText(text, start)
  return comparison === undefined ? { ...piece, from } : { ...piece, from, comparison }
}

/** A value in quotes; a quote that is only part of a value is a character of it. */
function tryQuoted(text: string, from: number): Piece | undefined {
  if (!closesQuote(text, from)) return undefined
  const piece = scanQuoted(text, from)
  return piece.to >= text.length || text.charAt(piece.to) === ',' ? piece : undefined
}

function closesQuote(text: string, from: number): boolean {
  for (let at = from + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++
    else if (isQuote(text.charAt(at))) return true
  }
  return false
}

function scanParameterText(text: string, from: number): Piece {
  let at = from
  while (at < text.length && !(text.charAt(at) === ',' && !isSpacedComma(text, at))) at++
  const value = text.slice(from, at).trim()
  const star = value.endsWith('*')
  return { text: star ? value.slice(0, -1) : value, quoted: false, star, from, to: at }
}

const isSpacedComma = (text: string, at: number): boolean =>
  (at > 0 && isSpace(text, at - 1)) || (at + 1 < text.length && isSpace(text, at + 1))
