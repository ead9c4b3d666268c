import { AndGroup } from './and-group.ts'
import { badQuery } from './bad-query.ts'
import type { Query } from './query.ts'
import type { QueryWord } from './query-words.ts'
import { readAt, readEnd } from './read-time.ts'
import { readValue } from './read-value.ts'
import { comparisons, type Piece } from './scan-query.ts'

/** Adds what one filter asks for to the group it stands in. */
export function addFilter(group: AndGroup, name: QueryWord, pieces: readonly Piece[], pointer: string): void {
  if (name === 'at') group.addTimes(pieces.map((piece) => readAt(piece, pointer)))
  else if (name === 'from' || name === 'to') group.addTimes([readEnd(name, onlyOne(name, pieces, pointer), pointer)])
  else if (name === 'upto') group.addPart(readUpTo(onlyOne(name, pieces, pointer), pointer))
  else if (name === 'field' && pieces.some(isComparison)) {
    group.addPart({ kind: 'or', parts: pieces.map((piece) => readComparedField(piece, pointer)) })
  } else {
    refuseSeparators(pieces, pointer)
    const values = pieces.map((piece) => readValue(name, piece, pointer))
    if (name === 'field' || name === 'before' || name === 'after') group.addChange(name, values)
    else group.addFilter(name, values)
  }
}

function onlyOne(name: 'from' | 'to' | 'upto', pieces: readonly Piece[], pointer: string): Piece {
  const [piece, second] = pieces
  if (piece !== undefined && second === undefined) return piece
  const sentence = name === 'upto' ? 'upto takes one position' : 'from and to take one time each'
  throw badQuery(second?.from ?? 0, sentence, pointer)
}

/** A position, which is also how many events the trail had before it. */
function readUpTo({ text, quoted, star, comparison, from }: Piece, pointer: string): Query {
  if (!quoted && !star && comparison === undefined && /^(?:0|[1-9][0-9]{0,14})$/.test(text))
    return { kind: 'recorded', upTo: Number(text) }
  const sentence = 'upto takes how many events the trail had, a whole number like 884213; for a day or time write to:2026-11-22'
  throw badQuery(from, sentence, pointer)
}

/** `>1,200.50` would be: more than 1, or 200.50. */
function refuseSeparators(pieces: readonly Piece[], pointer: string): void {
  for (const [at, { text, quoted, comparison }] of pieces.entries()) {
    const before = pieces[at - 1]
    if (before?.comparison === undefined || before.quoted || quoted || comparison !== undefined || !/^[0-9]/.test(text)) continue
    throw badQuery(before.from, 'a number is written without separators, like 1200.50; put another value in quotes', pointer)
  }
}

/** `field:total>500`, which is `(field:total after:>500)`. */
const comparedField = /^([^<>]+)([<>]=?)(.+)$/s

const isComparison = ({ text, quoted, comparison }: Piece): boolean =>
  !quoted && comparison === undefined && comparedField.test(text)

function readComparedField(piece: Piece, pointer: string): Query {
  const group = new AndGroup()
  const [, field, sign, bound] = comparedField.exec(isComparison(piece) ? piece.text : '') ?? []
  if (field === undefined || sign === undefined || bound === undefined) addFilter(group, 'field', [piece], pointer)
  else {
    const comparison = comparisons.find((known) => known === sign)
    addFilter(group, 'field', [{ ...piece, text: field, star: false }], pointer)
    addFilter(group, 'after', [{ ...piece, text: bound, ...(comparison && { comparison }) }], pointer)
  }
  return group.query()
}
