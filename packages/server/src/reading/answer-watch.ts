import { matches, parseTime } from '@daybook/core'
import { openBody } from '../search/body.ts'
import { inRange, placeOf } from '../search/place.ts'
import { wholeQuery } from '../search/plan-ask.ts'
import type { Ask, Found, Sees } from '../search/search-index.ts'
import type { Answers, QuestionOf, WatchedHit } from './questions.ts'
import { type Shelf, viewsOfRows } from './shelf.ts'

/** One stretch is a question of its own, so that a person's search never waits for a long one. */
const positionsAtOnce = 1_000
const hitsAtOnce = 2_000

/**
 * The next positions in the order of recording, each read once and judged for everybody who watches: what nobody asked
 * for costs no more than being passed by, however many rules there are. History and the firing of alerts itself are no hits.
 */
export const answerWatch = async (shelf: Shelf, question: QuestionOf<'watch'>): Promise<Answers['watch']> => {
  const { rows, upTo } = await stretch(shelf, question.from, question.below)
  const hits = question.watched.map((): WatchedHit[] => [])
  for (const { seq, body } of rows) {
    const eyes = new Eyes(body)
    for (const [at, { from, ask }] of question.watched.entries()) {
      const ms = seq < from ? undefined : hitAt(eyes, ask)
      if (ms !== undefined) hits[at]?.push([seq, ms, isFoundByAll(eyes, ask)])
    }
  }
  return { hits, upTo }
}

/** The next positions as JSON lines of events, as far as one reader sees them; ends early rather than grow beyond `maxLength`. */
export const answerForward = async (shelf: Shelf, question: QuestionOf<'forward'>): Promise<Answers['forward']> => {
  const { ask, maxLength } = question
  const { rows, upTo } = await stretch(shelf, question.from, question.below)
  const lines: string[] = []
  const positions: number[] = []
  let length = 0
  for (const row of rows) {
    if (!isAsked(openBody(row.body, ask.sees), ask)) continue
    const [view] = await viewsOfRows(shelf, [row], ask.sees)
    const line = JSON.stringify(view)
    if (length > 0 && length + line.length > maxLength) return { lines, positions, upTo: row.seq }
    lines.push(line)
    positions.push(row.seq)
    length += line.length
  }
  return { lines, positions, upTo }
}

/** Where and when events that match occurred, a stretch at a time. History is left out where it is not wanted. */
export const answerHits = async ({ index }: Shelf, question: QuestionOf<'hits'>): Promise<Answers['hits']> => {
  const { ask, order, below, after } = question
  const { rows, next } = await index.page(ask, order, hitsAtOnce, after)
  const hits = rows.flatMap(({ seq, body }) => {
    const { action = '', occurredAt = '', history } = openBody(body, ask.sees)
    if (seq >= below || (history && !question.history)) return []
    return [{ seq, occurredAtMs: parseTime(occurredAt) ?? 0, action, isHistory: history === true }]
  })
  return { hits, ...(next === undefined ? {} : { next }) }
}

const everything = { query: { kind: 'and', parts: [] }, which: 'all', sees: { roles: 'everything' } } as const

const stretch = async (
  { index }: Shelf,
  from: number,
  below: number,
): Promise<{ readonly rows: Found['rows']; readonly upTo: number }> => {
  // An index that is made again has not what the one before it had: those who follow wait for it.
  const end = Math.min(below, await index.watermark())
  if (from >= end) return { rows: [], upTo: from }
  const after = from === 0 ? undefined : placeOf({ occurredAtMs: 0, seq: from - 1 })
  const to = Math.min(end, from + positionsAtOnce)
  const { rows } = await index.page(everything, 'recorded', to - from, after)
  return { rows: rows.filter(({ seq }) => seq < to), upTo: to }
}

type Opened = ReturnType<typeof openBody>

/** One event as different readers see it, opened once for all who see the same: opening costs ten times what judging does. */
class Eyes {
  readonly #body: string
  readonly #opened = new Map<string, Opened>()

  constructor(body: string) {
    this.#body = body
  }

  see(sees: Pick<Sees, 'roles'>): Opened {
    const key = sees.roles === 'everything' ? '*' : sees.roles.join()
    const known = this.#opened.get(key)
    if (known) return known
    const event = openBody(this.#body, sees)
    this.#opened.set(key, event)
    return event
  }
}

const hitAt = (eyes: Eyes, ask: Ask): number | undefined => {
  const event = eyes.see(ask.sees)
  if (event.history || event.action === 'trail.alert_fired' || !isAsked(event, ask)) return undefined
  return parseTime(event.occurredAt ?? '') ?? 0
}

/** Whether nothing that is kept for roles is needed to find it: then it may be told that it was found. */
const isFoundByAll = (eyes: Eyes, ask: Ask): boolean => {
  const sees = { roles: [] }
  return isAsked(eyes.see(sees), { ...ask, sees })
}

/** As the index would find it. */
const isAsked = (event: Opened, ask: Ask): boolean => {
  const isOwn = event.category === 'trail'
  if (ask.which !== 'all' && (ask.which === 'own') !== isOwn) return false
  return inRange(parseTime(event.occurredAt ?? '') ?? 0, ask) && matches(wholeQuery(ask), event)
}
