import { Link } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'

const words = m.start.deeds

const settings = [
  { to: '/t/$trail/settings/people', label: words.people },
  { to: '/t/$trail/settings/roles', label: words.roles },
  { to: '/t/$trail/settings/keys', label: words.keys },
  { to: '/t/$trail/settings/time', label: words.zone },
  { to: '/t/$trail/settings/copies', label: words.copies },
] as const

/** To everybody who reaches the trail. */
const open = [
  { to: '/t/$trail/verify', label: words.verify },
  { to: '/t/$trail/catalogue', label: words.catalogue },
] as const

/** What somebody can do on a trail who does not read its business. */
export function Deeds({ trail, administers }: { readonly trail: string; readonly administers: boolean }) {
  return (
    <section className="start-part" aria-labelledby="deeds">
      <h2 id="deeds">{words.title}</h2>
      <ul className="questions">
        {(administers ? [...settings, ...open] : open).map(({ to, label }) => (
          <li key={to}>
            <Link to={to} params={{ trail }} search={{}}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
