import { type EventView, isPruned, type ListedEvent } from '../api/event-view.ts'

/** Rows that read as one: an import, the doings of one person in one go, one action many times within two minutes. */
export interface Burst {
  readonly key: string
  readonly why: 'alone' | 'batch' | 'correlation' | 'action'
  readonly events: readonly ListedEvent[]
}

const apartMs = 2 * 60 * 1000
/** Three rows are no crowd, of an import either. */
const least = 4

/** Cuts a list into bursts, keeping its order. */
export const burstsOf = (events: readonly ListedEvent[]): readonly Burst[] => {
  const runs: { why: Burst['why']; events: ListedEvent[] }[] = []
  for (const event of events) {
    const last = runs.at(-1)
    const why = last && reasonToJoin(last.events.at(-1), event, last.why)
    if (last && why !== undefined) {
      last.events.push(event)
      last.why = why
    } else runs.push({ why: 'alone', events: [event] })
  }
  return runs.flatMap(({ why, events }) =>
    events.length >= least
      ? [{ key: `${events[0]?.seq}`, why, events }]
      : events.map((event) => ({ key: `${event.seq}`, why: 'alone' as const, events: [event] })),
  )
}

/** Why the next event belongs with the one before it; a run keeps the reason it began with. */
const reasonToJoin = (before: ListedEvent | undefined, next: ListedEvent, why: Burst['why']): Burst['why'] | undefined => {
  if (!before || isPruned(before) || isPruned(next)) return undefined
  const reasons = (['batch', 'correlation', 'action'] as const).filter((one) => joins[one](before, next))
  return why === 'alone' ? reasons[0] : reasons.find((one) => one === why)
}

const joins: { readonly [why in Exclude<Burst['why'], 'alone'>]: (a: EventView, b: EventView) => boolean } = {
  batch: (a, b) => a.batch !== undefined && a.batch.id === b.batch?.id,
  correlation: (a, b) => a.correlationId !== undefined && a.correlationId === b.correlationId && sameActor(a, b) && near(a, b),
  action: (a, b) => a.action === b.action && sameActor(a, b) && near(a, b),
}

const sameActor = (a: EventView, b: EventView) => a.actor.id === b.actor.id && a.actor.type === b.actor.type
const near = (a: EventView, b: EventView) => Math.abs(Date.parse(a.occurredAt) - Date.parse(b.occurredAt)) <= apartMs
