import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { useSession } from './use-session.ts'

const words = m.people.first

/** To whoever came by the link of the machine while nobody has an account; gone for this visit once it was put away. */
export function FirstAccountNotice() {
  const session = useSession()
  const here = useRouterState({ select: ({ location }) => location.pathname })
  const [away, setAway] = useState(() => sessionStorage.getItem('first-account') === 'later')
  if (session?.ownerMade !== false || away || here === '/first-account') return null
  const putAway = () => {
    sessionStorage.setItem('first-account', 'later')
    setAway(true)
  }
  return (
    <aside className="strip" aria-label={words.title}>
      <p>
        {words.notice} <Link to="/first-account">{words.noticeLink}</Link>
      </p>
      <button type="button" className="button button-quiet" onClick={putAway}>
        {words.dismiss}
      </button>
    </aside>
  )
}
