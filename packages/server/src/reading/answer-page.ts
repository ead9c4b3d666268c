import type { Answers, QuestionOf } from './questions.ts'
import { recordedUntil } from './recorded-until.ts'
import { isWhole, type Shelf, viewsOfRows } from './shelf.ts'

/** An event may have 256 KiB, and a page a thousand of them: a page ends early rather than grow beyond this. */
const longestPage = 8 * 1024 * 1024
const rowsAtOnce = 50

/** One page of what matches, as the JSON text of its list. */
export const answerPage = async (shelf: Shelf, question: QuestionOf<'page'>): Promise<Answers['page']> => {
  const { ask, order, limit, after } = question
  const size = await shelf.index.watermark()
  const counted = await shelf.index.count(ask)
  const count = { ...counted, exact: counted.exact && isWhole(size, question) }
  const pieces: string[] = []
  let length = 0
  let next = after
  do {
    const found = await shelf.index.page(ask, order, Math.min(limit - pieces.length, rowsAtOnce), next)
    for (const view of await viewsOfRows(shelf, found.rows, ask.sees)) {
      const piece = JSON.stringify(view)
      pieces.push(piece)
      length += piece.length
    }
    next = found.next
  } while (next !== undefined && pieces.length < limit && length < longestPage)
  const recorded = after === undefined ? await recordedUntil(shelf, ask, size) : undefined
  return {
    text: `[${pieces.join(',')}]`,
    shown: pieces.length,
    ...(next === undefined ? {} : { next }),
    count,
    ...(recorded === undefined ? {} : { recordedUntil: recorded }),
    size,
  }
}
