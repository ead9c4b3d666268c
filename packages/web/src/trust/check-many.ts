import { type EventView, isPruned, type ListedEvent } from '../api/event-view.ts'
import { getTimeline } from '../api/record-api.ts'
import { searchEvents } from '../api/search-api.ts'
import type { CheckAddress } from './check-address.ts'

const pageAtOnce = 200
/** Proofs asked for at the same time. */
const together = 4

/** How far a check of many events has come. */
export interface Progress {
  readonly checked: number
  readonly total: number
  readonly isExact: boolean
  /** Those that do not hold, oldest first as they were met. */
  readonly broken: readonly EventView[]
  /** Events whose values are gone since their time had run out: only their places are left to check. */
  readonly pruned: number
  /** Events stored that cannot be found yet, and so are not among those checked. */
  readonly behind: number
}

/**
 * Checks every event of a record or of a stretch of time that this reader may see, one proof each, as the panel of an event does;
 * says after each few how far it is. Throws where the server cannot be asked.
 */
export async function checkMany(
  trail: string,
  what: CheckAddress,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const { checkEvent } = await import('../proof/check-event.ts')
  let progress: Progress = { checked: 0, total: 0, isExact: true, broken: [], pruned: 0, behind: 0 }
  for (let cursor: string | undefined; ; ) {
    const page = await pageOf(trail, what, cursor, signal)
    progress = { ...progress, total: page.total.value, isExact: page.total.exact, behind: page.index.behind }
    for (let at = 0; at < page.data.length; at += together) {
      const some = page.data.slice(at, at + together)
      const broken = await Promise.all(some.map(async (event) => ((await holds(event)) || isPruned(event) ? [] : [event])))
      progress = {
        ...progress,
        checked: progress.checked + some.length,
        broken: [...progress.broken, ...broken.flat()],
        pruned: progress.pruned + some.filter(isPruned).length,
      }
      tell(progress)
    }
    if (page.nextCursor === null) return progress
    cursor = page.nextCursor
  }

  async function holds(event: ListedEvent): Promise<boolean> {
    if (isPruned(event)) return true
    return (await checkEvent(trail, { ...event, causes: [] }, signal)).verdict === 'holds'
  }
}

const pageOf = (trail: string, { type, id, from, to }: CheckAddress, cursor: string | undefined, signal: AbortSignal) => {
  if (type === undefined || id === undefined) return searchEvents(trail, { q: '', from, to }, pageAtOnce, cursor, signal)
  return getTimeline(trail, type, id, {}, cursor, signal, pageAtOnce)
}
