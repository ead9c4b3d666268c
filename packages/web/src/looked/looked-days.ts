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

/** One reader who came and went several times in a day. */
export interface ComingsOfDay {
  readonly kind: 'comings'
  readonly key: string
  readonly name: string
  readonly events: readonly EventView[]
  readonly signedIn: number
  readonly signedOut: number
}

/** Anything that stands for itself: an export, a reveal, a sign-in that failed. */
interface OneLook {
  readonly kind: 'one'
  readonly key: string
  readonly event: EventView
}

export interface LookedDay {
  readonly day: string
  /** What stands for itself first. */
  readonly looks: readonly (OneLook | ComingsOfDay | ReadsOfDay)[]
}

const isRead = ({ action }: EventView): boolean => kinds.reads.some((one) => one === action)
const isComing = ({ action }: EventView): boolean => action === 'trail.signed_in' || action === 'trail.signed_out'
const whoOf = ({ actor }: EventView): string => `${actor.type} ${actor.id}`
const nameOf = ([first]: readonly EventView[]): string => first?.actor.name ?? first?.actor.id ?? ''

/** Looks by the day they began, newest first, and by reader the reads of each day and how often they came and went. */
export const lookedDays = (events: readonly ListedEvent[]): readonly LookedDay[] => {
  const present = events.flatMap((event) => (isPruned(event) ? [] : [event]))
  return [...Map.groupBy(present, ({ occurredAt }) => zoneDay(occurredAt))].map(([day, some]) => {
    const came = [...Map.groupBy(some.filter(isComing), whoOf)].filter(([, theirs]) => theirs.length > 1)
    const read = Map.groupBy(some.filter(isRead), whoOf)
    const folded = new Set([...came, ...read].flatMap(([, theirs]) => theirs))
    return {
      day,
      looks: [
        ...some.flatMap((event) => (folded.has(event) ? [] : [{ kind: 'one', key: event.id, event } as const])),
        ...came.map(([who, theirs]) => comingsOf(`${day} came ${who}`, theirs)),
        ...[...read].map(([who, theirs]) => readsOf(`${day} read ${who}`, theirs)),
      ],
    }
  })
}

const comingsOf = (key: string, events: readonly EventView[]): ComingsOfDay => {
  const signedIn = events.filter(({ action }) => action === 'trail.signed_in').length
  return { kind: 'comings', key, name: nameOf(events), events, signedIn, signedOut: events.length - signedIn }
}

const readsOf = (key: string, events: readonly EventView[]): ReadsOfDay => {
  const count = (action: string) => new Set(events.filter((one) => one.action === action).flatMap(aboutOf)).size
  return {
    kind: 'reads',
    key,
    name: nameOf(events),
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
  if (action === 'trail.record_viewed') return [JSON.stringify([record?.type, record?.id])]
  if (action === 'trail.event_viewed') return [object?.id ?? '']
  return searchesOf(event).map(({ list, query }) => `${list} ${query}`)
}
