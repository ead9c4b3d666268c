import { matches, recordedBoundOf } from '@daybook/core'
import type { Ask } from '../search/search-index.ts'
import { viewsOf } from '../trail/reading.ts'
import { type Shelf, viewerWho } from './shelf.ts'

/** So many events before a bound are looked at for one that this reader may read. */
const lookedAtMost = 100

/**
 * When the newest event before the bound of an ask was recorded, of those that its reader may read: the times of others are
 * not told. Undefined without a bound, and where none of the events right before it may be read.
 */
export const recordedUntil = async ({ reader }: Shelf, { query, sees }: Pick<Ask, 'query' | 'sees'>, size: number) => {
  const { upTo } = recordedBoundOf(query)
  if (upTo === undefined) return undefined
  const last = Math.min(upTo, size) - 1
  for (let seq = last; seq >= 0 && seq > last - lookedAtMost; seq--) {
    const stored = await reader.at(seq)
    const [event] = stored ? await viewsOf([stored], viewerWho(sees), reader) : []
    if (event?.recordedAt !== undefined && (!sees.events || matches(sees.events, event))) return event.recordedAt
  }
  return undefined
}
