import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { closeSession, getSession } from '../api/daybook-api.ts'
import { CommandBox } from '../command/command-box.tsx'
import { HelpDialog } from '../keys/help-dialog.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { m } from '../messages/messages.ts'

/** What every page has: the skip link, the name, where one is, the keys, the way out. */
export function Shell() {
  const [help, setHelp] = useState(false)
  const { trail } = useParams({ strict: false })
  const signingIn = useRouterState({ select: ({ location }) => location.pathname === '/welcome' })
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => getSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !signingIn,
  })
  useShortcuts({ '?': () => setHelp(true) })
  return (
    <>
      <a className="skip" href="#content">
        {m.app.skip}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          {m.app.name}
        </Link>
        {trail !== undefined && (
          <Link to="/t/$trail" params={{ trail }} search={{}} className="top-trail">
            <bdi>{trail}</bdi>
          </Link>
        )}
        <span className="top-space" />
        {trail !== undefined && <CommandBox key={trail} trail={trail} rights={undefined} />}
        <button type="button" className="button button-quiet top-keys" onClick={() => setHelp(true)}>
          {m.app.keys}
        </button>
        {session.data !== undefined && <SignOut />}
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <HelpDialog open={help} close={() => setHelp(false)} />
    </>
  )
}

function SignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = async () => {
    await closeSession().catch(() => undefined)
    client.clear()
    await navigate({ to: '/' })
  }
  return (
    <button type="button" className="button button-quiet" onClick={leave}>
      {m.app.signOut}
    </button>
  )
}
