import { m } from '../messages/messages.ts'

/**
 * The pages of a trail, in the order of the navigation, which the command box offers too. A room adds its entry here, a
 * route in router.tsx, and a word in messages/en/app.ts.
 */
const places = [
  { to: '/t/$trail', label: m.nav.start },
  { to: '/t/$trail/search', label: m.nav.search, needs: 'read' },
  { to: '/t/$trail/records', label: m.nav.records, needs: 'read' },
  { to: '/t/$trail/imports', label: m.nav.imports, needs: 'read' },
  { to: '/t/$trail/workflows', label: m.nav.workflows, needs: 'read' },
  { to: '/t/$trail/alerts', label: m.nav.alerts, needs: 'alert' },
  { to: '/t/$trail/reviews', label: m.nav.reviews, needs: 'review' },
  { to: '/t/$trail/verify', label: m.nav.verify },
  { to: '/t/$trail/catalogue', label: m.nav.catalogue },
  { to: '/t/$trail/looked', label: m.nav.looked, needs: 'read' },
  { to: '/t/$trail/settings', label: m.nav.settings, needs: 'administer' },
] as const

type Place = (typeof places)[number]

/** Those that somebody with these rights may open; all where the rights are not known (yet). */
export const placesFor = (rights: readonly string[] | undefined): readonly Place[] =>
  places.filter((place) => !('needs' in place) || rights === undefined || rights.includes(place.needs))
