import { Link } from '@tanstack/react-router'
import type { Lane } from '../api/daybook-api.ts'
import { m } from '../messages/messages.ts'

/** Business events or the trail's own: nothing of one shows in the other, and the choice is in the address. */
export function LaneSwitch({ trail, lane }: { readonly trail: string; readonly lane: Lane }) {
  return (
    <nav className="switch" aria-label={m.list.lanes}>
      <Link to="/t/$trail" params={{ trail }} search={{}} aria-current={lane === 'business' ? 'page' : undefined}>
        {m.list.business}
      </Link>
      <Link to="/t/$trail" params={{ trail }} search={{ lane: 'own' }} aria-current={lane === 'own' ? 'page' : undefined}>
        {m.list.own}
      </Link>
    </nav>
  )
}
