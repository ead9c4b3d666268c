import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { readAddress } from '../search/asked.ts'
import { laneInAddress, laneOr } from '../search/lanes.ts'
import { Text } from '../text/text.tsx'
import { RefusedNote } from './field.tsx'
import { stopViewing } from './people-api.ts'
import { useDeed } from './use-deed.ts'
import { useSession } from './use-session.ts'

/** Says that a trail is viewed as somebody else would see it, on every page, and ends it. */
export function ViewBanner() {
  const view = useSession()?.viewAs
  const client = useQueryClient()
  const navigate = useNavigate()
  const { pathname, search } = useRouterState({ select: ({ location }) => location })
  const { busy, refused, run } = useDeed()
  if (!view) return null
  const stop = () =>
    run(async () => {
      const session = await stopViewing()
      const { trail } = view
      // The lane that was seen as somebody else may be none that oneself reads.
      if (pathname === `/t/${encodeURIComponent(trail)}/search`) {
        const { lane: before, ...rest } = readAddress(search)
        const lane = laneOr(before ?? 'business', session.reads[trail])
        await navigate({ to: '/t/$trail/search', params: { trail }, search: { ...rest, ...laneInAddress(lane) } })
      }
      await client.resetQueries()
      client.setQueryData(['session'], session)
    })
  return (
    <aside className="strip strip-strong" aria-label={m.people.role.viewAs}>
      <p>
        <Text>{fill(m.people.view.banner, { trail: view.trail, roles: showList(view.labels) })}</Text>
      </p>
      <RefusedNote refused={refused} />
      <button type="button" className="button" disabled={busy} onClick={stop}>
        {m.people.view.stop}
      </button>
    </aside>
  )
}
