import { setTimeout as sleep } from 'node:timers/promises'
import { ask, trailPath } from '../answer.ts'
import type { Client } from '../client.ts'
import { queryRefusal } from './query-refused.ts'

/** As much of an event's view as a list shows. */
export interface FoundEvent {
  readonly seq: number
  readonly sentence: string
  readonly occurredAt?: string
  readonly recordedAt?: string
  readonly source?: { readonly type: string; readonly name?: string }
  readonly actor?: { readonly id: string; readonly name?: string }
  readonly parts?: readonly { readonly kind: string }[]
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
export async function searchPages(client: Client, wanted: SearchAsk): Promise<SearchAnswer> {
  const data: FoundEvent[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await onePage(client, wanted, Math.min(pageLimit, wanted.limit - data.length), cursor)
    data.push(...page.data)
    if (page.nextCursor === null || data.length >= wanted.limit) return { ...page, data }
    cursor = page.nextCursor
  }
}

interface IndexState {
  readonly state: string
  readonly size: number
  readonly behind: number
}

const [pollMs, stuckMs] = [50, 20_000]

/** Waits until everything stored is searchable; gives up where the index cannot go on or makes no headway. */
export async function untilIndexed(client: Client, trail: string, onProgress: (index: IndexState) => void): Promise<void> {
  let [behind, movedAt] = [Number.POSITIVE_INFINITY, Date.now()]
  for (;;) {
    const index = await ask<IndexState>(client, 'GET', trailPath(trail, '/index'))
    if (index.behind < behind) [behind, movedAt] = [index.behind, Date.now()]
    if (index.behind === 0 || index.state === 'failing' || index.state === 'full' || Date.now() - movedAt > stuckMs) return
    onProgress(index)
    await sleep(pollMs)
  }
}

async function onePage(client: Client, wanted: SearchAsk, limit: number, cursor: string | undefined): Promise<SearchAnswer> {
  const parameters = new URLSearchParams({ ...wanted.parameters, limit: String(limit), ...(cursor && { cursor }) })
  const answer = await patiently(() => client.request(trailPath(wanted.trail, `/events?${parameters}`)))
  if (answer.ok) return (await answer.json()) as SearchAnswer
  throw await queryRefusal(answer, client)
}

const attempts = 6

/** Asks again, a little later each time, where the server is only busy or its index is not there at the moment. */
async function patiently(request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await request()
    if ((answer.status !== 429 && answer.status !== 503) || attempt === attempts) return answer
    await answer.body?.cancel()
    await sleep(200 * attempt)
  }
}
