import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { Crash } from './pages/crash.tsx'
import { NotFound } from './pages/failure.tsx'
import { Shell } from './pages/shell.tsx'
import { TrailPage } from './pages/trail-page.tsx'
import { TrailsPage } from './pages/trails-page.tsx'
import { WelcomePage } from './pages/welcome-page.tsx'

/** What a trail's address says besides its path. */
interface TrailSearch {
  readonly lane?: 'own'
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crash })
const start = createRoute({ getParentRoute: () => root, path: '/', component: TrailsPage })
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: WelcomePage })
const trail = createRoute({
  getParentRoute: () => root,
  path: '/t/$trail',
  component: TrailPage,
  validateSearch: (search: { readonly [name: string]: unknown }): TrailSearch => (search.lane === 'own' ? { lane: 'own' } : {}),
})
// The trail's page shows the open event itself: beside its list, or alone.
const event = createRoute({ getParentRoute: () => trail, path: '/events/$id' })

export const router = createRouter({
  routeTree: root.addChildren([start, welcome, trail.addChildren([event])]),
  // Plain words in the address, which people read and edit; the router's own way writes JSON there.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const said = Object.entries(search).filter(([, value]) => value !== undefined)
    return said.length === 0 ? '' : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
declare module '@tanstack/history' {
  interface HistoryState {
    /** How many entries of the history lie between this event and the list it was opened from. */
    over?: number
  }
}
