import { type CompiledCatalogue, type Query, type Searchable, type WorkflowCase, workflowCase } from '@daybook/core'
import { openBody } from '../search/body.ts'
import type { CaseCounts, CasePlace, CasesWanted, StepCount } from '../search/case-list.ts'
import { placeOf, readPlace } from '../search/place.ts'
import { planAsk, wholeQuery } from '../search/plan-ask.ts'
import type { Ask, Count } from '../search/search-index.ts'
import { all, exactlyThe, having } from './exactly.ts'
import { kindsRead } from './kinds-read.ts'
import { listCases } from './list-cases.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { isWhole, type Shelf, stretches } from './shelf.ts'

/** Looked at for a list of cases; older cases are said to be missing. */
const maxEvents = 20_000
const eventsAtOnce = 500

/** One case, put together from all of its events. */
export const answerCase = async (shelf: Shelf, { type, id, sees }: QuestionOf<'case'>): Promise<Answers['case']> => {
  const size = await shelf.index.watermark()
  const ask = { query: all(exactlyThe('workflow', { type, id })), which: 'business', sees } as const
  const events: Searchable[] = []
  for await (const { rows } of stretches(shelf, ask, 'asc', eventsAtOnce))
    for (const { body } of rows) events.push(openBody(body, sees))
  const told = workflowCase(events, (await newestCatalogue(shelf)).workflow(type))
  return { text: told ? JSON.stringify(told) : null, size }
}

/** A page of cases as they stand, and how many of all cases are open in each step or out of the ordinary. */
export const answerCases = async (shelf: Shelf, question: QuestionOf<'cases'>): Promise<Answers['cases']> => {
  const size = await shelf.index.watermark()
  const catalogue = await newestCatalogue(shelf)
  const { ask, wanted, nowMs, limit, after } = question
  const place = after === undefined ? undefined : readPlace(after)
  const asked: CasesWanted = {
    ...wanted,
    nowMs,
    limit,
    maxEvents,
    ...(place ? { after: { ms: place.occurredAtMs, id: place.seq } } : {}),
    declared: (type) => catalogue.workflow(type),
  }
  const { data, total, steps, exceptions, whole, next } =
    (await keptCases(shelf, ask, asked)) ?? (await casesOfEvents(shelf, ask, asked))
  const count = { ...total, exact: total.exact && isWhole(size, question) }
  return {
    text: JSON.stringify({ data, total: count, steps: inOrder(steps, catalogue), exceptions, whole }),
    ...(next ? { next: placeOf({ occurredAtMs: next.ms, seq: next.id }) } : {}),
    size,
  }
}

interface ToldCases extends CaseCounts {
  readonly data: readonly WorkflowCase[]
  readonly total: Count
  readonly next?: CasePlace
  readonly whole: boolean
}

/** From the cases that the index keeps, where of each case all events are asked about and may be read, or none. */
const keptCases = async ({ index }: Shelf, ask: Ask, wanted: CasesWanted): Promise<ToldCases | undefined> => {
  const mayRead = isOfAllTimes(ask) ? kindsRead(wholeQuery(ask)) : undefined
  if (!mayRead) return undefined
  const found = await index.cases?.(mayRead === 'all' ? wanted : { ...wanted, mayRead })
  if (!found) return undefined
  const { cases, ...rest } = found
  const data = cases.flatMap((rows) => {
    const events = rows.map(({ body }) => openBody(body, ask.sees))
    return workflowCase(events, wanted.declared(events[0]?.workflow?.type ?? '')) ?? []
  })
  return { ...rest, data }
}

/** Of the business's events, whenever they occurred and were recorded. */
const isOfAllTimes = (ask: Ask): boolean => {
  const { fromMs, toMs, upTo, owns } = planAsk(ask)
  return fromMs <= 0 && toMs === Number.POSITIVE_INFINITY && upTo === undefined && owns.length === 1 && owns[0] === false
}

/** From the events that are asked about and may be read. */
const casesOfEvents = async (shelf: Shelf, ask: Ask, wanted: CasesWanted): Promise<ToldCases> => {
  const { type } = wanted
  const query = type === undefined ? all(ask.query, having('workflow')) : all(ask.query, ofType(type))
  const { cases: events, whole } = await eventsByCase(shelf, query, ask)
  const cases = [...events.values()]
    .flatMap((own) => workflowCase(own, wanted.declared(own[0]?.workflow?.type ?? '')) ?? [])
    // A case may be called as a workflow is.
    .filter((one) => type === undefined || one.type === type)
  const { total, ...told } = listCases(cases, wanted)
  return { ...told, total: { value: total, exact: whole }, whole }
}

const ofType = (type: string) => ({ kind: 'filter', filter: 'workflow', values: [{ match: 'is', text: type }] }) as const

const newestCatalogue = async ({ reader }: Shelf) => reader.compiled(await reader.catalogueVersion())

const eventsByCase = async (shelf: Shelf, query: Query, ask: Ask) => {
  const cases = new Map<string, Searchable[]>()
  let looked = 0
  for await (const { rows, next } of stretches(shelf, { ...ask, query }, 'desc', eventsAtOnce)) {
    for (const { body } of rows) {
      const event = openBody(body, ask.sees)
      const key = JSON.stringify([event.workflow?.type, event.workflow?.id])
      const own = cases.get(key)
      if (own) own.push(event)
      else cases.set(key, [event])
    }
    looked += rows.length
    if (looked >= maxEvents && next !== undefined) return { cases, whole: false }
  }
  return { cases, whole: true }
}

/** In the order of the catalogue, then by name. */
const inOrder = (steps: readonly StepCount[], catalogue: CompiledCatalogue): readonly StepCount[] => {
  const place = ({ type, step }: StepCount) => {
    const at = catalogue.workflow(type)?.steps.indexOf(step) ?? -1
    return at < 0 ? 1_000 : at
  }
  return [...steps].sort((a, b) => compare(a.type, b.type) || place(a) - place(b) || compare(a.step, b.step))
}

/** In the order of UTF-8, as the index has names. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
