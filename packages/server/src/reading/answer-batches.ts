import { openBody } from '../search/body.ts'
import { comparePlaces, type Position, placeOf, readPlace } from '../search/place.ts'
import type { Ask } from '../search/search-index.ts'
import { type BatchSummary, batchDetails, batchSummary } from './batch-summary.ts'
import { all, exactly, having, not } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import type { Shelf } from './shelf.ts'

export const answerBatch = async (shelf: Shelf, { id, which, sees }: QuestionOf<'batch'>): Promise<Answers['batch']> => {
  const size = await shelf.index.watermark()
  const batch = await batchDetails(shelf, id, { which, sees })
  return { text: batch ? JSON.stringify(batch) : null, size }
}

/** A batch stands where its first event stands, so that it keeps its place while it goes on. */
interface Entry extends Position {
  readonly id: string
}

/**
 * Batches with an event that matches, those that began last first. Nobody keeps a list of them: this walks down from the
 * newest event of a batch not met yet, and tells those that began after the place it has come to.
 */
export const answerBatches = async (shelf: Shelf, question: QuestionOf<'batches'>): Promise<Answers['batches']> => {
  const { ask, limit } = question
  const size = await shelf.index.watermark()
  const bound = question.after === undefined ? undefined : readPlace(question.after)
  const told: Entry[] = []
  const known = new Set<string>()
  const met: Entry[] = []
  for (let toMs = bound ? bound.occurredAtMs + 1 : undefined; told.length <= limit; ) {
    const walked = await newestOther(shelf, ask, known, toMs)
    const behind = met.filter((entry) => !walked || newestFirst(entry, walked) < 0).sort(newestFirst)
    for (const entry of behind) met.splice(met.indexOf(entry), 1)
    told.push(...behind)
    if (!walked) break
    toMs = walked.occurredAtMs + 1
    known.add(walked.id)
    const first = await firstOf(shelf, ask, walked.id)
    // At the millisecond where the page before ended, some were told already.
    if (!bound || newestFirst(bound, first) < 0) met.push(first)
  }
  const shown = told.slice(0, limit)
  const summaries: BatchSummary[] = []
  for (const { id } of shown) {
    const summary = await batchSummary(shelf, id, ask)
    if (summary) summaries.push(summary)
  }
  const last = shown.at(-1)
  const next = last && told.length > limit ? { next: placeOf(last) } : {}
  return { text: JSON.stringify(summaries), ...next, size }
}

const newestFirst = comparePlaces('desc')

const newestOther = async (
  shelf: Shelf,
  ask: Ask,
  known: ReadonlySet<string>,
  toMs: number | undefined,
): Promise<Entry | undefined> => {
  const others = known.size === 0 ? having('batch') : all(having('batch'), not(exactly('batch', ...known)))
  const end = Math.min(toMs ?? Number.POSITIVE_INFINITY, ask.toMs ?? Number.POSITIVE_INFINITY)
  const found = { ...ask, query: all(ask.query, others), ...(Number.isFinite(end) ? { toMs: end } : {}) }
  return entryOf(await shelf.index.page(found, 'desc', 1), ask)
}

const firstOf = async (shelf: Shelf, ask: Ask, id: string): Promise<Entry> => {
  const entry = entryOf(await shelf.index.page({ ...ask, query: all(ask.query, exactly('batch', id)) }, 'asc', 1), ask)
  if (!entry) throw new Error('a batch that was found has no first event')
  return entry
}

const entryOf = ({ rows }: { readonly rows: readonly { readonly seq: number; readonly body: string }[] }, { sees }: Ask) => {
  const [row] = rows
  if (!row) return undefined
  const { batch, occurredAt } = openBody(row.body, sees)
  if (batch === undefined || occurredAt === undefined) throw new Error('an event of a batch has no batch or no time')
  return { id: batch.id, occurredAtMs: Date.parse(occurredAt), seq: row.seq }
}
