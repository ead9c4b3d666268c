import type { ReadRange, StoredEvent } from '../../journal/journal.ts'
import type { OpenTrail } from '../../trail/trails.ts'

const pageSize = 500

/** Stored events of a range in the order of recording, some at a time. */
export async function* journalPages(
  trail: OpenTrail,
  { from, to, which }: Pick<ReadRange, 'from' | 'to' | 'which'>,
): AsyncGenerator<readonly StoredEvent[]> {
  for (let next = from; next < to; ) {
    const page = await trail.reader.read({ from: next, to, limit: pageSize, order: 'asc', which })
    const last = page.at(-1)
    if (!last) return
    yield page
    next = last.seq + 1
    // Reading is synchronous underneath: let other calls have their turn.
    await new Promise(setImmediate)
  }
}
