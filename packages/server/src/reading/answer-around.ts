import { HttpProblem } from '../problem/http-problem.ts'
import { placeOf } from '../search/place.ts'
import { viewsOf } from '../trail/reading.ts'
import type { EventView } from '../trail/view.ts'
import { inCommon, type Same, sameOf } from './around-same.ts'
import { all } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, stretches, viewerWho, viewsOfRows } from './shelf.ts'

/** So many on each side are looked at for those that have something in common with the event. */
const lookedAtMost = 4_000

type Near = EventView & { readonly same: readonly Same[] }

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
  const together = inCommon(event, question.same)
  const query = together ? all(ask.query, together) : ask.query
  const range = { ...ask, query, fromMs: occurredAtMs - spanMs, toMs: occurredAtMs + spanMs + 1 }
  const isWanted = ({ same }: Near) => question.same.length === 0 || same.some((one) => question.same.includes(one))
  const side = async (order: 'desc' | 'asc'): Promise<{ readonly data: readonly Near[]; readonly more: boolean }> => {
    const data: Near[] = []
    let looked = 0
    for await (const { rows, next } of stretches(shelf, range, order, limit, placeOf({ occurredAtMs, seq: event.seq }))) {
      const views = await viewsOfRows(shelf, rows, ask.sees)
      data.push(...views.map((view): Near => ({ ...view, same: sameOf(event, view) })).filter(isWanted))
      looked += rows.length
      if (data.length >= limit || looked >= lookedAtMost)
        return { data: data.slice(0, limit), more: next !== undefined || data.length > limit }
    }
    return { data, more: false }
  }
  const { id, seq, occurredAt, sentence } = event
  const sides = { before: await side('desc'), after: await side('asc') }
  return { text: JSON.stringify({ event: { id, seq, occurredAt, sentence }, minutes, ...sides }), size }
}
