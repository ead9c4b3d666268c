import { HttpProblem } from '../problem/http-problem.ts'
import { placeOf } from '../search/place.ts'
import { viewsOf } from '../trail/reading.ts'
import type { EventView } from '../trail/view.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, viewerWho, viewsOfRows } from './shelf.ts'

/** What else happened within some minutes of an event, nearest first on both sides, each marked with what it has in common with it. */
export const answerAround = async (shelf: Shelf, question: QuestionOf<'around'>): Promise<Answers['around']> => {
  const { ask, limit, minutes } = question
  const size = await shelf.index.watermark()
  const stored = await shelf.reader.at(question.seq)
  const [event] = stored ? await viewsOf([stored], viewerWho(ask.sees), shelf.reader) : []
  if (event?.occurredAt === undefined)
    throw new HttpProblem('not_found', 'Of this event nothing is left but its hash; it has no time.')
  const occurredAtMs = Date.parse(event.occurredAt)
  const spanMs = minutes * 60_000
  const range = { ...ask, fromMs: occurredAtMs - spanMs, toMs: occurredAtMs + spanMs + 1 }
  const side = async (order: 'desc' | 'asc') => {
    const { rows, next } = await shelf.index.page(range, order, limit, placeOf({ occurredAtMs, seq: event.seq }))
    const views = await viewsOfRows(shelf, rows, ask.sees)
    return { data: views.map((view) => ({ ...view, same: sameOf(event, view) })), more: next !== undefined }
  }
  const { id, seq, occurredAt, sentence } = event
  const sides = { before: await side('desc'), after: await side('asc') }
  return { text: JSON.stringify({ event: { id, seq, occurredAt, sentence }, minutes, ...sides }), size }
}

/** By what two events belong together, as far as this reader sees both. */
const sameOf = (one: EventView, other: EventView): readonly string[] => {
  const same: string[] = []
  const records = new Set(recordsOf(one))
  if (recordsOf(other).some((record) => records.has(record))) same.push('record')
  if (equal(personOf(one), personOf(other))) same.push('person')
  if (equal(one.correlationId, other.correlationId) || equal(one.source?.requestId, other.source?.requestId)) same.push('request')
  if (equal(one.batch?.id, other.batch?.id)) same.push('batch')
  if (equal(one.customer?.id, other.customer?.id)) same.push('customer')
  return same
}

const equal = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one === other

const personOf = ({ actor }: EventView): string | undefined =>
  actor?.id === undefined ? undefined : JSON.stringify([actor.type, actor.id])

const recordsOf = ({ object, related, customer }: EventView): readonly string[] => [
  ...[object, ...(related ?? [])].flatMap((record) => (record ? [JSON.stringify([record.type, record.id])] : [])),
  ...(customer ? [JSON.stringify(['customer', customer.id])] : []),
]
