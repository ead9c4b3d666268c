import { type Change, type Json, wordsOf } from '@daybook/core'
import type { EventView, KnownChange } from '../trail/view.ts'

/** A cell of a spreadsheet: a text, or an instant in milliseconds since 1970 UTC. */
export type Cell = string | { readonly ms: number }

interface Column {
  readonly title: string
  readonly of: (view: EventView) => Cell
}

const time = (text: string | undefined): Cell => (text === undefined ? '' : { ms: Date.parse(text) })
const words = (name: string | undefined): string => (name === undefined ? '' : wordsOf(name))

/**
 * What a spreadsheet has of an event: one row an event, for people. Several changes stand one a line in their cells, with
 * the field's name before each value. Everything there is of an event is in the NDJSON export.
 */
const columns: readonly Column[] = [
  { title: 'Occurred at (UTC)', of: ({ occurredAt }) => time(occurredAt) },
  { title: 'What happened', of: ({ sentence }) => sentence },
  { title: 'Who', of: ({ actor }) => actor?.name ?? '' },
  { title: 'Who (id)', of: ({ actor }) => actor?.id ?? '' },
  { title: 'Who (kind)', of: ({ actor }) => words(actor?.type) },
  { title: 'Who (roles)', of: ({ actor }) => (actor?.roles ?? []).join('\n') },
  { title: 'Acting for', of: ({ actor }) => actor?.onBehalfOf?.name ?? actor?.onBehalfOf?.id ?? '' },
  { title: 'Action', of: ({ action }) => action ?? '' },
  { title: 'Category', of: ({ category }) => words(category) },
  { title: 'Record', of: ({ object }) => object?.name ?? '' },
  { title: 'Record (type)', of: ({ object }) => object?.type ?? '' },
  { title: 'Record (id)', of: ({ object }) => object?.id ?? '' },
  { title: 'Changed fields', of: ({ changes }) => (changes ?? []).map(nameOf).join('\n') },
  { title: 'Before', of: ({ changes }) => sideOf(changes ?? [], 'before') },
  { title: 'After', of: ({ changes }) => sideOf(changes ?? [], 'after') },
  { title: 'Reason', of: ({ reason }) => reason ?? '' },
  { title: 'Outcome', of: ({ outcome }) => words(outcome) },
  { title: 'Error', of: ({ error }) => [error?.code, error?.message].filter((text) => text !== undefined).join(': ') },
  { title: 'Source', of: ({ source }) => words(source?.type) },
  { title: 'Source (name)', of: ({ source }) => source?.name ?? source?.id ?? '' },
  { title: 'IP address', of: ({ source }) => source?.ip ?? '' },
  { title: 'Customer', of: ({ customer }) => customer?.name ?? '' },
  { title: 'Customer (id)', of: ({ customer }) => customer?.id ?? '' },
  { title: 'Organization', of: ({ organization }) => organization?.name ?? organization?.id ?? '' },
  {
    title: 'Related records',
    of: ({ related }) => (related ?? []).map(({ type, id, name }) => name ?? `${type}/${id}`).join('\n'),
  },
  { title: 'Workflow', of: ({ workflow }) => (workflow ? `${workflow.type}/${workflow.id}` : '') },
  { title: 'Step', of: ({ workflow }) => workflow?.step ?? '' },
  { title: 'Decision', of: ({ workflow }) => words(workflow?.decision) },
  { title: 'Batch', of: ({ batch }) => batch?.id ?? '' },
  { title: 'Count', of: ({ count }) => (count === undefined ? '' : String(count)) },
  { title: 'Correlation', of: ({ correlationId }) => correlationId ?? '' },
  { title: 'Caused by', of: ({ causedBy }) => causedBy ?? '' },
  { title: 'Recorded at (UTC)', of: ({ recordedAt }) => time(recordedAt) },
  { title: 'Weaknesses', of: ({ defects }) => defects.map(({ detail }) => detail).join('\n') },
  { title: 'Hidden from you', of: ({ hidden }) => hidden.map(({ slot, why }) => `${slot} (${why})`).join('\n') },
  { title: 'Event', of: ({ id }) => id ?? '' },
  { title: 'Position', of: ({ seq }) => String(seq) },
]

export const columnTitles: readonly string[] = columns.map(({ title }) => title)
export const rowOf = (view: EventView): readonly Cell[] => columns.map(({ of }) => of(view))

const nameOf = ({ field, label, path }: Change): string => `${label ?? wordsOf(field)}${path === undefined ? '' : ` (${path})`}`

const sideOf = (changes: readonly KnownChange[], side: 'before' | 'after'): string => {
  const [only] = changes
  if (changes.length === 1 && only) return priceText(only, side)
  return changes.map((change) => `${nameOf(change)}: ${priceText(change, side)}`).join('\n')
}

/** An amount with the letters of its currency behind it, so that the digits stay as they were recorded. */
const priceText = (change: KnownChange, side: 'before' | 'after'): string => {
  const { [side]: value, currency, treated } = change
  const isAmount = treated === undefined && (typeof value === 'number' || (typeof value === 'string' && value !== ''))
  return currency !== undefined && isAmount ? `${value} ${currency}` : valueText(value)
}

/** Absent reads as nothing at all; lists and objects as JSON. */
const valueText = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
