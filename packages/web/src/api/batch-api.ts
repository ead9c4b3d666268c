import type { Actor, BatchCounts, BatchFailure, BatchFile, Source } from '@daybook/core'
import { requestJson } from './request.ts'
import type { Counted } from './search-api.ts'

interface BatchStep {
  readonly id?: string
  readonly seq: number
  readonly at?: string
  readonly sentence: string
}

/** An import or a run as one thing: what it claimed beside what the trail counts. */
export interface BatchView {
  readonly id: string
  readonly kind: string | null
  readonly state: 'open' | 'completed' | 'failed'
  readonly who: Actor | null
  readonly source: Source | null
  readonly file: BatchFile | null
  readonly mapping: string | null
  readonly rows: number | null
  readonly first: BatchStep
  readonly last: BatchStep
  readonly started: BatchStep | null
  readonly completed: BatchStep | null
  readonly claimed: BatchCounts | null
  readonly recorded: {
    readonly created: number
    readonly updated: number
    readonly deleted: number
    readonly other: number
    readonly failed: number
    readonly events: number
    readonly exact: boolean
  }
}

export interface BatchDetail extends BatchView {
  readonly failures: readonly BatchFailure[]
  readonly actions: readonly Counted[]
  readonly fields: readonly Counted[]
  readonly records: readonly Counted[]
}

interface BatchPage {
  readonly data: readonly BatchView[]
  readonly nextCursor: string | null
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`

export function listBatches(
  trail: string,
  { q, from }: { readonly q?: string; readonly from?: string },
  cursor?: string,
  signal?: AbortSignal,
): Promise<BatchPage> {
  const said = Object.entries({ q, from, cursor, limit: '30' }).filter(([, value]) => value !== undefined)
  return requestJson(`${trailPath(trail)}/batches?${new URLSearchParams(said as [string, string][])}`, { signal })
}

export const getBatch = (trail: string, id: string, signal?: AbortSignal): Promise<BatchDetail> =>
  requestJson(`${trailPath(trail)}/batches/${encodeURIComponent(id)}`, { signal })
