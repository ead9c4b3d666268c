import type { WorkflowCase } from '@daybook/core'
import { requestJson } from './request.ts'

export interface CaseList {
  /** Every case that was looked at, the longest waiting first. */
  readonly data: readonly WorkflowCase[]
  /** How many cases stand in each step, by workflow. */
  readonly steps: readonly { readonly type: string; readonly step: string; readonly open: number }[]
  /** False where there are more events than were looked at. */
  readonly whole: boolean
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`

interface CaseFilter {
  readonly type?: string
  readonly state?: 'open' | 'ended'
  /** Only cases in which somebody stood on both sides. */
  readonly breaches?: boolean
}

export function listCases(trail: string, { type, state, breaches }: CaseFilter, signal?: AbortSignal): Promise<CaseList> {
  const said = Object.entries({ state, breaches: breaches ? 'true' : undefined }).filter(([, value]) => value !== undefined)
  const path = `${trailPath(trail)}/workflows${type === undefined ? '' : `/${encodeURIComponent(type)}`}`
  return requestJson(`${path}?${new URLSearchParams(said as [string, string][])}`, { signal })
}

export const getCase = (trail: string, type: string, id: string, signal?: AbortSignal): Promise<WorkflowCase> =>
  requestJson(`${trailPath(trail)}/workflows/${encodeURIComponent(type)}/${encodeURIComponent(id)}`, { signal })
