import { type EventView, isPruned } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { Burst } from './bursts.ts'

/**
 * Who did how many of what. Of a burst that goes on with the next page: the number of the whole where it is known, else that of
 * what is loaded, “or more”.
 */
export function saidBurst(
  { why, events }: Burst,
  { actor }: Pick<EventView, 'actor'>,
  goesOn: boolean,
  whole: number | undefined,
): string {
  const who = actor.name ?? actor.id
  if (whole !== undefined && whole >= events.length)
    return fill(m.search.bursts.wholeBatch, { actor: who, count: showCount(whole) })
  const objects = events.flatMap((event) => (isPruned(event) || !event.object ? [] : [event.object]))
  const records = new Set(objects.map(({ type, id }) => JSON.stringify([type, id]))).size
  const known = (count: number) => (goesOn ? fill(m.search.orMore, { count: showCount(count) }) : showCount(count))
  const counts = { actor: who, count: known(events.length), records: m.search.touched(records, known(records)) }
  return fill(m.search.bursts[why === 'batch' ? 'batch' : 'other'], counts)
}
