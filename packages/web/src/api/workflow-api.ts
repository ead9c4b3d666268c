import { pathOfNames, type WorkflowCase } from '@daybook/core'
import type { Total } from '../format/quantity.ts'
import { requestJson } from './request.ts'

export interface CaseList {
  /** A page: the longest waiting first, exceptions and ended cases by when they were last touched. */
  readonly data: readonly WorkflowCase[]
  /** Of all that are asked for. */
  readonly total: Total
  /** How many cases stand in each step, by workflow, whatever else is asked for. */
  readonly steps: readonly { readonly type: string; readonly step: string; readonly open: number }[]
  /** How many cases are out of the ordinary, whatever else is asked for. */
  readonly exceptions: CaseExceptions
  /** False where there are more events than were looked at. */
  readonly whole: boolean
  readonly nextCursor: string | null
}

export interface CaseExceptions {
  readonly overrides: number
  readonly overridesWithoutReason: number
  readonly backward: number
  readonly breaches: number
  readonly overdue: number
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`

export interface CaseFilter {
  readonly type?: string
  readonly state?: 'open' | 'ended'
  readonly step?: string
  /** Longer than this in their step: an ISO 8601 duration. */
  readonly waiting?: string
  readonly overdue?: true
  readonly override?: 'true' | 'without_reason'
  readonly backward?: true
  /** Only cases in which somebody stood on both sides. */
  readonly breaches?: boolean
}

export function listCases(
  trail: string,
  { type, ...filter }: CaseFilter,
  signal?: AbortSignal,
  cursor?: string,
): Promise<CaseList> {
  const said = Object.entries({ ...filter, cursor }).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [[name, String(value)]],
  )
  const path = type === undefined ? `${trailPath(trail)}/workflows` : pathOfNames(trailPath(trail), 'workflows', type)
  return requestJson(`${path}?${new URLSearchParams(said)}`, { signal })
}

export const getCase = (trail: string, type: string, id: string, signal?: AbortSignal): Promise<WorkflowCase> =>
  requestJson(pathOfNames(trailPath(trail), 'workflows', type, id), { signal })
