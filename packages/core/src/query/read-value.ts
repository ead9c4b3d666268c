import { sourceTypes } from '../event/event.ts'
import { badQuery } from './bad-query.ts'
import { closedValues, plainSpelling } from './closed-values.ts'
import { decimalOf } from './decimal.ts'
import type { Bound, FilterName, Wanted } from './query.ts'
import type { Piece } from './scan-query.ts'
import { nearest } from './suggest.ts'
import { timeSpanOf } from './time-span.ts'

/** What is asked of a change: not filters by themselves, since they meet in one change. */
export type ChangeSide = 'field' | 'before' | 'after'

/** What one written value of a filter means. Throws `bad_query`. */
export function readValue(filter: FilterName | ChangeSide, piece: Piece, pointer: string): Wanted {
  if (filter === 'count') return readCount(piece, pointer)
  if (filter === 'before' || filter === 'after') {
    const range = readRange(piece, () => badQuery(piece.from, comparesValues, pointer))
    if (range !== undefined) return range
  } else if (piece.comparison !== undefined) {
    throw badQuery(
      piece.from,
      'only before, after, count and at compare; put the value in quotes to look for the sign itself',
      pointer,
    )
  }
  const text = readText(filter, piece, pointer)
  if (piece.star) return { match: 'prefix', text }
  if (!piece.quoted && text.toLowerCase() === 'none') return readNone(filter, piece, pointer)
  return { match: 'is', text }
}

/** A number, a range of numbers, `*` or `none`. */
function readCount(piece: Piece, pointer: string): Wanted {
  if (!piece.quoted && piece.comparison === undefined) {
    if (piece.star && piece.text === '') return { match: 'prefix', text: '' }
    if (!piece.star && piece.text.toLowerCase() === 'none') return { match: 'none' }
  }
  const refusal = () => badQuery(piece.from, countTakes, pointer)
  const wanted = readRange(piece, refusal) ?? { match: 'is', text: piece.text }
  const bounds = wanted.match === 'range' ? [wanted.low?.text, wanted.high?.text] : [piece.star ? '' : piece.text]
  if (bounds.every((bound) => bound === undefined || decimalOf(bound) !== undefined)) return wanted
  throw refusal()
}

const countTakes = 'count takes how many it was: a number without separators like 1000, or a comparison like >1000 or 100..500'

function readNone(filter: FilterName | ChangeSide, piece: Piece, pointer: string): Wanted {
  if (filter !== 'field') return { match: 'none' }
  throw badQuery(piece.from, 'every change names its field; write -field:* for events without changes', pointer)
}

function readText(filter: FilterName | ChangeSide, piece: Piece, pointer: string): string {
  if (filter === 'action') return readAction(piece, pointer)
  refuseInnerStar(piece, pointer)
  const closed = closedValues[filter]
  if (closed !== undefined) return readClosed(piece, closed, pointer)
  return filter === 'source' ? readSource(piece, pointer) : piece.text
}

/** `*.approved` is every action with that part. */
function readAction(piece: Piece, pointer: string): string {
  const text = piece.text.toLowerCase()
  const part = !piece.quoted && text.startsWith('*.') && !piece.star ? text.slice(2) : text
  if (part === 'none' && !piece.quoted && !piece.star) return part
  if (/^[a-z0-9_.]*$/.test(part) && (part !== '' || piece.star)) return part
  throw badQuery(piece.from, 'an action is written like order.approved, order.*, or *.approved', pointer)
}

export function refuseInnerStar(piece: Piece, pointer: string): void {
  if (piece.quoted) return
  const star = piece.text.indexOf('*')
  if (star >= 0)
    throw badQuery(piece.from, 'a star stands only at the end of a value; put the value in quotes to look for a star', pointer)
}

function readClosed(piece: Piece, allowed: readonly string[], pointer: string): string {
  const text = plainSpelling(piece.text)
  if (piece.star ? allowed.some((value) => value.startsWith(text)) : allowed.includes(text)) return text
  if (text === 'none' && !piece.quoted) return text
  throw badQuery(
    piece.from,
    `the value is none of those that the filter knows${hint(text, allowed)}: ${allowed.join(', ')}`,
    pointer,
  )
}

/** Kinds of sources are a closed set; anything else is the id or name of one, unless it is written like a kind. */
function readSource(piece: Piece, pointer: string): string {
  if (piece.quoted) return piece.text
  const text = plainSpelling(piece.text)
  if (!piece.star && sourceTypes.some((type) => type === text)) return text
  if (piece.star || (!isWrittenLikeKind(piece.text) && nearest(text, sourceTypes) === undefined)) return piece.text
  throw badQuery(
    piece.from,
    `there is no such kind of source${hint(text, sourceTypes)}; put the id or name of a source in quotes, or write one of: ${sourceTypes.join(', ')}`,
    pointer,
  )
}

const isWrittenLikeKind = (text: string): boolean => /^[a-z]+(?:_[a-z]+)+$/.test(text)

function hint(text: string, allowed: readonly string[]): string {
  const near = nearest(text, allowed)
  return near === undefined ? '' : `, perhaps ${near}`
}

/** `>500`, `>=2026-01-01`, `5..10`; undefined for a plain value. */
function readRange(piece: Piece, refusal: () => Error): Extract<Wanted, { match: 'range' }> | undefined {
  const dots = piece.quoted ? -1 : piece.text.indexOf('..')
  const isPlain = piece.comparison === undefined && !/[0-9]\.\.|\.\.[<>=]*-?[0-9]/.test(piece.text)
  if (dots < 0 || piece.star || isPlain)
    return piece.comparison === undefined ? undefined : compared(piece, piece.comparison, refusal)
  const low = readBound(`${piece.comparison ?? ''}${piece.text.slice(0, dots)}`, '>', refusal)
  const high = readBound(piece.text.slice(dots + 2), '<', refusal)
  if (low === undefined && high === undefined) return undefined
  return { match: 'range', ...(low && { low }), ...(high && { high }) }
}

function compared(piece: Piece, comparison: string, refusal: () => Error): Extract<Wanted, { match: 'range' }> {
  const side = comparison.charAt(0) === '>' ? '>' : '<'
  const bound = readBound(`${comparison}${piece.text}${piece.star ? '*' : ''}`, side, refusal)
  if (bound === undefined) return { match: 'range' }
  return comparison.startsWith('>') ? { match: 'range', low: bound } : { match: 'range', high: bound }
}

/** One end of a range; without a sign the bound itself is in it. Undefined for nothing at all. */
function readBound(written: string, side: '>' | '<', refusal: () => Error): Bound | undefined {
  if (written === '') return undefined
  const sign = /^[<>]=?/.exec(written)?.[0] ?? ''
  const text = written.slice(sign.length)
  if ((sign === '' || sign.startsWith(side)) && (decimalOf(text) !== undefined || timeSpanOf(text) !== undefined)) {
    return { text, inclusive: sign === '' || sign.endsWith('=') }
  }
  throw refusal()
}

const comparesValues =
  'a comparison takes a number like 1200.50, a day like 2026-11-22 or a time with an offset like 2026-11-22T09:15:02Z; put the value in quotes to look for the text'
