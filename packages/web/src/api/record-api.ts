import { type FieldState, pathOfNames, type RecordState } from '@daybook/core'
import { pageSize } from './daybook-api.ts'
import { requestJson } from './request.ts'
import type { SearchPage } from './search-api.ts'

const recordPath = (trail: string, type: string, id: string) =>
  pathOfNames(`/v1/trails/${encodeURIComponent(trail)}`, 'objects', type, id)

export interface StateAnswer extends RecordState {
  readonly at: string
  /** False where the record has more events than were looked at. */
  readonly whole: boolean
}

export function getTimeline(
  trail: string,
  type: string,
  id: string,
  asked: { readonly q?: string | undefined; readonly only?: 'object' | undefined },
  cursor?: string,
  signal?: AbortSignal,
  limit = pageSize,
): Promise<SearchPage> {
  const said = Object.entries({ ...asked, cursor, limit: String(limit) }).filter(([, value]) => value !== undefined)
  return requestJson(`${recordPath(trail, type, id)}/events?${new URLSearchParams(said as [string, string][])}`, { signal })
}

export const getState = (
  trail: string,
  type: string,
  id: string,
  at: string | undefined,
  signal?: AbortSignal,
): Promise<StateAnswer> =>
  requestJson(`${recordPath(trail, type, id)}/state${at === undefined ? '' : `?${new URLSearchParams({ at })}`}`, { signal })

/** A field that differs between two moments. */
export interface Difference {
  readonly field: string
  readonly from?: FieldState
  readonly to?: FieldState
}

export interface Comparison {
  readonly from: StateAnswer
  readonly to: StateAnswer
  readonly changes: readonly Difference[]
}

export const getComparison = (
  trail: string,
  type: string,
  id: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<Comparison> => requestJson(`${recordPath(trail, type, id)}/compare?${new URLSearchParams({ from, to })}`, { signal })
