import { m } from '../messages/messages.ts'
import type { Reads } from '../people/session-api.ts'

const business = ['data', 'workflow']

/**
 * The pages of a trail, in the order of the navigation, which the command box offers too: each with the right that it needs, and
 * with the categories of which one must read some to find anything there. A room adds its entry here, a route in
 * router.tsx, and a word in messages/en/app.ts.
 */
const places = [
  { to: '/t/$trail', label: m.nav.start },
  { to: '/t/$trail/search', label: m.nav.search, needs: 'read' },
  { to: '/t/$trail/records', label: m.nav.records, needs: 'read', reads: business },
  { to: '/t/$trail/imports', label: m.nav.imports, needs: 'read', reads: [...business, 'access', 'system'] },
  { to: '/t/$trail/workflows', label: m.nav.workflows, needs: 'read', reads: business },
  { to: '/t/$trail/alerts', label: m.nav.alerts, needs: 'alert' },
  { to: '/t/$trail/reviews', label: m.nav.reviews, needs: 'review' },
  { to: '/t/$trail/verify', label: m.nav.verify },
  { to: '/t/$trail/catalogue', label: m.nav.catalogue },
  { to: '/t/$trail/looked', label: m.nav.looked, needs: 'read', reads: ['trail'] },
  { to: '/t/$trail/settings', label: m.nav.settings, needs: 'administer' },
] as const

type Place = (typeof places)[number]

/** Those that somebody with these rights may open, and finds something in; while that is not known, those that are for everybody. */
export const placesFor = (rights: readonly string[] | undefined, reads: Reads | undefined): readonly Place[] =>
  places.filter((place) => {
    if ('needs' in place && !rights?.includes(place.needs)) return false
    return !('reads' in place) || (reads !== undefined && findsSome(place.reads, reads))
  })

/** Whether somebody reads anything of what the tool's own records went through; true while that is not known. */
export const readsBusiness = (reads: Reads | undefined): boolean => reads === undefined || findsSome(business, reads)

const findsSome = (categories: readonly string[], reads: Reads): boolean =>
  categories.some((category) => reads.categories.includes(category))

/** Pages that are in no navigation, and what they need. */
const rooms = [...places, { to: '/t/$trail/events', needs: 'read' }, { to: '/t/$trail/questions', needs: 'read' }] as const

const roomAt = (path: string, trail: string) =>
  rooms.findLast(({ to }) => `${path}/`.startsWith(`${to.replace('$trail', encodeURIComponent(trail))}/`))

/**
 * Whether the page at a path is for some only, so that nothing is asked for it before it is known who looks. Searching, which
 * nearly everybody may, begins at once.
 */
export const isForSome = (path: string, trail: string): boolean => {
  const room = roomAt(path, trail)
  return room !== undefined && ('reads' in room || ('needs' in room && room.needs !== 'read'))
}

/**
 * Whether these rights do not open the page at a path, or it shows only what is not read: that is not to be told as nothing
 * being there. False while it is not known: the server says it then.
 */
export const isClosed = (
  path: string,
  trail: string,
  rights: readonly string[] | undefined,
  reads: Reads | undefined,
): boolean => {
  const room = roomAt(path, trail)
  if (rights === undefined || room === undefined) return false
  if ('needs' in room && !rights.includes(room.needs)) return true
  // The trail's own events have records too, such as people and roles.
  const isAnybodys = room.to === '/t/$trail/records' && path !== room.to.replace('$trail', encodeURIComponent(trail))
  return !isAnybodys && 'reads' in room && reads !== undefined && !findsSome(room.reads, reads)
}
