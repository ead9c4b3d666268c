import { type BundleCounts, bundleLine } from '@daybook/core'
import type { StoredEvent } from '../journal/journal.ts'

/** Counts of what was written so far. */
export type Counting = { -readonly [name in keyof BundleCounts]: number }
export const noCounts = (): Counting => ({ events: 0, pruned: 0, disclosed: 0, withheld: 0, erased: 0 })

/** Lines are gathered into chunks of about this size, so that writers are not called for every event. */
const chunkCharacters = 256 * 1024

/** `events.ndjson`, counted while it is written. */
export async function* eventLines(events: AsyncIterable<StoredEvent>, counts: Counting): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = ''
  for await (const event of events) {
    count(event, counts)
    text += `${bundleLine(event)}\n`
    if (text.length < chunkCharacters) continue
    yield encoder.encode(text)
    text = ''
  }
  if (text !== '') yield encoder.encode(text)
}

function count(event: StoredEvent, counts: Counting): void {
  counts.events++
  if (event.state === 'pruned') counts.pruned++
  else for (const slot of event.slots) counts[slot.state]++
}
