import type { Searchable } from '@daybook/core'
import { openBody } from '../search/body.ts'
import type { Ask } from '../search/search-index.ts'
import type { EventView } from '../trail/view.ts'
import { all, exactly, not } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, stretches, viewsOfRows } from './shelf.ts'
import { undoRows } from './undo-rows.ts'

/** So many later events on the records of a page are looked at; where there are more, the page says so. */
const mostLater = 5_000
const eventsAtOnce = 500

/**
 * What a batch did, row by row, each with what happened to it since; `limit` of the batch's events at a time. Text is null
 * where its reader sees no event of the batch.
 */
export const answerUndo = async (shelf: Shelf, question: QuestionOf<'undo'>): Promise<Answers['undo']> => {
  const { id, sees, limit, after } = question
  const size = await shelf.index.watermark()
  const batch: Ask = { query: exactly('batch', id), which: 'business', sees }
  const first = await shelf.index.page(batch, 'asc', 1)
  const [begins] = first.rows
  if (!begins) return { text: null, size }
  const { rows, next } = await shelf.index.page(batch, 'asc', limit, after)
  const own = rows.map(({ body }) => openBody(body, sees))
  const records = [...new Set(own.flatMap(({ object }) => (object?.type && object.id ? [`${object.type}/${object.id}`] : [])))]
  const { events, whole } = await eventsSince(shelf, records, timeOf(openBody(begins.body, sees)), sees)
  const seqs = new Set(own.map(({ seq }) => seq))
  const told = undoRows(events, id, (seq) => seqs.has(seq))
  return { text: JSON.stringify({ data: told, whole }), ...(next === undefined ? {} : { next }), size }
}

const timeOf = ({ occurredAt = '' }: Pick<Searchable, 'occurredAt'>): number => Date.parse(occurredAt)

const eventsSince = async (shelf: Shelf, records: readonly string[], fromMs: number, sees: Ask['sees']) => {
  const events: Searchable[] = []
  if (records.length === 0) return { events, whole: true }
  const ask: Ask = { query: exactly('object', ...records), fromMs, which: 'business', sees }
  for await (const { rows, next } of stretches(shelf, ask, 'asc', eventsAtOnce)) {
    for (const { body } of rows) events.push(openBody(body, sees))
    if (events.length >= mostLater && next !== undefined) return { events, whole: false }
  }
  return { events, whole: true }
}

/** Of a batch's events so many are asked for what they triggered; so many effects are told one by one. */
const mostCauses = 20_000
const mostEffects = 2_000
const mostTold = 50
const causesAtOnce = 200

/**
 * What happened because of a batch: events outside of it whose cause is one of its events, or one of those. Counted by
 * action and by source, and the first of them told. `whole` is false where there are more than were looked at.
 */
export const answerDownstream = async (shelf: Shelf, { id, sees }: QuestionOf<'downstream'>): Promise<Answers['downstream']> => {
  const size = await shelf.index.watermark()
  const found = new Map<string, EventView>()
  const other = not(exactly('batch', id))
  const triggeredBy = async (causes: readonly string[]): Promise<readonly string[]> => {
    const fresh: string[] = []
    const ask: Ask = { query: all(exactly('causedBy', ...causes), other), which: 'business', sees }
    for await (const { rows } of stretches(shelf, ask, 'asc', eventsAtOnce)) {
      for (const view of await viewsOfRows(shelf, rows, sees))
        if (view.id !== undefined && !found.has(view.id)) {
          found.set(view.id, view)
          fresh.push(view.id)
        }
      if (found.size >= mostEffects) break
    }
    return fresh
  }
  let looked = 0
  let whole = true
  const waiting: string[] = []
  for await (const { rows, next } of stretches(
    shelf,
    { query: exactly('batch', id), which: 'business', sees },
    'asc',
    causesAtOnce,
  )) {
    if (looked === 0 && rows.length === 0) return { text: null, size }
    waiting.push(...(await triggeredBy(rows.flatMap(({ body }) => openBody(body, sees).id ?? []))))
    looked += rows.length
    whole = next === undefined || (looked < mostCauses && found.size < mostEffects)
    if (!whole) break
  }
  while (waiting.length > 0 && found.size < mostEffects) waiting.push(...(await triggeredBy(waiting.splice(0, causesAtOnce))))
  const views = [...found.values()]
  const text = JSON.stringify({
    count: views.length,
    whole: whole && waiting.length === 0,
    actions: counted(views, ({ action }) => action),
    sources: counted(views, ({ source }) => source?.type),
    data: views.slice(0, mostTold),
  })
  return { text, size }
}

const counted = (views: readonly EventView[], of: (view: EventView) => string | undefined) => {
  const counts = new Map<string, number>()
  for (const view of views) {
    const value = of(view)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
