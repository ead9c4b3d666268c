import { useQuery, useQueryClient } from '@tanstack/react-query'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { RefusedNote } from './field.tsx'
import { endLinkSession, endLinkSessions, getLinkSessions } from './people-api.ts'
import { SureButton } from './sure-button.tsx'
import { useDeed } from './use-deed.ts'

const words = m.people.links

/** Browsers that came in by a link of the machine: they see everything, and belong to no account. For owners. */
export function LinkSessionsSection() {
  const client = useQueryClient()
  const sessions = useQuery({ queryKey: ['link-sessions'], queryFn: ({ signal }) => getLinkSessions(signal) })
  const { busy, refused, run } = useDeed()
  const end = (work: () => Promise<unknown>) =>
    void run(work).then(() => client.invalidateQueries({ queryKey: ['link-sessions'] }))
  return (
    <section className="account-part" aria-labelledby="link-sessions">
      <h2 id="link-sessions">{words.title}</h2>
      <p className="quiet">{words.lead}</p>
      {sessions.error && !sessions.data && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.data?.length === 0 && <p>{words.none}</p>}
      <ul className="rows" hidden={!sessions.data?.length}>
        {sessions.data?.map(({ id, current, createdAt, expiresAt }) => (
          <li key={id} className="row-card">
            <span className="row-words">
              <strong>{words.name}</strong>
              <span className="quiet">
                {fill(words.lasts, { from: showDateAndTime(createdAt), to: showDateAndTime(expiresAt) })}
              </span>
            </span>
            {current ? (
              <span className="mark">{m.people.account.here}</span>
            ) : (
              <SureButton
                label={words.end}
                sure={fill(words.endSure, { date: showDateAndTime(createdAt) })}
                disabled={busy}
                onSure={() => end(() => endLinkSession(id))}
              />
            )}
          </li>
        ))}
      </ul>
      <RefusedNote refused={refused} />
      {(sessions.data?.length ?? 0) > 1 && (
        <SureButton label={words.endAll} sure={words.endAllSure} disabled={busy} onSure={() => end(endLinkSessions)} />
      )}
    </section>
  )
}
