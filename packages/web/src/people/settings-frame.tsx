import { Link, Navigate, Outlet, useParams } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'

/** Rooms of the settings; a room adds its own. */
const rooms = [
  { to: '/t/$trail/settings/people', label: m.people.settings.people },
  { to: '/t/$trail/settings/roles', label: m.people.settings.roles },
  { to: '/t/$trail/settings/keys', label: m.people.settings.keys },
  { to: '/t/$trail/settings/time', label: m.zone.nav },
  { to: '/t/$trail/settings/copies', label: m.watch.forwarding.nav },
] as const

/** What every page of the settings has: the ways to the others. */
export function SettingsFrame() {
  const { trail } = useParams({ strict: false })
  if (trail === undefined) return null
  return (
    <section className="settings">
      <nav className="tabs" aria-label={m.people.settings.label}>
        {rooms.map(({ to, label }) => (
          <Link key={to} to={to} params={{ trail }} search={{}}>
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </section>
  )
}

/** The settings as such have no page: they begin with their first room, whose tab is then marked. */
export function SettingsStart() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Navigate to={rooms[0].to} params={{ trail }} search={{}} replace />
}
