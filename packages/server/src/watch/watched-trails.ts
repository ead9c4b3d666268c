import { type EventInput, queryFromParameters } from '@daybook/core'
import type { Logger } from 'pino'
import type { AccessFile } from '../access/access-file.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { type RoleBook, type Sees, sightOfRoles } from '../access/sight.ts'
import type { StoredEvent } from '../journal/journal.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Searches } from '../reading/searches.ts'
import { viewerWho } from '../reading/shelf.ts'
import type { IndexFollower } from '../search/index-follower.ts'
import type { Ask } from '../search/search-index.ts'
import { mayRead, viewsOf } from '../trail/reading.ts'
import type { OpenTrail, Trails } from '../trail/trails.ts'
import type { EventView } from '../trail/view.ts'
import type { Mailer } from './mailer.ts'

/** What everything that watches trails works with. */
export interface Watching {
  readonly trails: Trails
  readonly searches: Searches
  readonly index: IndexFollower
  readonly file: AccessFile
  readonly roles: RoleBook
  readonly outbound: Outbound
  /** Undefined where the server has no mail server to send through. */
  readonly mailer: Mailer | undefined
  readonly box: SecretBox
  readonly log: Logger
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
  /** What the owner of an alert may see of a trail now; undefined where they may not set alerts on it any more. */
  sightOf(owner: string, trail: OpenTrail): Promise<Sees | undefined>
  /** Where links lead. */
  pagesUrl(): string
  /** Puts the waiting events of `access.db` on their trail, or leaves them waiting where it takes none. Never rejects. */
  settle(trail: string): Promise<void>
}

/** Up to where a trail can be watched: what its index has. */
export const endOf = ({ index }: Pick<Watching, 'index'>, trail: string): number => index.states.get(trail)?.watermark ?? 0

const patienceMs = 1_000

/** Waits a moment for the index to have what was stored before, so that what somebody is shown has what they were just told is stored. */
export const caughtUp = async ({ index }: Pick<Watching, 'index'>, trail: OpenTrail): Promise<void> => {
  const { size } = await trail.reader.size()
  await index.reached(trail.facts.name, size, patienceMs)
}

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

/** Stored events as somebody may see them now; what they may not read at all is left out. */
export const viewsAt = async (trail: OpenTrail, positions: readonly number[], sees: Sees): Promise<readonly EventView[]> => {
  const events: StoredEvent[] = []
  for (const seq of positions) {
    const stored = await trail.reader.at(seq)
    if (stored && mayRead(stored, sees)) events.push(stored)
  }
  return viewsOf(events, viewerWho(sees), trail.reader)
}

/** The text of an own event, to be kept until it is on the trail. */
export const eventText = (event: EventInput): string => JSON.stringify(event)
