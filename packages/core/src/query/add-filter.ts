import { AndGroup } from './and-group.ts'
import { badQuery } from './bad-query.ts'
import type { QueryWord } from './filter-help.ts'
import type { Query } from './query.ts'
import { readAt, readEnd } from './read-time.ts'
import { readValue } from './read-value.ts'
import { comparisons, type Piece } from './scan-query.ts'

/** Adds what one filter asks for to the group it stands in. */
export function addFilter(group: AndGroup, name: QueryWord, pieces: readonly Piece[], pointer: string): void {
  if (name === 'at') group.addTimes(pieces.map((piece) => readAt(piece, pointer)))
  else if (name === 'from' || name === 'to') group.addTimes([readEnd(name, onlyOne(pieces, pointer), pointer)])
  else if (name === 'field' && pieces.some(isComparison)) {
    group.addPart({ kind: 'or', parts: pieces.map((piece) => readComparedField(piece, pointer)) })
  } else {
    refuseSeparators(pieces, pointer)
    const values = pieces.map((piece) => readValue(name, piece, pointer))
    if (name === 'field' || name === 'before' || name === 'after') group.addChange(name, values)
    else group.addFilter(name, values)
  }
}

function onlyOne(pieces: readonly Piece[], pointer: string): Piece {
  const [piece, second] = pieces
  if (piece === undefined || second !== undefined) throw badQuery(second?.from ?? 0, 'from and to take one time each', pointer)
  return piece
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
