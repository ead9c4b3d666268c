import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import { FirstEvent } from '../list/first-event.tsx'
import { fill, m } from '../messages/messages.ts'
import { QuestionsWaiting } from '../notes/questions-waiting.tsx'
import { Failure } from '../pages/failure.tsx'
import { AsRoles } from '../people/as-roles.tsx'
import { QueryBar } from '../search/query-bar.tsx'
import { Text } from '../text/text.tsx'
import { ViewList } from '../views/view-list.tsx'
import { UnreadAlerts } from '../watch/unread-alerts.tsx'
import { JustNow, Newest } from './newest.tsx'
import { questions } from './questions.ts'
import { Stories } from './stories.tsx'
import { Today } from './today.tsx'
import { Weaknesses } from './weaknesses.tsx'

/** Where everybody begins: ask, see what was out of the ordinary, and find the questions others ask. */
export function StartPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Start key={trail} trail={trail} />
}

function Start({ trail }: { readonly trail: string }) {
  const navigate = useNavigate()
  const [nowMs] = useState(Date.now)
  const about = useQuery({ queryKey: ['trail', trail], queryFn: ({ signal }) => getTrail(trail, signal) })
  if (about.error && !about.data) return <Failure error={about.error} retry={() => void about.refetch()} />
  return (
    <div className="start">
      <title>{`${trail} · ${m.app.name}`}</title>
      <h1 className="start-title">
        <Text>{fill(m.start.title, { trail })}</Text>
      </h1>
      <p className="quiet">{m.start.lead}</p>
      <QueryBar
        trail={trail}
        q=""
        ask={(q) => void navigate({ to: '/t/$trail/search', params: { trail }, search: q === '' ? {} : { q } })}
        large
      />
      {about.data?.events === 0 ? (
        <FirstEvent trail={trail} />
      ) : (
        <>
          <QuestionsWaiting trail={trail} />
          <UnreadAlerts trail={trail} />
          <ViewList trail={trail} />
          <JustNow trail={trail} />
          <AsRoles trail={trail} />
          <Today trail={trail} nowMs={nowMs} />
          <Stories trail={trail} nowMs={nowMs} />
          <section className="start-part" aria-labelledby="questions">
            <h2 id="questions">{m.start.questionsTitle}</h2>
            <ul className="questions">
              {questions(nowMs).map((question) => (
                <li key={question.words}>
                  {question.page === undefined ? (
                    <Link to="/t/$trail/search" params={{ trail }} search={question.search}>
                      {question.words}
                    </Link>
                  ) : (
                    <Link
                      to={question.page === 'verify' ? '/t/$trail/verify' : '/t/$trail/workflows'}
                      params={{ trail }}
                      search={question.show === undefined ? {} : { show: question.show }}
                    >
                      {question.words}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </section>
          <Newest trail={trail} />
          <Weaknesses trail={trail} nowMs={nowMs} />
        </>
      )}
    </div>
  )
}
