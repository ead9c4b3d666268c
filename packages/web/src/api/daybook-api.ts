import type { Catalogue, SlotState } from '@daybook/core'
import type { EventDetail, ListedEvent } from './event-view.ts'
import { requestBytes, requestJson, requestText } from './request.ts'

export interface TrailView {
  readonly trail: string
  readonly origin: string
  readonly size: number
  readonly events: number
  readonly createdAt: string
  /** The newest version of its catalogue; 0 where it has none. */
  readonly catalogue: number
  /** The time zone that its team reads in; only of one trail, not in the list of them. */
  readonly zone?: string | null
  readonly state: 'open' | 'sealed'
  readonly sealedBecause?: string
}

export interface EventPage {
  readonly data: readonly ListedEvent[]
  readonly nextCursor: string | null
  readonly total: { readonly value: number; readonly exact: boolean }
}

export interface ProofAnswer {
  readonly seq: number
  readonly id: string
  readonly record: string
  readonly hash: string
  readonly slots: readonly SlotState[]
  readonly proof: string
  readonly checkpoint: string
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`

export const pageSize = 50

export const openSession = (token: string) => requestJson<unknown>('/v1/session', { method: 'POST', body: { token } })

export const listTrails = async (signal?: AbortSignal) =>
  (await requestJson<{ data: readonly TrailView[] }>('/v1/trails', { signal })).data

export const getTrail = (trail: string, signal?: AbortSignal) => requestJson<TrailView>(trailPath(trail), { signal })

/** A program that sends events to the trail, as far as it numbers them. */
export interface ProducerView {
  readonly producer: string
  /** What somebody should know of it, in sentences; empty where all is well. */
  readonly says: readonly string[]
}

export const getProducers = async (trail: string, signal?: AbortSignal) =>
  (await requestJson<{ data: readonly ProducerView[] }>(`${trailPath(trail)}/heartbeat`, { signal })).data

export const getCatalogue = async (trail: string, version: number, signal?: AbortSignal) =>
  (await requestJson<{ catalogue: Catalogue }>(`${trailPath(trail)}/catalogue/${version}`, { signal })).catalogue

export const getEvent = (trail: string, id: string, signal?: AbortSignal) =>
  requestJson<EventDetail>(`${trailPath(trail)}/events/${encodeURIComponent(id)}`, { signal })

export const getProof = (trail: string, id: string, signal?: AbortSignal) =>
  requestJson<ProofAnswer>(`${trailPath(trail)}/events/${encodeURIComponent(id)}/proof`, { signal })

/** Says on the trail that this browser verified it, and what it found. */
export const tellVerified = (trail: string, found: { readonly outcome: 'held' | 'broken'; readonly size: number }) =>
  requestJson<unknown>(`${trailPath(trail)}/verifications`, { method: 'POST', body: found })

export const getCheckpoint = (trail: string, signal?: AbortSignal) => requestText(`${trailPath(trail)}/log/checkpoint`, signal)
export const getPolicy = (trail: string, signal?: AbortSignal) => requestText(`${trailPath(trail)}/log/policy`, signal)
/** A tile by its C2SP tlog-tiles path, `tile/0/x001/234.p/56`. */
export const getTile = (trail: string, path: string, signal?: AbortSignal) =>
  requestBytes(`${trailPath(trail)}/log/${path}`, signal)
