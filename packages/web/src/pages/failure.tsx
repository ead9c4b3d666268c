import { Link } from '@tanstack/react-router'
import { ApiProblem, isNotFound, isSignedOut } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { ToSignIn } from '../people/to-sign-in.tsx'
import { Text } from '../text/text.tsx'
import { NotYet } from './not-yet.tsx'

interface FailureProps {
  readonly error: Error
  readonly retry: () => void
  /** Whether it stands for the whole page, which then has no other title. */
  readonly whole?: boolean
}

/** What went wrong, in words, and what to do: sign in, go elsewhere, or try again. */
export function Failure({ error, retry, whole = false }: FailureProps) {
  if (isSignedOut(error)) return <ToSignIn />
  if (isNotFound(error)) return <Nothing retry={retry} />
  const problem = error instanceof ApiProblem ? error : undefined
  if (problem?.status === 403) return <NotForYou whole={whole} />
  const general = problem?.status === 0 ? m.app.unreachable : fill(m.app.failed, { status: problem?.status ?? '?' })
  return (
    <section className="note" role="alert">
      <Title whole={whole} text={m.app.failedTitle} />
      <p>{problem?.message ? <Text>{problem.message}</Text> : general}</p>
      {problem?.requestId !== undefined && <p className="quiet">{fill(m.app.reference, { id: problem.requestId })}</p>}
      <button type="button" className="button" onClick={retry}>
        {m.app.retry}
      </button>
    </section>
  )
}

/** What the roles of whoever is signed in do not include. */
const NotForYou = ({ whole }: { readonly whole: boolean }) => (
  <section className="note" role="alert">
    <Title whole={whole} text={m.app.forbiddenTitle} />
    <p>{m.app.forbidden}</p>
  </section>
)

/** The same of a whole page. */
export const ClosedPage = () => <NotForYou whole />

const Title = ({ whole, text }: { readonly whole: boolean; readonly text: string }) =>
  whole ? (
    <>
      <title>{`${text} · ${m.app.name}`}</title>
      <h1>{text}</h1>
    </>
  ) : (
    <h2>{text}</h2>
  )

export const NotFound = () => <Nothing />

function Nothing({ retry }: { readonly retry?: () => void }) {
  return (
    <section className="note">
      <title>{`${m.app.notFoundTitle} · ${m.app.name}`}</title>
      <h1>{m.app.notFoundTitle}</h1>
      <p>{m.app.notFound}</p>
      {retry && <NotYet retry={retry} />}
      <p>
        <Link to="/">{m.app.toStart}</Link>
      </p>
    </section>
  )
}
