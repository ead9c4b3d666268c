import { compareStates, recordState, type Searchable } from '@daybook/core'
import { openBody } from '../search/body.ts'
import { priced } from '../trail/view.ts'
import { exactlyThe, type RecordId } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, stretches } from './shelf.ts'

/** More events than any record has in a sane business; what is older than these is said to be missing. */
const maxEvents = 10_000
const eventsAtOnce = 500

/** A record as its trail knows it at one moment or at two, from the newest events in which it is the object. */
export const answerState = async (shelf: Shelf, question: QuestionOf<'state'>): Promise<Answers['state']> => {
  const { record, atMs, toMs, sees } = question
  const size = await shelf.index.watermark()
  const { events, whole } = await eventsOf(shelf, record, sees)
  if (events.length === 0) return { text: null, size }
  const at = (ms: number) => ({ ...recordState(events, ms), at: new Date(ms).toISOString(), whole })
  if (toMs === undefined) return { text: JSON.stringify(at(atMs)), size }
  const [from, to] = [at(atMs), at(toMs)]
  return { text: JSON.stringify({ from, to, changes: compareStates(from, to) }), size }
}

const eventsOf = async (shelf: Shelf, record: RecordId, sees: QuestionOf<'state'>['sees']) => {
  const ask = { query: exactlyThe('object', record), which: 'all', sees } as const
  const events: Searchable[] = []
  for await (const { rows, next } of stretches(shelf, ask, 'desc', eventsAtOnce)) {
    for (const { body } of rows) {
      const seen = openBody(body, sees)
      events.push(priced(seen, await shelf.reader.compiled(seen.catalogue ?? 0)))
    }
    if (events.length >= maxEvents && next !== undefined) return { events, whole: false }
  }
  return { events, whole: true }
}
