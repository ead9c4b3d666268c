import type { Batch, BatchCounts } from '@daybook/core'
import type { Ask, FacetCounts } from '../search/search-index.ts'
import type { EventView } from '../trail/view.ts'
import { all, exactly, not } from './exactly.ts'
import { facetLabel } from './facet-label.ts'
import { type Shelf, viewsOfRows } from './shelf.ts'

type Whose = Pick<Ask, 'which' | 'sees'>

interface Step {
  readonly id: string | undefined
  readonly seq: number
  readonly at: string | undefined
  readonly sentence: string
}

/** What the trail itself counts of a batch; `failed` are events whose outcome was not success. */
interface Recorded {
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly other: number
  readonly failed: number
  readonly events: number
  readonly exact: boolean
}

export interface BatchSummary {
  readonly id: string
  readonly kind: string | null
  readonly state: 'open' | 'completed' | 'failed'
  readonly who: EventView['actor'] | null
  readonly source: EventView['source'] | null
  readonly file: Batch['file'] | null
  readonly mapping: string | null
  readonly rows: number | null
  readonly first: Step
  readonly last: Step
  readonly started: Step | null
  readonly completed: Step | null
  /** As the one who ran it says. */
  readonly claimed: BatchCounts | null
  /** As the trail has it. */
  readonly recorded: Recorded
}

export interface BatchDetails extends BatchSummary {
  readonly failures: NonNullable<Batch['failures']>
  readonly actions: readonly Counted[]
  readonly fields: readonly Counted[]
  readonly records: readonly Counted[]
}
interface Counted {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** More kinds of action than this no batch has. */
const mostActions = 1_000
const mostShown = 50

/** A batch from its events; undefined where this reader sees none. Nothing of it is stored: it is counted when it is asked for. */
export const batchSummary = async (shelf: Shelf, id: string, whose: Whose): Promise<BatchSummary | undefined> =>
  (await lookAt(shelf, id, whose))?.summary

export const batchDetails = async (shelf: Shelf, id: string, whose: Whose): Promise<BatchDetails | undefined> => {
  const found = await lookAt(shelf, id, whose)
  if (!found) return undefined
  const { ask, ends, actions, summary } = found
  const [fields, records] = await shelf.index.facets(ask, ['field', 'object'], mostShown)
  const failures = [...ends].reverse().find((end) => end?.batch?.failures)?.batch?.failures ?? []
  return { ...summary, failures, actions: counted(actions), fields: counted(fields), records: counted(records) }
}

const lookAt = async (shelf: Shelf, id: string, { which, sees }: Whose) => {
  const ask: Ask = { query: exactly('batch', id), which, sees }
  const first = await oneOf(shelf, ask, 'asc')
  const last = await oneOf(shelf, ask, 'desc')
  if (!first || !last) return undefined
  const [actions] = await shelf.index.facets(ask, ['action'], mostActions)
  const names = lifecycleOf((actions?.values ?? []).map(({ value }) => value))
  const started = await oneOf(shelf, ask, 'asc', names.started)
  const completed = (await oneOf(shelf, ask, 'desc', names.ended)) ?? [last, first].find(({ batch }) => batch?.claimed)
  const ends = [first, started, completed]
  const told = <T>(of: (view: EventView) => T | undefined): T | null => {
    for (const view of [completed, started, first]) {
      const value = view && of(view)
      if (value !== undefined) return value
    }
    return null
  }
  const summary: BatchSummary = {
    id,
    kind: told(({ batch }) => batch?.kind),
    state: !completed ? 'open' : completed.action?.endsWith('_failed') ? 'failed' : 'completed',
    who: (started ?? first).actor ?? null,
    source: (started ?? first).source ?? null,
    file: told(({ batch }) => batch?.file),
    mapping: told(({ batch }) => batch?.mapping),
    rows: told(({ batch }) => batch?.rows),
    first: stepOf(first),
    last: stepOf(last),
    started: started ? stepOf(started) : null,
    completed: completed ? stepOf(completed) : null,
    claimed: told(({ batch }) => batch?.claimed),
    recorded: await recordedOf(shelf, ask, [...names.started, ...names.ended]),
  }
  return { ask, ends, actions, summary }
}

const oneOf = async (
  shelf: Shelf,
  ask: Ask,
  order: 'asc' | 'desc',
  actions?: readonly string[],
): Promise<EventView | undefined> => {
  if (actions?.length === 0) return undefined
  const query = actions ? all(ask.query, exactly('action', ...actions)) : ask.query
  const { rows } = await shelf.index.page({ ...ask, query }, order, 1)
  return (await viewsOfRows(shelf, rows, ask.sees))[0]
}

const stepOf = ({ id, seq, occurredAt, sentence }: EventView): Step => ({ id, seq, at: occurredAt, sentence })

/** Actions that say of the batch itself that it began or ended: `…_started`, and `…_completed` or `…_failed` of the same name. */
const lifecycleOf = (actions: readonly string[]): { readonly started: readonly string[]; readonly ended: readonly string[] } => {
  const started = actions.filter((action) => action.endsWith('_started'))
  const stems = new Set(started.map((action) => action.slice(0, -'_started'.length)))
  const ended = actions.filter((action) => {
    const stem = /^(.+)_(?:completed|failed)$/.exec(action)?.[1]
    return stem !== undefined && (stems.has(stem) || /[._](?:import|run|batch|job|sync)$/.test(stem))
  })
  return { started, ended }
}

const recordedOf = async ({ index }: Shelf, ask: Ask, lifecycle: readonly string[]): Promise<Recorded> => {
  const rows = lifecycle.length === 0 ? ask.query : all(ask.query, not(exactly('action', ...lifecycle)))
  const done = await index.facets({ ...ask, query: all(rows, exactly('outcome', 'success')) }, ['action'], mostActions)
  const failed = await index.count({ ...ask, query: all(rows, not(exactly('outcome', 'success'))) })
  const events = await index.count({ ...ask, query: rows })
  const counts = { created: 0, updated: 0, deleted: 0, other: 0 }
  for (const { value, count } of done[0]?.values ?? []) counts[kindOf(value)] += count
  return {
    ...counts,
    failed: failed.value,
    events: events.value,
    exact: (done[0]?.exact ?? true) && failed.exact && events.exact,
  }
}

/** By the verb that the action ends with. */
const kindOf = (action: string): 'created' | 'updated' | 'deleted' | 'other' => {
  const verb = /[a-z0-9]+$/.exec(action)?.[0] ?? ''
  if (/^(?:created|added|imported|inserted|registered|invited)$/.test(verb)) return 'created'
  if (
    /^(?:updated|changed|edited|modified|renamed|moved|merged|assigned|reassigned|approved|rejected|closed|reopened|cancelled|restored)$/.test(
      verb,
    )
  )
    return 'updated'
  if (/^(?:deleted|removed|archived|purged)$/.test(verb)) return 'deleted'
  return 'other'
}

const counted = (facet: FacetCounts | undefined): readonly Counted[] =>
  (facet?.values ?? []).slice(0, mostShown).map(({ value, label, count }) => ({
    value,
    label: facetLabel(facet?.dimension ?? 'action', { value, ...(label === undefined ? {} : { label }) }),
    count,
  }))
