import { Link } from '@tanstack/react-router'
import { ApiProblem, isNotFound, isSignedOut } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { ToSignIn } from '../people/to-sign-in.tsx'
import { Text } from '../text/text.tsx'
import { NotYet } from './not-yet.tsx'

/** What went wrong, in words, and what to do: sign in, go elsewhere, or try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  if (isSignedOut(error)) return <ToSignIn />
  if (isNotFound(error)) return <Nothing retry={retry} />
  const problem = error instanceof ApiProblem ? error : undefined
  if (problem?.status === 403) return <NotForYou />
  const general = problem?.status === 0 ? m.app.unreachable : fill(m.app.failed, { status: problem?.status ?? '?' })
  return (
    <section className="note" role="alert">
      <h2>{m.app.failedTitle}</h2>
      <p>{problem?.message ? <Text>{problem.message}</Text> : general}</p>
      {problem?.requestId !== undefined && <p className="quiet">{fill(m.app.reference, { id: problem.requestId })}</p>}
      <button type="button" className="button" onClick={retry}>
        {m.app.retry}
      </button>
    </section>
  )
}

/** What the roles of whoever is signed in do not include, as a part of a page. */
function NotForYou() {
  return (
    <section className="note" role="alert">
      <h2>{m.app.forbiddenTitle}</h2>
      <p>{m.app.forbidden}</p>
    </section>
  )
}

/** The same of a whole page. */
export const ClosedPage = () => (
  <section className="note" role="alert">
    <title>{`${m.app.forbiddenTitle} · ${m.app.name}`}</title>
    <h1>{m.app.forbiddenTitle}</h1>
    <p>{m.app.forbidden}</p>
  </section>
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
