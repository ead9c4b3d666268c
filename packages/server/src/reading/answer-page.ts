import type { Place } from '../search/search-index.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, stretches, viewsOfRows } from './shelf.ts'

/** An event may have 256 KiB, and a page a thousand of them: a page ends early rather than grow beyond this. */
const longestPage = 8 * 1024 * 1024
const rowsAtOnce = 100

/** One page of what matches, as the JSON text of its list. */
export const answerPage = async (shelf: Shelf, question: QuestionOf<'page'>): Promise<Answers['page']> => {
  const { ask, order, limit, after } = question
  const size = await shelf.index.watermark()
  const count = await shelf.index.count(ask)
  const pieces: string[] = []
  let length = 0
  let next: Place | undefined
  for await (const found of stretches(shelf, ask, order, Math.min(limit, rowsAtOnce), after)) {
    const views = await viewsOfRows(shelf, found.rows, ask.sees)
    for (const view of views) pieces.push(JSON.stringify(view))
    length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    next = found.next
    if (pieces.length + rowsAtOnce > limit || length > longestPage) break
  }
  return { text: `[${pieces.join(',')}]`, ...(next === undefined ? {} : { next }), count, size }
}
