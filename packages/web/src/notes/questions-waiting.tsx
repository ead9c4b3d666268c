import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { listQuestions } from '../api/notes-api.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { ToCome } from '../text/to-come.tsx'

/** On the start page: that somebody waits for an answer. Nothing where nobody does. */
export function QuestionsWaiting({ trail }: { readonly trail: string }) {
  const questions = useQuery({
    queryKey: ['questions', trail],
    queryFn: ({ signal }) => listQuestions(trail, signal),
    staleTime: 60_000,
  })
  if (!isAnswered(questions)) return <ToCome />
  const count = questions.data?.data.length ?? 0
  if (count === 0) return null
  return (
    <p className="questions-waiting">
      <Link to="/t/$trail/questions" params={{ trail }}>
        {m.notes.waiting(count, showCount(count))}
      </Link>
    </p>
  )
}
