import type { Source } from '@daybook/core'
import type { EventView } from './event-view.ts'
import { requestJson } from './request.ts'

/** What an event has in common with another. */
export const sames = ['record', 'person', 'request', 'batch', 'customer'] as const
export type Same = (typeof sames)[number]

export type NearbyEvent = EventView & { readonly same: readonly Same[] }

interface Side {
  /** Nearest first. */
  readonly data: readonly NearbyEvent[]
  readonly more: boolean
}

export interface Around {
  readonly minutes: number
  readonly before: Side
  readonly after: Side
}

/** One event in a chain of causes. */
export interface ChainStep {
  readonly id?: string
  readonly seq: number
  readonly sentence: string
  readonly occurredAt?: string
  readonly source?: Pick<Source, 'type' | 'name'>
}

export interface Chain {
  readonly event: ChainStep
  /** Nearest first. */
  readonly causes: readonly ChainStep[]
  readonly effects: readonly (ChainStep & { readonly causedBy: string; readonly depth: number })[]
  /** There are more effects than are told. */
  readonly more: boolean
  /** There are causes before the last that is told. */
  readonly moreCauses: boolean
}

const eventPath = (trail: string, id: string) => `/v1/trails/${encodeURIComponent(trail)}/events/${encodeURIComponent(id)}`

/** `same`: only what has one of these in common with the event; empty for anything. */
export const getAround = (
  trail: string,
  id: string,
  minutes: number,
  same: readonly Same[],
  signal?: AbortSignal,
): Promise<Around> => {
  const asked = { minutes: String(minutes), limit: '50', ...(same.length === 0 ? {} : { same: same.join() }) }
  return requestJson(`${eventPath(trail, id)}/around?${new URLSearchParams(asked)}`, { signal })
}

export const getChain = (trail: string, id: string, signal?: AbortSignal): Promise<Chain> =>
  requestJson(`${eventPath(trail, id)}/causes`, { signal })
