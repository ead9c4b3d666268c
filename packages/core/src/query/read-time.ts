import { badQuery } from './bad-query.ts'
import type { Query } from './query.ts'
import type { Piece } from './scan-query.ts'
import { type TimeSpan, timeSpanOf } from './time-span.ts'

export type TimeQuery = Extract<Query, { kind: 'time' }>

/** What one value of `at` means. `>2026-11-01` is after that day, `>=` from its beginning; `2026-10..2026-11` both months. */
export function readAt(piece: Piece, pointer: string): TimeQuery {
  const dots = piece.quoted || piece.comparison !== undefined ? -1 : piece.text.indexOf('..')
  if (dots >= 0) {
    const [low, high] = [piece.text.slice(0, dots), piece.text.slice(dots + 2)]
    if (low === '' && high === '') throw badTime(piece, pointer)
    return {
      kind: 'time',
      ...(low !== '' && { fromMs: readSpan(low, piece, pointer).fromMs }),
      ...(high !== '' && { toMs: readSpan(high, piece, pointer).toMs }),
    }
  }
  const { fromMs, toMs } = readSpan(piece.text, piece, pointer)
  switch (piece.comparison) {
    case '>':
      return { kind: 'time', fromMs: toMs }
    case '>=':
      return { kind: 'time', fromMs }
    case '<':
      return { kind: 'time', toMs: fromMs }
    case '<=':
      return { kind: 'time', toMs }
    default:
      return { kind: 'time', fromMs, toMs }
  }
}

/** `from` a time on, or up `to` a time that is not itself in it. */
export function readEnd(end: 'from' | 'to', piece: Piece, pointer: string): TimeQuery {
  if (piece.comparison !== undefined) throw badTime(piece, pointer)
  const { fromMs } = readSpan(piece.text, piece, pointer)
  return end === 'from' ? { kind: 'time', fromMs } : { kind: 'time', toMs: fromMs }
}

function readSpan(text: string, piece: Piece, pointer: string): TimeSpan {
  const span = piece.star ? undefined : timeSpanOf(text)
  if (span === undefined) throw badTime(piece, pointer)
  return span
}

const badTime = (piece: Piece, pointer: string) =>
  badQuery(
    piece.from,
    'a time is written as a year, month or day of UTC like 2026-11-22, or with an offset like 2026-11-22T09:15:02+01:00',
    pointer,
  )
