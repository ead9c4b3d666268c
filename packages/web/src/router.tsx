import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readImportsAddress } from './batch/imports-address.ts'
import { readCatalogueAddress } from './catalogue/catalogue-address.ts'
import { readCompareAddress } from './compare/compare-address.ts'
import { readLookedAddress } from './looked/looked-address.ts'
import { Crash } from './pages/crash.tsx'
import { NotFound } from './pages/failure.tsx'
import { Shell } from './pages/shell.tsx'
import { TrailFrame } from './pages/trail-frame.tsx'
import { TrailPage } from './pages/trail-page.tsx'
import { TrailsPage } from './pages/trails-page.tsx'
import { WelcomePage } from './pages/welcome-page.tsx'
import { readSignInAddress } from './people/sign-in-address.ts'
import { namesOfRoute, publicPath, routedPath } from './record/named-paths.ts'
import { readRecordAddress } from './record/record-address.ts'
import { readRecordsAddress } from './record/records-address.ts'
import { readAddress } from './search/asked.ts'
import { StartPage } from './start/start-page.tsx'
import { readCheckAddress } from './trust/check-address.ts'
import { readAlertsAddress } from './watch/alerts-address.ts'
import { readReviewAddress } from './watch/review-address.ts'
import { readCasesAddress } from './workflow/cases-address.ts'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crash })
const room = { getParentRoute: () => root }
const signIn = createRoute({
  ...room,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./people/sign-in-page.tsx'), 'SignInPage'),
  validateSearch: readSignInAddress,
})
const byLink = { component: lazyRouteComponent(() => import('./people/link-page.tsx'), 'LinkPage') }
const join = createRoute({ ...room, path: '/join', ...byLink })
const reset = createRoute({ ...room, path: '/reset', ...byLink })
const firstAccount = createRoute({
  ...room,
  path: '/first-account',
  component: lazyRouteComponent(() => import('./people/first-account-page.tsx'), 'FirstAccountPage'),
})
const account = createRoute({
  ...room,
  path: '/account',
  component: lazyRouteComponent(() => import('./people/account-page.tsx'), 'AccountPage'),
})
const start = createRoute({ getParentRoute: () => root, path: '/', component: TrailsPage })
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: WelcomePage })
const trail = createRoute({ getParentRoute: () => root, path: '/t/$trail', component: TrailFrame })
const trailStart = createRoute({ getParentRoute: () => trail, path: '/', component: StartPage })
// The search shows the open event itself: beside its list, or alone. What is asked stays in the address of both.
const found = createRoute({ getParentRoute: () => trail, id: 'found', component: TrailPage, validateSearch: readAddress })
const search = createRoute({ getParentRoute: () => found, path: '/search' })
const event = createRoute({ getParentRoute: () => found, path: '/events/$id' })
const ofRecord = namesOfRoute('type', 'id')
const record = createRoute({
  getParentRoute: () => trail,
  path: '/records/$type/$id',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./record/record-page.tsx'), 'RecordPage'),
  validateSearch: readRecordAddress,
})
const compare = createRoute({
  getParentRoute: () => trail,
  path: '/records/$type/$id/compare',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./compare/compare-page.tsx'), 'ComparePage'),
  validateSearch: readCompareAddress,
})
const reply = createRoute({
  getParentRoute: () => trail,
  path: '/records/$type/$id/reply',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./reply/reply-page.tsx'), 'ReplyPage'),
})
const printRecord = createRoute({
  getParentRoute: () => trail,
  path: '/records/$type/$id/print',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./print/print-pages.tsx'), 'PrintRecordPage'),
})
const printEvent = createRoute({
  getParentRoute: () => trail,
  path: '/events/$id/print',
  component: lazyRouteComponent(() => import('./print/print-pages.tsx'), 'PrintEventPage'),
})
const printCase = createRoute({
  getParentRoute: () => trail,
  path: '/workflows/$type/$id/print',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./print/print-pages.tsx'), 'PrintCasePage'),
})
const records = createRoute({
  getParentRoute: () => trail,
  path: '/records',
  component: lazyRouteComponent(() => import('./record/records-page.tsx'), 'RecordsPage'),
  validateSearch: readRecordsAddress,
})
const catalogue = createRoute({
  getParentRoute: () => trail,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./catalogue/catalogue-page.tsx'), 'CataloguePage'),
  validateSearch: readCatalogueAddress,
})
const looked = createRoute({
  getParentRoute: () => trail,
  path: '/looked',
  component: lazyRouteComponent(() => import('./looked/looked-page.tsx'), 'LookedPage'),
  validateSearch: readLookedAddress,
})
const questions = createRoute({
  getParentRoute: () => trail,
  path: '/questions',
  component: lazyRouteComponent(() => import('./notes/questions-page.tsx'), 'QuestionsPage'),
})
const imports = createRoute({
  getParentRoute: () => trail,
  path: '/imports',
  component: lazyRouteComponent(() => import('./batch/imports-page.tsx'), 'ImportsPage'),
  validateSearch: readImportsAddress,
})
const oneImport = createRoute({
  getParentRoute: () => trail,
  path: '/imports/$id',
  ...namesOfRoute('id'),
  component: lazyRouteComponent(() => import('./batch/import-page.tsx'), 'ImportPage'),
})
const cases = {
  component: lazyRouteComponent(() => import('./workflow/workflows-page.tsx'), 'WorkflowsPage'),
  validateSearch: readCasesAddress,
}
const workflows = createRoute({ getParentRoute: () => trail, path: '/workflows', ...cases })
const workflow = createRoute({ getParentRoute: () => trail, path: '/workflows/$type', ...namesOfRoute('type'), ...cases })
const oneCase = createRoute({
  getParentRoute: () => trail,
  path: '/workflows/$type/$id',
  ...ofRecord,
  component: lazyRouteComponent(() => import('./workflow/case-page.tsx'), 'CasePage'),
})
const alerts = createRoute({
  getParentRoute: () => trail,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./watch/alerts-page.tsx'), 'AlertsPage'),
  validateSearch: readAlertsAddress,
})
const reviews = createRoute({
  getParentRoute: () => trail,
  path: '/reviews',
  component: lazyRouteComponent(() => import('./watch/reviews-page.tsx'), 'ReviewsPage'),
})
const review = createRoute({
  getParentRoute: () => trail,
  path: '/reviews/$kind',
  component: lazyRouteComponent(() => import('./watch/review-page.tsx'), 'ReviewPage'),
  validateSearch: readReviewAddress,
})
const verify = createRoute({
  getParentRoute: () => trail,
  path: '/verify',
  component: lazyRouteComponent(() => import('./trust/verify-page.tsx'), 'VerifyPage'),
  validateSearch: readCheckAddress,
})
const settings = createRoute({
  getParentRoute: () => trail,
  path: '/settings',
  component: lazyRouteComponent(() => import('./people/settings-frame.tsx'), 'SettingsFrame'),
})
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./people/settings-frame.tsx'), 'SettingsStart'),
})
const time = createRoute({
  getParentRoute: () => settings,
  path: '/time',
  component: lazyRouteComponent(() => import('./zone/zone-settings.tsx'), 'ZoneSettings'),
})
const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
})
const roles = createRoute({
  getParentRoute: () => settings,
  path: '/roles',
  component: lazyRouteComponent(() => import('./people/roles-page.tsx'), 'RolesPage'),
})
const accessKeys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./people/keys-page.tsx'), 'KeysPage'),
})
const role = createRoute({
  getParentRoute: () => settings,
  path: '/roles/$name',
  component: lazyRouteComponent(() => import('./people/role-page.tsx'), 'RolePage'),
})
const copies = createRoute({
  getParentRoute: () => settings,
  path: '/copies',
  component: lazyRouteComponent(() => import('./watch/forwarding-page.tsx'), 'ForwardingPage'),
})

function withPath(url: URL, rewritten: (path: string) => string): URL {
  url.pathname = rewritten(url.pathname)
  return url
}

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    welcome,
    signIn,
    join,
    reset,
    firstAccount,
    account,
    trail.addChildren([
      trailStart,
      found.addChildren([search, event]),
      record,
      compare,
      reply,
      printRecord,
      printEvent,
      printCase,
      records,
      catalogue,
      looked,
      questions,
      imports,
      oneImport,
      workflows,
      workflow,
      oneCase,
      alerts,
      reviews,
      review,
      verify,
      settings.addChildren([settingsStart, people, roles, role, accessKeys, time, copies]),
    ]),
  ]),
  rewrite: {
    input: ({ url }) => withPath(url, routedPath),
    output: ({ url }) => withPath(url, publicPath),
  },
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
