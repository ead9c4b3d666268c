import type { EventInput } from '@daybook/core'
import { parseObject } from './spool-state.ts'

/** Why events were not kept. */
export type LossCause =
  | 'disk_bound'
  | 'memory_bound'
  | 'too_long_for_room'
  | 'process_ended'
  | 'damaged'
  /** These two and `damaged` are told by their numbers. */
  | 'refused'
  | 'not_kept'

/** Numbers of a producer, both ends included. */
export type NumberRange = readonly [from: number, to: number]

export const isWithin = ([from, to]: NumberRange, ranges: readonly NumberRange[]): boolean =>
  ranges.some(([first, last]) => first <= from && to <= last)

const causeText: Record<LossCause, string> = {
  disk_bound: 'the spool had no room left on disk',
  memory_bound: 'the recorder had no room left in memory',
  too_long_for_room: 'no room came free in time',
  process_ended: 'the program ended while events were in memory only',
  damaged: 'a file of the spool was damaged',
  refused: 'the server refused the events',
  not_kept: 'the trail lacks the events and nothing keeps them any longer',
}

/** Losses that are told together. */
export interface Losses {
  /** Undefined where nobody can say. */
  readonly count: number | undefined
  readonly types: { readonly [action: string]: number }
  readonly causes: readonly LossCause[]
  /** `occurredAt` of the earliest and the latest, where known. */
  readonly from?: string
  readonly to?: string
  /** Numbers of the producer that are lost, inclusive. */
  readonly ranges?: readonly NumberRange[]
}

export const noLosses: Losses = { count: 0, types: {}, causes: [] }

/** Beyond these, an action is counted as `other`: a gap has to fit its reserved room. */
const mostTypes = 50

export const addLoss = (
  losses: Losses,
  event: { readonly action: string; readonly occurredAt: string },
  cause: LossCause,
): Losses => {
  const known = event.action in losses.types || Object.keys(losses.types).length < mostTypes
  const type = known ? event.action : 'other'
  const { from, to } = losses
  return {
    ...losses,
    count: losses.count === undefined ? undefined : losses.count + 1,
    types: { ...losses.types, [type]: (losses.types[type] ?? 0) + 1 },
    causes: losses.causes.includes(cause) ? losses.causes : [...losses.causes, cause],
    from: from === undefined || event.occurredAt < from ? event.occurredAt : from,
    to: to === undefined || event.occurredAt > to ? event.occurredAt : to,
  }
}

/** Numbers that will never be on the trail, in rising order where they are told so. */
export const addNumbers = (losses: Losses, range: NumberRange, cause: LossCause): Losses => {
  const ranges = losses.ranges ?? []
  const last = ranges.at(-1)
  return {
    ...losses,
    count: (losses.count ?? 0) + range[1] - range[0] + 1,
    causes: losses.causes.includes(cause) ? losses.causes : [...losses.causes, cause],
    ranges: last && last[1] + 1 === range[0] ? [...ranges.slice(0, -1), [last[0], range[1]]] : [...ranges, range],
  }
}

/** The numbers that an event speaks of as lost; none where it is no gap event. */
export const rangesTold = (line: string): readonly NumberRange[] => {
  if (!line.includes('"trail.gap"')) return []
  const event = parseObject(line) as { readonly action?: string; readonly context?: { readonly ranges?: unknown } } | undefined
  const ranges = event?.action === 'trail.gap' ? event.context?.ranges : undefined
  return Array.isArray(ranges) ? (ranges as NumberRange[]) : []
}

export const isLoss = ({ causes }: Losses): boolean => causes.length > 0

/** The event by which a producer owns up to what it lost. */
export const gapEvent = (
  losses: Losses,
  { id, producer, nowMs }: { readonly id: string; readonly producer: string; readonly nowMs: number },
): EventInput => ({
  id,
  action: 'trail.gap',
  occurredAt: new Date(nowMs).toISOString(),
  actor: { type: 'system', id: producer, name: `Daybook recorder ${producer}` },
  source: { type: 'system_rule', name: 'Daybook recorder' },
  ...(losses.count === undefined ? {} : { count: losses.count }),
  reason: losses.causes.map((cause) => causeText[cause]).join('; '),
  context: {
    producer,
    causes: losses.causes,
    types: losses.types,
    ...(losses.from === undefined ? {} : { from: losses.from }),
    ...(losses.to === undefined ? {} : { to: losses.to }),
    ...(losses.ranges === undefined ? {} : { ranges: losses.ranges }),
  },
})

/** What `gaps.json` holds: losses still being counted, and gap events that are finished and not yet on the trail. */
export interface StoredGaps {
  readonly open: Losses
  /** Events that have a number and will never be on the trail. */
  readonly numbered: Losses
  readonly closed: readonly ClosedGap[]
}

/** The text is what is sent, again and again, until it is on the trail: it never changes once it has an id. */
export interface ClosedGap {
  readonly id: string
  readonly text: string
}

export const readGaps = (text: string | undefined): StoredGaps => {
  const value = parseObject(text) as Partial<StoredGaps> | undefined
  return {
    open: { ...noLosses, ...value?.open },
    numbered: { ...noLosses, ...value?.numbered },
    closed: Array.isArray(value?.closed) ? value.closed : [],
  }
}
