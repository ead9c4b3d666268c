import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useMayLook } from '../looked/looked-link.tsx'
import { m } from '../messages/messages.ts'
import { useReads } from '../people/use-session.ts'
import { laneInAddress, laneOr } from '../search/lanes.ts'
import { UnreadCount, UnreadFolded } from '../watch/unread-alerts.tsx'
import { ZoneSwitch } from '../zone/zone-switch.tsx'
import { placesFor } from './places.ts'

/** The ways to the trail's pages, and in whose time they are read. On a phone it folds behind the name of the page one is on. */
export function TrailNav({ trail, rights }: { readonly trail: string; readonly rights: readonly string[] | undefined }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // Where one goes, it folds again.
  const [openAt, setOpenAt] = useState<string>()
  const open = openAt === path
  const mayLook = useMayLook(trail)
  const reads = useReads(trail)
  const shown = placesFor(rights, reads).filter(({ to }) => to !== '/t/$trail/looked' || mayLook)
  const here = shown.findLast(({ to }) => `${path}/`.startsWith(`${to.replace('$trail', encodeURIComponent(trail))}/`))
  return (
    <div className={open ? 'places-bar places-open' : 'places-bar'}>
      <button
        type="button"
        className="button places-fold"
        aria-expanded={open}
        aria-controls="places"
        onClick={() => setOpenAt(open ? undefined : path)}
      >
        <span aria-hidden="true">☰</span>
        <span className="visually-hidden">{m.nav.label}: </span>
        {here?.label ?? m.nav.start} {!open && <UnreadFolded trail={trail} />}
      </button>
      <nav className="places" id="places" aria-label={m.nav.label}>
        {shown.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ trail }}
            search={to === '/t/$trail/search' ? laneInAddress(laneOr('business', reads)) : {}}
            activeOptions={{ exact: to === '/t/$trail', includeSearch: false }}
            data-word={label}
          >
            {label}
            {to === '/t/$trail/alerts' && <UnreadCount trail={trail} />}
          </Link>
        ))}
      </nav>
      <ZoneSwitch />
    </div>
  )
}
