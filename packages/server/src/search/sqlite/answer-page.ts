import { parseTime } from '@daybook/core'
import { openBody } from '../body.ts'
import { comparePlaces, type Position, placeOf, readPlace } from '../place.ts'
import type { Found, ListOrder, Place } from '../search-index.ts'
import type { Question } from './question.ts'

/** Up to so many candidates are gathered and sorted for a list in the order of recording; for more, the bodies are read in that order. */
const gatheredAtMost = 20_000

type Row = Position & { readonly body: string }

export const answerPage = (question: Question, order: ListOrder, limit: number, place: Place | undefined): Found => {
  const after = place === undefined ? undefined : readPlace(place)
  const rows: Row[] = []
  for (const row of rowsIn(question, order, limit, after)) {
    rows.push(row)
    if (rows.length > limit) break
  }
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ seq, body }) => ({ seq, body })),
    ...(last && rows.length > limit ? { next: placeOf(last) } : {}),
  }
}

const rowsIn = (question: Question, order: ListOrder, limit: number, after: Position | undefined): Iterable<Row> => {
  if (order === 'asc' || order === 'desc') return byTime(question, order, limit, after)
  const gathered = question.isRange ? undefined : gather(question)
  return gathered ? bySorting(question, gathered, order, after) : byReading(question, order, after)
}

function* byTime(question: Question, order: 'asc' | 'desc', limit: number, after: Position | undefined): Generator<Row> {
  const within = question.plan.exact ? { expected: limit + 1 } : {}
  for (const { occurredAtMs, seq } of question.candidates(order, after, within)) {
    const body = question.answer(seq)
    if (body !== undefined) yield { occurredAtMs, seq, body }
  }
}

const gather = (question: Question): Position[] | undefined => {
  const found: Position[] = []
  for (const { occurredAtMs, seq } of question.candidates('asc')) {
    if (found.length >= gatheredAtMost) return undefined
    found.push({ occurredAtMs, seq })
  }
  return found
}

function* bySorting(question: Question, found: Position[], order: ListOrder, after: Position | undefined): Generator<Row> {
  const compare = comparePlaces(order)
  for (const position of found.sort(compare)) {
    if (after && compare(position, after) <= 0) continue
    const body = question.answer(position.seq)
    if (body !== undefined) yield { ...position, body }
  }
}

/** Reads all bodies, and asks `matches` of each. */
function* byReading(question: Question, order: ListOrder, after: Position | undefined): Generator<Row> {
  const isUp = order === 'recorded'
  const end = question.plan.upTo ?? question.file.watermark
  const first = after ? Math.min(end - 1, after.seq + (isUp ? 1 : -1)) : isUp ? 0 : end - 1
  for (let seq = first; seq >= 0 && seq < end; seq += isUp ? 1 : -1) {
    const body = question.bodies.of(seq)
    if (body === undefined) continue
    const { occurredAtMs, own } = timeAndSide(body)
    if (question.accepts(body, { occurredAtMs, own })) yield { occurredAtMs, seq, body }
  }
}

const timeAndSide = (body: string): { readonly occurredAtMs: number; readonly own: boolean } => {
  const { occurredAt, category } = openBody(body, { roles: [] })
  return { occurredAtMs: parseTime(occurredAt ?? '') ?? 0, own: category === 'trail' }
}
