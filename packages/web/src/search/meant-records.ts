import { formatQuery } from '@daybook/core'
import { isPruned, type ListedEvent } from '../api/event-view.ts'
import { type Counted, getFacets, searchEvents } from '../api/search-api.ts'

/** One record, its type and its id apart: both may have slashes of their own. */
export interface MeantRecord {
  readonly type: string
  readonly id: string
  /** As it was recorded; absent where it has none. */
  readonly name?: string
}

/** So many of the newest events are asked which records a value with several slashes means. */
const newest = 20

/** The records whose events match a query, those with the most first. */
export async function getRecords(trail: string, q: string, most: number, signal?: AbortSignal): Promise<readonly MeantRecord[]> {
  const found = await getFacets(trail, { q }, ['object'], most, signal)
  const records = await Promise.all((found.facets.object ?? []).map((counted) => recordsOf(trail, counted, signal)))
  return records.flat()
}

/**
 * Counts name a record `type/id`. With one slash that says which; with more, `a/b/c` may be two records, and only their events
 * tell.
 */
async function recordsOf(trail: string, { value, label }: Counted, signal?: AbortSignal): Promise<readonly MeantRecord[]> {
  const [first, ...others] = splitsOf(value)
  const named = label === value ? {} : { name: label }
  if (first === undefined) return [{ type: value, id: '', ...named }]
  if (others.length === 0) return [{ ...first, ...named }]
  const q = formatQuery({ kind: 'filter', filter: 'object', values: [{ match: 'is', text: value }] })
  const { data } = await searchEvents(trail, { q }, newest, undefined, signal)
  const seen = seenAs(value, data)
  return seen.length === 0 ? [{ ...first, ...named }] : seen
}

/** The records of these events that are written as `value`, each once, by the name it had last. */
export function seenAs(value: string, events: readonly ListedEvent[]): readonly MeantRecord[] {
  const seen = new Map<string, MeantRecord>()
  for (const event of events) {
    if (isPruned(event) || event.object?.id === undefined) continue
    const { type, id, name } = event.object
    if (`${type}/${id}` === value && !seen.has(type)) seen.set(type, { type, id, ...(name === undefined ? {} : { name }) })
  }
  return [...seen.values()]
}

/** Every type and id that are written `type/id` as this value is, the shortest type first. */
export function splitsOf(value: string): readonly { readonly type: string; readonly id: string }[] {
  return [...value.matchAll(/\//g)].map(({ index }) => ({ type: value.slice(0, index), id: value.slice(index + 1) }))
}
