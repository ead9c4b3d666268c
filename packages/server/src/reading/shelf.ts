import { recordedBoundOf, toBase64url } from '@daybook/core'
import { openBody, viewOfBody } from '../search/body.ts'
import type { Ask, Found, ListOrder, Place, SearchIndex, Sees } from '../search/search-index.ts'
import type { TrailReader } from '../trail/trail-reader.ts'
import type { EventView, Viewer } from '../trail/view.ts'

/** One trail as a search process has it: the record and the index of it, both for reading only. */
export interface Shelf {
  readonly reader: TrailReader
  readonly index: SearchIndex
}

/** Whether an index that has positions up to `size` has everything asked about that was stored when the question came. */
export const isWhole = (
  size: number,
  { stored = 0, ask }: { readonly stored?: number; readonly ask?: Pick<Ask, 'query'> },
): boolean => size >= stored || size >= (ask === undefined ? stored : (recordedBoundOf(ask.query).upTo ?? stored))

export const viewerWho = ({ roles }: Pick<Sees, 'roles'>): Viewer =>
  roles === 'everything' ? { everything: true, roles: [] } : { everything: false, roles }

/** Found rows as their reader reads them: from what the index keeps of an event, and the hashes of the record. */
export const viewsOfRows = async ({ reader }: Shelf, rows: Found['rows'], sees: Sees): Promise<readonly EventView[]> => {
  const views: EventView[] = []
  for (const { seq, body } of rows) {
    const seen = openBody(body, sees)
    const hash = toBase64url(await reader.hashes(seq, seq + 1))
    views.push(viewOfBody(body, seen, hash, await reader.compiled(seen.catalogue ?? 0)))
  }
  return views
}

/** Everything that matches, in order, some rows at a time; `next` of each stretch is where another walk goes on. */
export async function* stretches(
  { index }: Shelf,
  ask: Ask,
  order: ListOrder,
  rowsAtOnce: number,
  after?: Place,
): AsyncGenerator<Found> {
  for (let at = after; ; ) {
    const found = await index.page(ask, order, rowsAtOnce, at)
    yield found
    if (found.next === undefined) return
    at = found.next
  }
}
