import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { listQuestions } from '../api/notes-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'

/** Questions about events that nobody has answered yet. */
export function QuestionsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Questions key={trail} trail={trail} />
}

function Questions({ trail }: { readonly trail: string }) {
  const questions = useQuery({ queryKey: ['questions', trail], queryFn: ({ signal }) => listQuestions(trail, signal) })
  const { data, more = false } = questions.data ?? {}
  return (
    <section className="trust" aria-labelledby="questions">
      <title>{`${m.notes.questions} · ${m.app.name}`}</title>
      <h1 id="questions">{m.notes.questions}</h1>
      <p className="quiet lead">{m.notes.questionsLead}</p>
      {questions.isPending && <p className="quiet">{m.app.loading}</p>}
      {questions.error && !data && <Failure error={questions.error} retry={() => void questions.refetch()} />}
      {data?.length === 0 && <p className="note">{m.notes.noQuestions}</p>}
      <ol className="notes">
        {(data ?? []).map(({ question, event }) => (
          <li key={question.id} className="said">
            <p className="said-by">
              <Text>{fill(m.notes.asked, { name: question.by.name })}</Text> ·{' '}
              <time className="quiet" dateTime={question.at}>
                {showDateAndTime(question.at)}
              </time>
            </p>
            <blockquote className="reason">
              <Text className="value-text">{question.text}</Text>
            </blockquote>
            <p>
              <span className="quiet">{m.notes.about}</span>{' '}
              <Link to="/t/$trail/events/$id" params={{ trail, id: event.id }} search={{}}>
                <Text>{event.sentence}</Text>
              </Link>
            </p>
          </li>
        ))}
      </ol>
      {more && <p className="quiet">{m.notes.moreQuestions}</p>}
    </section>
  )
}
