import { setTimeout as sleep } from 'node:timers/promises'
import { refusalOf, trailPath } from '../answer.ts'
import type { Client } from '../client.ts'
import { CommandFailure, exitCodes } from '../failure.ts'

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

/** The query cannot be read: `at` is where in its text, from 0. */
export class QueryRefused extends CommandFailure {
  readonly at: number | undefined
  constructor(sentence: string, at: number | undefined) {
    super('bad_query', sentence, { todo: 'docs/query.md has the language.', exitCode: exitCodes.unknown })
    this.at = at
  }
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
  if (answer.status === 400) throw await queryRefused(answer, client)
  throw await refusalOf(answer, client)
}

async function queryRefused(answer: Response, client: Client): Promise<CommandFailure> {
  const problem = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as {
    readonly code?: string
    readonly detail?: string
    readonly pointer?: string
    readonly at?: number
  }
  if (problem.code !== 'bad_query' || problem.detail === undefined) return refusalOf(answer, client)
  return new QueryRefused(problem.detail, problem.pointer === '/q' ? problem.at : undefined)
}
