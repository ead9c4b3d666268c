import { type EventView, isPruned, type ListedEvent } from '../api/event-view.ts'
import { zoneDay } from '../format/moment.ts'
import { kinds } from './looked-address.ts'

/** What one reader read on one day, told as one: it must not drown the rest. */
export interface ReadsOfDay {
  readonly kind: 'reads'
  readonly key: string
  readonly name: string
  readonly events: readonly EventView[]
  readonly searches: number
  readonly records: number
  readonly opened: number
  readonly sensitive: number
}

/** Anything that stands for itself: an export, a reveal, somebody who signed in. */
interface OneLook {
  readonly kind: 'one'
  readonly key: string
  readonly event: EventView
}

export interface LookedDay {
  readonly day: string
  /** What stands for itself first. */
  readonly looks: readonly (ReadsOfDay | OneLook)[]
}

const isRead = ({ action }: EventView): boolean => kinds.reads.some((one) => one === action)

/** Looks by the day they began, newest first, and the reads of each day by reader. */
export const lookedDays = (events: readonly ListedEvent[]): readonly LookedDay[] => {
  const present = events.flatMap((event) => (isPruned(event) ? [] : [event]))
  return [...Map.groupBy(present, ({ occurredAt }) => zoneDay(occurredAt))].map(([day, some]) => {
    const reads = Map.groupBy(some.filter(isRead), ({ actor }) => `${actor.type} ${actor.id}`)
    return {
      day,
      looks: [
        ...some.flatMap((event) => (isRead(event) ? [] : [{ kind: 'one', key: event.id, event } as const])),
        ...[...reads].map(([who, theirs]) => readsOf(`${day} ${who}`, theirs)),
      ],
    }
  })
}

const readsOf = (key: string, events: readonly EventView[]): ReadsOfDay => {
  const count = (action: string) => new Set(events.filter((one) => one.action === action).flatMap(aboutOf)).size
  const [first] = events
  return {
    kind: 'reads',
    key,
    name: first?.actor.name ?? first?.actor.id ?? '',
    events,
    searches: count('trail.searched'),
    records: count('trail.record_viewed'),
    opened: count('trail.event_viewed'),
    sensitive: new Set(events.filter(isSensitive).flatMap(aboutOf)).size,
  }
}

export const isSensitive = ({ context }: EventView): boolean => (context as LookContext | undefined)?.sensitive === true

/** One question, as the server writes it. */
export interface AskedSearch {
  readonly query?: string
  readonly list?: string
  readonly times?: number
  readonly shown?: number
  readonly at?: string
  readonly until?: string
}

/** What reading says beside the sentence, as the server writes it. */
export interface LookContext {
  readonly query?: string
  readonly list?: string
  readonly times?: number
  readonly until?: string
  /** Of many questions that are told together. */
  readonly queries?: readonly AskedSearch[]
  readonly sensitive?: boolean
  readonly format?: string
  readonly hidden?: readonly string[]
}

/** What was asked: one question, or many that are told together. */
export const searchesOf = ({ context, count }: EventView): readonly AskedSearch[] => {
  const { queries, ...one } = (context ?? {}) as LookContext
  return queries ?? [{ ...one, ...(count === undefined ? {} : { shown: count }) }]
}

/** What a look is about: the same twice is one. */
const aboutOf = (event: EventView): readonly string[] => {
  const { action, object, related } = event
  const record = related?.find(({ relation }) => relation === 'record')
  if (action === 'trail.record_viewed') return [`${record?.type}/${record?.id}`]
  if (action === 'trail.event_viewed') return [object?.id ?? '']
  return searchesOf(event).map(({ list, query }) => `${list} ${query}`)
}
