import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { closeSession, type Session } from './session-api.ts'

/** Who one is, the way to one's account, and the way out. */
export function UserMenu({ session }: { readonly session: Session }) {
  return (
    <>
      {session.who.type === 'user' && (
        <Link to="/account" className="top-person" title={m.people.menu.account}>
          <Text>{session.who.name}</Text>
        </Link>
      )}
      <SignOutButton quiet />
    </>
  )
}

export function SignOutButton({ quiet = false }: { readonly quiet?: boolean }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = async () => {
    await closeSession().catch(() => undefined)
    await navigate({ to: '/sign-in' })
    client.clear()
  }
  return (
    <button type="button" className={quiet ? 'button button-quiet' : 'button'} onClick={leave}>
      {m.app.signOut}
    </button>
  )
}
