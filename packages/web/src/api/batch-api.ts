import {
  type Actor,
  type BatchCounts,
  type BatchFailure,
  type BatchFile,
  type FieldKind,
  type Json,
  pathOfNames,
  type Source,
  type Treatment,
} from '@daybook/core'
import type { ListedEvent } from './event-view.ts'
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

export interface BatchPage {
  readonly data: readonly BatchView[]
  readonly nextCursor: string | null
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`
const batchPath = (trail: string, id: string) => pathOfNames(trailPath(trail), 'batches', id)

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
  requestJson(batchPath(trail, id), { signal })

/** The event behind a row of an undo list. */
export interface UndoEvent {
  readonly id?: string
  readonly seq: number
  readonly occurredAt: string
  readonly actor?: { readonly id?: string; readonly name?: string }
}

/** One field of one record that a batch changed, or a record that it created, deleted or restored. */
export interface UndoRow {
  readonly record: { readonly type: string; readonly id: string; readonly name?: string }
  readonly what: 'changed' | 'created' | 'deleted' | 'restored'
  readonly field?: string
  readonly path?: string
  readonly label?: string
  readonly kind?: FieldKind
  readonly currency?: string
  readonly before?: Json
  readonly after?: Json
  readonly treated?: Treatment | 'secret'
  readonly hidden?: true
  readonly by: UndoEvent
  readonly state: 'as_left' | 'changed' | 'put_back'
  readonly since?: UndoEvent
  readonly now?: Json
}

interface UndoPage {
  readonly data: readonly UndoRow[]
  readonly whole: boolean
  readonly nextCursor: string | null
}

/** What happened because of a batch. */
export interface Downstream {
  readonly count: number
  readonly whole: boolean
  readonly actions: readonly { readonly value: string; readonly count: number }[]
  readonly sources: readonly { readonly value: string; readonly count: number }[]
  readonly data: readonly ListedEvent[]
}

export const getUndo = (trail: string, id: string, cursor?: string, signal?: AbortSignal): Promise<UndoPage> =>
  requestJson(
    `${batchPath(trail, id)}/undo?${new URLSearchParams({ limit: '50', ...(cursor === undefined ? {} : { cursor }) })}`,
    {
      signal,
    },
  )

/** Where the whole list lies as CSV. */
export const undoCsvAddress = (trail: string, id: string): string => `${batchPath(trail, id)}/undo.csv`

export const getDownstream = (trail: string, id: string, signal?: AbortSignal): Promise<Downstream> =>
  requestJson(`${batchPath(trail, id)}/downstream`, { signal })
