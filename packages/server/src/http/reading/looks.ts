import { formatQuery } from '@daybook/core'
import type { Caller } from '../../access/caller.ts'
import type { Sees } from '../../access/sight.ts'
import type { Look } from '../../looks/look-fold.ts'
import type { SearchLook } from '../../looks/reading-log.ts'
import { opensKeptFields } from '../../looks/sensitive-view.ts'
import type { Ask } from '../../search/search-index.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'
import { isEverything } from './event-list.ts'

/** What reading says of a search: the query as people type it, and its range apart, since that is what moves from look to look. */
export const searchLook = ({ query, which, fromMs, toMs }: Ask, shown = 0, isFurther = false): SearchLook => {
  const words = [...(which === 'all' ? ['category:all'] : []), ...(isEverything(query) ? [] : [formatQuery(query)])]
  return { query: words.join(' '), shown, isFurther, range: { fromMs, toMs } }
}

/** Somebody opened a record; on the trail before the answer where it may show what is kept for some. */
export const lookAtRecord = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  { roles }: Sees,
  record: { readonly type: string; readonly id: string },
  look: Look = { shown: 0 },
): Promise<void> => {
  const isSensitive = await opensKeptFields(record.type, roles, trail.reader)
  await service.looks.viewedRecord(caller, trail, { ...look, record, isSensitive })
}
