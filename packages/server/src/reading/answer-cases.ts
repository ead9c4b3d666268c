import { type Query, type Searchable, type WorkflowCase, workflowCase } from '@daybook/core'
import { openBody } from '../search/body.ts'
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
  const { ask, type, state, breaches } = question
  const size = await shelf.index.watermark()
  const { cases: events, whole } = await eventsByCase(
    shelf,
    type === undefined ? all(ask.query, having('workflow')) : all(ask.query, ofType(type)),
    ask,
  )
  const catalogue = await newestCatalogue(shelf)
  const cases = [...events.values()].flatMap((own) => workflowCase(own, catalogue.workflow(own[0]?.workflow?.type ?? '')) ?? [])
  const wanted = cases.filter((one) => (state === undefined || one.state === state) && (!breaches || one.breaches.length > 0))
  wanted.sort((a, b) =>
    breaches || state === 'ended' ? newestFirst(a.lastAt, b.lastAt) : newestFirst(b.inStepSince, a.inStepSince),
  )
  return {
    text: JSON.stringify({
      data: wanted.slice(0, maxCases),
      steps: stepsOf(cases, catalogue),
      whole: whole && wanted.length <= maxCases,
    }),
    size,
  }
}

const newestFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

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

/** In the order of the catalogue, then by name. */
const stepsOf = (cases: readonly WorkflowCase[], catalogue: Awaited<ReturnType<typeof newestCatalogue>>) => {
  const counts = new Map<string, { type: string; step: string; open: number }>()
  for (const { type, step = '', state } of cases) {
    if (state !== 'open') continue
    const key = JSON.stringify([type, step])
    const count = counts.get(key) ?? { type, step, open: 0 }
    counts.set(key, { ...count, open: count.open + 1 })
  }
  const place = ({ type, step }: { type: string; step: string }) => {
    const at = catalogue.workflow(type)?.steps.indexOf(step) ?? -1
    return at < 0 ? 1_000 : at
  }
  return [...counts.values()].sort((a, b) =>
    a.type < b.type ? -1 : a.type > b.type ? 1 : place(a) - place(b) || (a.step < b.step ? -1 : 1),
  )
}
