import { Link, Navigate, Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { CommandBox } from '../command/command-box.tsx'
import { HelpDialog } from '../keys/help-dialog.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { m } from '../messages/messages.ts'
import { FirstAccountNotice } from '../people/first-account-notice.tsx'
import { useSessionQuery } from '../people/use-session.ts'
import { UserMenu } from '../people/user-menu.tsx'
import { ViewBanner } from '../people/view-banner.tsx'
import { ToCome } from '../text/to-come.tsx'
import { useFrameAnswered } from './use-frame-answered.ts'

/** Pages of somebody who is not signed in yet. */
const comingIn = ['/welcome', '/sign-in', '/join', '/reset']

/** What every page has: the skip link, the name, where one is, the keys, the way out. */
export function Shell() {
  const [help, setHelp] = useState(false)
  const { trail } = useParams({ strict: false })
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const isComingIn = comingIn.includes(path)
  const { data: session } = useSessionQuery(!isComingIn)
  const isShown = useFrameAnswered(trail) || isComingIn
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
        {isShown && (
          <>
            {trail !== undefined && <CommandBox key={trail} trail={trail} rights={session?.rights[trail]} />}
            <button type="button" className="button button-quiet top-keys" onClick={() => setHelp(true)}>
              {m.app.keys}
            </button>
            {session !== undefined && !isComingIn && <UserMenu session={session} />}
          </>
        )}
      </header>
      <ViewBanner />
      <FirstAccountNotice />
      {!isShown && <ToCome />}
      <main id="content" tabIndex={-1}>
        {session?.owes === 'second_factor' && path !== '/account' ? <Navigate to="/account" replace /> : <Outlet />}
      </main>
      <HelpDialog open={help} close={() => setHelp(false)} />
    </>
  )
}
