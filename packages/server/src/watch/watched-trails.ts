import { type EventInput, queryFromParameters } from '@daybook/core'
import type { Logger } from 'pino'
import type { AccessFile } from '../access/access-file.ts'
import { type RoleBook, type Sees, sightOfRoles } from '../access/sight.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Searches } from '../reading/searches.ts'
import type { IndexFollower } from '../search/index-follower.ts'
import type { Ask } from '../search/search-index.ts'
import type { OpenTrail, Trails } from '../trail/trails.ts'
import type { SecretBox } from './secret-box.ts'

/** What everything that watches trails works with. */
export interface Watching {
  readonly trails: Trails
  readonly searches: Searches
  readonly index: IndexFollower
  readonly file: AccessFile
  readonly roles: RoleBook
  readonly outbound: Outbound
  readonly box: SecretBox
  readonly log: Logger
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
  /** Where links lead. */
  pagesUrl(): string
  /** Puts the waiting events of `access.db` on their trail, or leaves them waiting where it takes none. */
  settle(trail: string): Promise<void>
}

/** Up to where a trail can be watched: what its index has. */
export const endOf = ({ index }: Pick<Watching, 'index'>, trail: string): number => index.states.get(trail)?.watermark ?? 0

/** What a query as people type it asks for, besides for whom. Throws `bad_query`. */
export const questionOf = (q: string, own: boolean): Omit<Ask, 'sees'> => {
  const { query, which, fromMs, toMs } = queryFromParameters([['q', q]])
  return {
    query,
    which: own && which === 'business' ? 'all' : which,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  }
}

/** What somebody with these roles reads of a trail; without roles every event, and nothing of it that names its readers. */
export const sightAs = async (
  { roles: book }: Pick<Watching, 'roles'>,
  names: readonly string[],
  trail: OpenTrail,
): Promise<Sees> =>
  names.length === 0
    ? { roles: [] }
    : sightOfRoles(
        book.rolesOf(trail.facts.name).filter(({ name }) => names.includes(name)),
        trail,
      )

/** The text of an own event, to be kept until it is on the trail. */
export const eventText = (event: EventInput): string => JSON.stringify(event)
