import { Link, Outlet, useParams } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import { AlarmBanner } from '../proof/alarm-banner.tsx'

const places = [
  ['/t/$trail', m.nav.start],
  ['/t/$trail/search', m.nav.search],
  ['/t/$trail/imports', m.nav.imports],
  ['/t/$trail/workflows', m.nav.workflows],
  ['/t/$trail/verify', m.nav.verify],
] as const

/** What every page of a trail has: the ways to the others, and the alarm if the trail is not what this browser saw before. */
export function TrailFrame() {
  const { trail } = useParams({ strict: false })
  if (trail === undefined) return null
  return (
    <>
      <nav className="places" aria-label={m.nav.label}>
        {places.map(([to, label]) => (
          <Link
            key={to}
            to={to}
            params={{ trail }}
            search={{}}
            activeOptions={{ exact: to === '/t/$trail', includeSearch: false }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <AlarmBanner key={trail} trail={trail} />
      <Outlet />
    </>
  )
}
