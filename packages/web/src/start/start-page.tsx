import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import { FirstEvent } from '../list/first-event.tsx'
import { fill, m } from '../messages/messages.ts'
import { QuestionsWaiting } from '../notes/questions-waiting.tsx'
import { Failure } from '../pages/failure.tsx'
import { AsRoles } from '../people/as-roles.tsx'
import type { Reads, Session } from '../people/session-api.ts'
import { useSession } from '../people/use-session.ts'
import { laneInAddress, laneOr, readsLane } from '../search/lanes.ts'
import { QueryBar } from '../search/query-bar.tsx'
import { Text } from '../text/text.tsx'
import { ViewList } from '../views/view-list.tsx'
import { UnreadAlerts } from '../watch/unread-alerts.tsx'
import { Deeds } from './deeds.tsx'
import { JustNow, Newest } from './newest.tsx'
import { NothingToRead } from './nothing-to-read.tsx'
import { QuestionList } from './question-list.tsx'
import { Stories } from './stories.tsx'
import { Today } from './today.tsx'
import { Weaknesses } from './weaknesses.tsx'

/** Where everybody begins: ask, see what was out of the ordinary, and find the questions others ask. */
export function StartPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Start key={trail} trail={trail} />
}

function Start({ trail }: { readonly trail: string }) {
  const session = useSession()
  const about = useQuery({ queryKey: ['trail', trail], queryFn: ({ signal }) => getTrail(trail, signal) })
  if (about.error && !about.data) return <Failure whole error={about.error} retry={() => void about.refetch()} />
  const reads = session?.reads[trail]
  return (
    <div className="start">
      <title>{`${trail} · ${m.app.name}`}</title>
      <h1 className="start-title">
        <Text>{fill(m.start.title, { trail })}</Text>
      </h1>
      {session === undefined || reads === undefined ? (
        <p className="quiet">{m.app.loading}</p>
      ) : reads.categories.length === 0 ? (
        <NothingToRead trail={trail} session={session} />
      ) : (
        <Reading trail={trail} session={session} reads={reads} isEmpty={about.data?.events === 0} />
      )}
    </div>
  )
}

interface ReadingProps {
  readonly trail: string
  readonly session: Session
  readonly reads: Reads
  readonly isEmpty: boolean
}

/** What somebody sees who reads something of the trail: nothing here leads to what they may not read. */
function Reading({ trail, session, reads, isEmpty }: ReadingProps) {
  const navigate = useNavigate()
  const [nowMs] = useState(Date.now)
  const ofBusiness = readsLane(reads, 'business')
  const lane = laneInAddress(laneOr('business', reads))
  const about = { trail, reads, nowMs }
  return (
    <>
      <p className="quiet">{lane.lane === 'own' ? m.start.leadOwn : m.start.lead}</p>
      <QueryBar
        trail={trail}
        q=""
        ask={(q) => void navigate({ to: '/t/$trail/search', params: { trail }, search: { ...(q === '' ? {} : { q }), ...lane } })}
        large
      />
      {isEmpty ? (
        <FirstEvent trail={trail} />
      ) : (
        <>
          <QuestionsWaiting trail={trail} />
          <UnreadAlerts trail={trail} />
          <ViewList trail={trail} />
          <JustNow trail={trail} reads={reads} />
          <AsRoles trail={trail} />
          {ofBusiness ? (
            <Today trail={trail} nowMs={nowMs} />
          ) : (
            <Deeds trail={trail} administers={session.rights[trail]?.includes('administer') ?? false} />
          )}
          <Stories {...about} />
          <QuestionList trail={trail} session={session} nowMs={nowMs} />
          <Newest trail={trail} reads={reads} />
          <Weaknesses {...about} />
        </>
      )}
    </>
  )
}
