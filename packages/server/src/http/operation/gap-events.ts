import { showRanges } from '../../access/producer-sequence.ts'
import type { Producer } from '../../access/producer-view.ts'
import { countOf } from '../../access/seq-ranges.ts'
import { gapClosedEvent, gapOpenedEvent } from '../../trail/own-event.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'

/** Batches overtake each other; a gap is worth an event once nothing has closed it for so long. */
const settledMs = 60_000
/** One producer that loses much must not fill the trail with events about it. */
const againMs = 60 * 60_000
const eventsAtOnce = 20
const rangesInEvent = 100

/**
 * Puts on the trail what it misses: an event when gaps of a producer have stayed open for a minute, at most one an hour
 * for one producer, and one when none of them is open any more. To be called every few seconds.
 */
export const tellGaps = async (service: Pick<Service, 'trails' | 'producers' | 'now'>): Promise<void> => {
  for (const trail of service.trails.list()) {
    const { name } = trail.facts
    if (trail.status.state === 'sealed' || trail.status.full || !service.producers.isComplete(name)) continue
    const changed = service.producers.of(name).filter((producer) => isNews(producer, service.now()))
    for (const producer of changed.slice(0, eventsAtOnce)) await tell(service, trail, producer)
  }
}

const isNews = ({ sequence: { gaps, unfollowed }, toldMs = 0 }: Producer, nowMs: number): boolean => {
  if (toldMs > 0 && gaps.length === 0 && unfollowed === 0) return true
  const waited = nowMs - toldMs >= againMs || nowMs < toldMs
  return waited && gaps.some((gap) => isUntold(gap, nowMs))
}

const isUntold = (gap: Producer['sequence']['gaps'][number], nowMs: number): boolean =>
  !gap.told && nowMs - gap.sinceMs >= settledMs

const tell = async (
  { trails, producers, now }: Pick<Service, 'trails' | 'producers' | 'now'>,
  { facts: { name, origin } }: OpenTrail,
  { id, sequence, toldMs = 0 }: Producer,
): Promise<void> => {
  const gaps = sequence.gaps.filter((gap) => isUntold(gap, now()))
  if (gaps.length === 0) {
    await trails.record(name, gapClosedEvent(id, toldMs, now()))
    producers.told(name, id, [])
    return
  }
  const ranges = gaps.slice(0, rangesInEvent).map(({ from, to }) => [from, to] as const)
  const says = `${gaps.length === 1 && gaps[0]?.from === gaps[0]?.to ? 'number' : 'numbers'} ${showRanges(gaps, 10)}`
  await trails.record(name, gapOpenedEvent(origin, id, { count: countOf(gaps), ranges, says }, now()))
  producers.told(name, id, gaps)
}
