import { useQuery, useQueryClient } from '@tanstack/react-query'
import { showAge } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { deviceName } from './device-name.ts'
import { RefusedNote } from './field.tsx'
import { endOtherSessions, endSession, getSessions, type OpenSession } from './people-api.ts'
import { useDeed } from './use-deed.ts'

const words = m.people.account

/** Where one is signed in, and the way to end it. */
export function SessionsSection() {
  const client = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => getSessions(signal) })
  const { busy, refused, run } = useDeed()
  const end = (work: () => Promise<unknown>) => run(work).then(() => client.invalidateQueries({ queryKey: ['sessions'] }))
  return (
    <section className="account-part" aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      {sessions.error && !sessions.data && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      <ul className="rows">
        {sessions.data?.map((session) => (
          <li key={session.id} className="row-card">
            <SessionWords session={session} />
            {session.current ? (
              <span className="mark">{words.here}</span>
            ) : (
              <button type="button" className="button" disabled={busy} onClick={() => end(() => endSession(session.id))}>
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      <RefusedNote refused={refused} />
      {(sessions.data?.length ?? 0) > 1 && (
        <button type="button" className="button" disabled={busy} onClick={() => end(endOtherSessions)}>
          {words.endOthers}
        </button>
      )}
    </section>
  )
}

function SessionWords({ session }: { readonly session: OpenSession }) {
  const now = Date.now()
  const about = [
    fill(words.seen, { when: showAge(session.seenAt, now) }),
    fill(words.began, { when: showAge(session.createdAt, now) }),
    ...(session.address === null ? [] : [fill(words.from, { address: session.address })]),
    ...(session.way === 'provider' ? [words.byProvider] : []),
  ]
  return (
    <span className="row-words">
      <strong>{session.device === null ? words.unknownDevice : <Text>{deviceName(session.device)}</Text>}</strong>
      <span className="quiet">{about.join(' · ')}</span>
    </span>
  )
}
