import { pathOfNames } from '@daybook/core'
import type { ListedEvent } from '../api/event-view.ts'
import { HistoryProblem, type TokenCalls } from './token-calls.ts'

/** Which events of the record: all, or those of a tab of its page. */
export const filters = ['all', 'fields', 'status'] as const
export type Filter = (typeof filters)[number]

export interface Wanted {
  /** `https://…/v1/trails/orders/objects/order/1842/events` */
  readonly address: string
  readonly filter: Filter
  /** As somebody typed them. */
  readonly words: string
  readonly limit: number
}

export interface EventPage {
  readonly data: readonly ListedEvent[]
  readonly nextCursor: string | null
  readonly total: { readonly value: number; readonly exact: boolean }
}

/** The address of a record's events; undefined where the page has not said enough. `object` is its type, a colon and its id. */
export function addressOf(server: string, object: string): string | undefined {
  const [, type, id] = /^([^:]+):(.+)/s.exec(object) ?? []
  const trail = server && URL.parse(server, document.baseURI)
  if (!type || !id || !trail || !/^https?:$/.test(trail.protocol) || !object.isWellFormed()) return undefined
  return `${pathOfNames(trail.origin + trail.pathname.replace(/\/+$/, ''), 'objects', type, id)}/events`
}

/** One page. Throws `HistoryProblem`, also where something else than the trail answers. */
export async function readPage(
  calls: TokenCalls,
  wanted: Wanted,
  /** Where the page before ended; nothing for the newest. */
  cursor: string | false | null | undefined,
  signal: AbortSignal,
): Promise<EventPage> {
  const { address, filter, words, limit } = wanted
  const q = [
    ...(filter === 'fields' ? ['field:*'] : filter === 'status' ? ['status:*'] : []),
    // In quotes nothing of it is a part of the query language.
    ...(words.match(/\S+/g) ?? []).map((word) => `"${word.replaceAll(/["\\]/g, '\\$&')}"`),
  ].join(' ')
  const query = new URLSearchParams({ limit: `${limit}`, ...(q && { q }), ...(cursor && { cursor }) })
  const page = await calls.get<EventPage>(`${address}?${query}`, signal)
  if (!Array.isArray(page.data)) throw new HistoryProblem('failed', 200, '')
  return page
}

/** The newest page put before what was loaded; undefined where there is a gap between them, and the old ones have to go. */
export function joined(newest: readonly ListedEvent[], loaded: readonly ListedEvent[]): readonly ListedEvent[] | undefined {
  const known = new Set(loaded.map(({ seq }) => seq))
  if (loaded.length > 0 && !newest.some(({ seq }) => known.has(seq))) return undefined
  const fresh = new Map(newest.map((event) => [event.seq, event]))
  return [...newest.filter(({ seq }) => !known.has(seq)), ...loaded.map((event) => fresh.get(event.seq) ?? event)]
}
