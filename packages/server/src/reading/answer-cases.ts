import { type CompiledCatalogue, type Query, type Searchable, type WorkflowCase, workflowCase } from '@daybook/core'
import { openBody } from '../search/body.ts'
import type { CasesFound } from '../search/case-list.ts'
import { planAsk } from '../search/plan-ask.ts'
import type { Ask } from '../search/search-index.ts'
import { all, exactly, having } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, stretches } from './shelf.ts'

/** Looked at for a list of cases; older cases are said to be missing. */
const maxEvents = 20_000
const eventsAtOnce = 500
const maxCases = 500

/** One case, put together from all of its events. */
export const answerCase = async (shelf: Shelf, { type, id, sees }: QuestionOf<'case'>): Promise<Answers['case']> => {
  const size = await shelf.index.watermark()
  const ask = { query: all(exactly('workflow', `${type}/${id}`)), which: 'business', sees } as const
  const events: Searchable[] = []
  for await (const { rows } of stretches(shelf, ask, 'asc', eventsAtOnce))
    for (const { body } of rows) events.push(openBody(body, sees))
  const told = workflowCase(events, (await newestCatalogue(shelf)).workflow(type))
  return { text: told ? JSON.stringify(told) : null, size }
}

/** Cases as they stand, those first that wait longest in their step, and how many are open in each step. */
export const answerCases = async (shelf: Shelf, question: QuestionOf<'cases'>): Promise<Answers['cases']> => {
  const size = await shelf.index.watermark()
  const catalogue = await newestCatalogue(shelf)
  const told = (await keptCases(shelf, question, catalogue)) ?? (await casesOfEvents(shelf, question, catalogue))
  return { text: JSON.stringify({ ...told, steps: inOrder(told.steps, catalogue) }), size }
}

interface ToldCases {
  readonly data: readonly WorkflowCase[]
  readonly steps: readonly StepCount[]
  readonly whole: boolean
}

type StepCount = CasesFound['steps'][number]

/** From the cases that the index keeps, where all business events are asked about and all of them may be read. */
const keptCases = async (
  { index }: Shelf,
  { ask, type, state, breaches }: QuestionOf<'cases'>,
  catalogue: CompiledCatalogue,
): Promise<ToldCases | undefined> => {
  if (!isOfEverything(ask)) return undefined
  const found = await index.cases?.({
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state }),
    breaches,
    limit: maxCases,
    maxEvents,
    declared: (name) => catalogue.workflow(name),
  })
  if (!found) return undefined
  const data = found.cases.flatMap((rows) => {
    const events = rows.map(({ body }) => openBody(body, ask.sees))
    return workflowCase(events, catalogue.workflow(events[0]?.workflow?.type ?? '')) ?? []
  })
  return { data, steps: found.steps, whole: found.whole }
}

const isOfEverything = (ask: Ask): boolean => {
  const { expr, exact, fromMs, toMs, owns } = planAsk(ask)
  return (
    expr === 'everything' && exact && fromMs <= 0 && toMs === Number.POSITIVE_INFINITY && owns.length === 1 && owns[0] === false
  )
}

/** From the events that are asked about and may be read. */
const casesOfEvents = async (
  shelf: Shelf,
  { ask, type, state, breaches }: QuestionOf<'cases'>,
  catalogue: CompiledCatalogue,
): Promise<ToldCases> => {
  const query = type === undefined ? all(ask.query, having('workflow')) : all(ask.query, ofType(type))
  const { cases: events, whole } = await eventsByCase(shelf, query, ask)
  const cases = [...events.values()]
    .flatMap((own) => workflowCase(own, catalogue.workflow(own[0]?.workflow?.type ?? '')) ?? [])
    // A case may be called as a workflow is.
    .filter((one) => type === undefined || one.type === type)
  const wanted = cases.filter((one) => (state === undefined || one.state === state) && (!breaches || one.breaches.length > 0))
  const order = breaches || state === 'ended' ? lastFirst : longestFirst
  wanted.sort((a, b) => order(a, b) || compare(a.type, b.type) || compare(a.id, b.id))
  return { data: wanted.slice(0, maxCases), steps: openSteps(cases), whole: whole && wanted.length <= maxCases }
}

const lastFirst = (a: WorkflowCase, b: WorkflowCase): number => compare(b.lastAt, a.lastAt)
const longestFirst = (a: WorkflowCase, b: WorkflowCase): number => compare(a.inStepSince, b.inStepSince)
/** In the order of UTF-8, as the index has names. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const ofType = (type: string) => ({ kind: 'filter', filter: 'workflow', values: [{ match: 'is', text: type }] }) as const

const newestCatalogue = async ({ reader }: Shelf) => reader.compiled(await reader.catalogueVersion())

const eventsByCase = async (shelf: Shelf, query: Query, ask: QuestionOf<'cases'>['ask']) => {
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

const openSteps = (cases: readonly WorkflowCase[]): readonly StepCount[] => {
  const counts = new Map<string, StepCount>()
  for (const { type, step = '', state } of cases) {
    if (state !== 'open') continue
    const key = JSON.stringify([type, step])
    const count = counts.get(key) ?? { type, step, open: 0 }
    counts.set(key, { ...count, open: count.open + 1 })
  }
  return [...counts.values()]
}

/** In the order of the catalogue, then by name. */
const inOrder = (steps: readonly StepCount[], catalogue: CompiledCatalogue): readonly StepCount[] => {
  const place = ({ type, step }: StepCount) => {
    const at = catalogue.workflow(type)?.steps.indexOf(step) ?? -1
    return at < 0 ? 1_000 : at
  }
  return [...steps].sort((a, b) => compare(a.type, b.type) || place(a) - place(b) || compare(a.step, b.step))
}
