import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { openSession } from '../api/daybook-api.ts'
import { ApiProblem } from '../api/request.ts'
import { m } from '../messages/messages.ts'
import { Command } from '../text/command.tsx'
import { Failure } from './failure.tsx'

/**
 * Turns a one-time link into a session. The token is read once, when the page's code starts, and taken out of the
 * address and the history before anything else happens: it travels in the fragment, which no server sees.
 */
const token = takeToken()

function takeToken(): string {
  if (location.pathname !== '/welcome') return ''
  const taken = location.hash.slice(1)
  if (taken !== '') history.replaceState(null, '', '/welcome')
  return taken
}

export function WelcomePage() {
  const client = useQueryClient()
  const session = useQuery({
    queryKey: ['welcome'],
    queryFn: async () => {
      await openSession(token)
      // What was asked for before signing in was refused.
      await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'welcome' })
      return true
    },
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  // A whole link that is pasted over half of one is the same page to a browser, which then loads nothing anew.
  useEffect(() => {
    const again = () => location.reload()
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [])
  if (session.isSuccess) return <Navigate to="/" replace />
  if (session.error && !refused(session.error))
    return <Failure whole error={session.error} retry={() => void session.refetch()} />
  return (
    <section className="note">
      <title>{m.app.name}</title>
      <h1>{m.signIn.title}</h1>
      {token === '' && <p>{m.signIn.noToken}</p>}
      {token !== '' && session.error && <p role="alert">{m.signIn.used}</p>}
      {token !== '' && !session.error ? <p>{m.signIn.working}</p> : <Command text={m.signIn.command} />}
    </section>
  )
}

/** The link itself was refused (used, expired, unknown), rather than the server being away or over its limit. */
const refused = (error: Error) => error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429
