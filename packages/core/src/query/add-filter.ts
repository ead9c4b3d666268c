import type { AndGroup } from './and-group.ts'
import { badQuery } from './bad-query.ts'
import type { QueryWord } from './filter-help.ts'
import { readAt, readEnd } from './read-time.ts'
import { readValue } from './read-value.ts'
import type { Piece } from './scan-query.ts'

/** Adds what one filter asks for to the group it stands in. */
export function addFilter(group: AndGroup, name: QueryWord, pieces: readonly Piece[], pointer: string): void {
  if (name === 'at') group.addTimes(pieces.map((piece) => readAt(piece, pointer)))
  else if (name === 'from' || name === 'to') group.addTimes([readEnd(name, onlyOne(pieces, pointer), pointer)])
  else {
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
