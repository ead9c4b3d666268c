import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { listTrails, type TrailView } from '../api/daybook-api.ts'
import { showDate } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useSession } from '../people/use-session.ts'
import { Command } from '../text/command.tsx'
import { Failure } from './failure.tsx'

/** The trails one may read; with a single one there is nothing to choose. */
export function TrailsPage() {
  const trails = useQuery({ queryKey: ['trails'], queryFn: ({ signal }) => listTrails(signal) })
  if (trails.isPending) return <p className="quiet">{m.app.loading}</p>
  if (!trails.data) return <Failure whole error={trails.error} retry={() => void trails.refetch()} />
  const [only, ...others] = trails.data
  if (only && others.length === 0) return <Navigate to="/t/$trail" params={{ trail: only.trail }} replace />
  return (
    <section className="trails" aria-labelledby="trails-title">
      <title>{`${m.trails.title} · ${m.app.name}`}</title>
      <h1 id="trails-title">{m.trails.choose}</h1>
      {trails.data.length === 0 ? (
        <NoTrail />
      ) : (
        <ul className="trail-list">
          {trails.data.map((trail) => (
            <TrailItem key={trail.trail} about={trail} />
          ))}
        </ul>
      )}
    </section>
  )
}

function TrailItem({ about }: { readonly about: TrailView }) {
  return (
    <li className="trail-item">
      <Link className="row-link" to="/t/$trail" params={{ trail: about.trail }}>
        {about.trail}
      </Link>
      <span className="quiet">
        {m.trails.count(about.events, showCount(about.events))} · {fill(m.trails.since, { date: showDate(about.createdAt) })}
      </span>
      {about.state === 'sealed' && <span className="mark mark-bad">{m.trails.sealed}</span>}
    </li>
  )
}

/** Somebody without a role needs one; whoever looks after everything needs a trail. */
function NoTrail() {
  const session = useSession()
  if (session && !session.owner) return <p className="note">{m.trails.noRole}</p>
  return (
    <div className="note">
      <p>{m.trails.none}</p>
      <Command text={m.trails.noneCommand} />
    </div>
  )
}
