import { Link } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import type { Session } from '../people/session-api.ts'
import { rolesSeenThrough } from '../people/use-session.ts'
import { type Question, questionsFor } from './questions.ts'

interface QuestionListProps {
  readonly trail: string
  readonly session: Session
  readonly nowMs: number
}

/** What people with the reader's roles ask, each a press away from its answer. */
export function QuestionList({ trail, session, nowMs }: QuestionListProps) {
  const reads = session.reads[trail]
  if (!reads) return null
  return (
    <section className="start-part" aria-labelledby="questions">
      <h2 id="questions">{m.start.questionsTitle}</h2>
      <ul className="questions">
        {questionsFor(rolesSeenThrough(session, trail), reads, nowMs).map((question) => (
          <li key={question.words}>
            <QuestionLink trail={trail} question={question} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function QuestionLink({ trail, question }: { readonly trail: string; readonly question: Question }) {
  const { words, page } = question
  if (page === undefined)
    return (
      <Link to="/t/$trail/search" params={{ trail }} search={question.search}>
        {words}
      </Link>
    )
  return (
    <Link to={`/t/$trail/${page}`} params={{ trail }} search={question.show === undefined ? {} : { show: question.show }}>
      {words}
    </Link>
  )
}
