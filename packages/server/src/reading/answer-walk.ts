import { HttpProblem } from '../problem/http-problem.ts'
import type { Place, SearchIndex } from '../search/search-index.ts'
import { csvRows } from './csv-rows.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, viewsOfRows } from './shelf.ts'
import { xlsxRows } from './xlsx-rows.ts'

/** One stretch of a walk is a question of its own, so that a long export keeps nobody waiting. */
const rowsOfText = 200
const positionsAtOnce = 5_000

/** What leaves is complete or does not leave: the index that answers must have everything below `below` itself, whatever was said of it before. */
const hasAll = async (index: SearchIndex, below: number): Promise<void> => {
  const size = await index.watermark()
  if (size < below)
    throw new HttpProblem(
      'index_unavailable',
      `The search index is ${below - size} events behind, and an export would leave them out. Try again in a moment.`,
    )
}

/** How many of the next matching positions were there when the walk began. */
export const answerTally = async ({ index }: Shelf, question: QuestionOf<'tally'>): Promise<Answers['tally']> => {
  await hasAll(index, question.below)
  const { rows, next } = await index.page(question.ask, 'recorded', positionsAtOnce, question.after)
  const count = rows.filter(({ seq }) => seq < question.below).length
  return { count, ...onward(rows, question.below, next) }
}

export const answerPositions = async ({ index }: Shelf, question: QuestionOf<'positions'>): Promise<Answers['positions']> => {
  await hasAll(index, question.below)
  const { rows, next } = await index.page(question.ask, 'recorded', positionsAtOnce, question.after)
  const positions = rows.map(({ seq }) => seq).filter((seq) => seq < question.below)
  return { positions, ...onward(rows, question.below, next) }
}

/** In the order of recording, what came after the walk began is all behind its end. */
const onward = (rows: readonly { readonly seq: number }[], below: number, next: Place | undefined): { next?: Place } =>
  next === undefined || (rows.at(-1)?.seq ?? 0) >= below ? {} : { next }

/** The next matching events as an export writes them. */
export const answerRows = async (shelf: Shelf, question: QuestionOf<'rows'>): Promise<Answers['rows']> => {
  const { ask, order, below, form, after } = question
  await hasAll(shelf.index, below)
  const found = await shelf.index.page(ask, order, rowsOfText, after)
  const rows = found.rows.filter(({ seq }) => seq < below)
  const views = await viewsOfRows(shelf, rows, ask.sees)
  if (views.length !== rows.length)
    throw new HttpProblem('index_unavailable', 'The index names events that the record does not have.')
  const text =
    form === 'csv'
      ? csvRows(views)
      : form === 'xlsx'
        ? xlsxRows(views)
        : views.map((view) => `${JSON.stringify(view)}\n`).join('')
  return { text, count: rows.length, ...(found.next === undefined ? {} : { next: found.next }) }
}
