import { setTimeout as sleep } from 'node:timers/promises'
import { trailPath } from '../answer.ts'
import type { Client } from '../client.ts'
import { queryRefusal } from './query-refused.ts'

/** As much of an event's view as a list shows. */
export interface FoundEvent {
  readonly seq: number
  readonly sentence: string
  readonly occurredAt?: string
  readonly recordedAt?: string
  readonly source?: { readonly type: string; readonly name?: string }
}

export interface SearchAnswer {
  readonly data: readonly FoundEvent[]
  readonly nextCursor: string | null
  readonly total: { readonly value: number; readonly exact: boolean }
  readonly index: { readonly size: number; readonly behind: number }
}

export interface SearchAsk {
  readonly trail: string
  /** `q`, `from`, `to`, `order`, as the public interface has them. */
  readonly parameters: { readonly [name: string]: string }
  readonly limit: number
}

const pageLimit = 1000

/** Asks for as many events as are wanted, page after page. */
export async function searchPages(client: Client, ask: SearchAsk): Promise<SearchAnswer> {
  const data: FoundEvent[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await onePage(client, ask, Math.min(pageLimit, ask.limit - data.length), cursor)
    data.push(...page.data)
    if (page.nextCursor === null || data.length >= ask.limit) return { ...page, data }
    cursor = page.nextCursor
  }
}

/** Waits until everything stored is searchable; gives up when the index makes no headway. Answers how far it is. */
export async function untilIndexed(
  client: Client,
  trail: string,
  onProgress: (index: SearchAnswer['index']) => void,
): Promise<SearchAnswer['index']> {
  let [behind, movedAt] = [Number.POSITIVE_INFINITY, Date.now()]
  for (;;) {
    const { index } = await onePage(client, { trail, parameters: {}, limit: 1 }, 1, undefined)
    if (index.behind < behind) [behind, movedAt] = [index.behind, Date.now()]
    if (index.behind === 0 || Date.now() - movedAt > stuckMs) return index
    onProgress(index)
    await sleep(50)
  }
}

const stuckMs = 20_000

async function onePage(client: Client, ask: SearchAsk, limit: number, cursor: string | undefined): Promise<SearchAnswer> {
  const parameters = new URLSearchParams({ ...ask.parameters, limit: String(limit), ...(cursor && { cursor }) })
  const answer = await client.request(trailPath(ask.trail, `/events?${parameters}`))
  if (answer.ok) return (await answer.json()) as SearchAnswer
  throw await queryRefusal(answer, client)
}
